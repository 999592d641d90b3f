package io.weir.log.error;

/** Versions that a stream has not read are not in the table's log any more. */
public class VersionsLostException extends VersionNotFoundException {
    private static final long serialVersionUID = 1;

    private final long first;
    private final long last;

    /**
     * @param first the first version that is lost
     * @param last the last one
     */
    public VersionsLostException(String sentence, long first, long last, Facts facts) {
        super(sentence, facts);
        this.first = first;
        this.last = last;
    }

    /** The first version that is lost. */
    public long first() {
        return first;
    }

    /** The last version that is lost; the stream could go on behind it. */
    public long last() {
        return last;
    }
}
