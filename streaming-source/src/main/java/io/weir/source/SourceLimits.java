package io.weir.source;

/**
 * How much a batch may take. At least one file, or the rest of one, is always in it. Immutable.
 *
 * @param maxRows rows as the log counts them; a file of which it does not say how many it has counts none
 */
public record SourceLimits(long maxFiles, long maxBytes, long maxRows) {
    public static final SourceLimits NONE = new SourceLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    public SourceLimits {
        if (maxFiles < 1 || maxBytes < 1 || maxRows < 1) {
            throw new IllegalArgumentException("Limits begin at 1 {maxBytes=" + maxBytes + ", maxFiles=" + maxFiles
                    + ", maxRows=" + maxRows + "}");
        }
    }

    public SourceLimits files(long max) {
        return new SourceLimits(max, maxBytes, maxRows);
    }

    public SourceLimits bytes(long max) {
        return new SourceLimits(maxFiles, max, maxRows);
    }

    public SourceLimits rows(long max) {
        return new SourceLimits(maxFiles, maxBytes, max);
    }
}
