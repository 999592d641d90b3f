package io.weir.format.variant;

/** Bytes are no variant. Whoever knows the file and the column says so in an error of its own. */
public final class MalformedVariantException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedVariantException(String problem) {
        super(problem);
    }
}
