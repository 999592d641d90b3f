package io.weir.pipeline.state;

/** What a step is to remember is not what it gave to be kept: bytes are damaged, cut short, or missing. The caller goes back to an older copy. */
public final class CorruptStateException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public CorruptStateException(String message) {
        super(message);
    }
}
