package io.weir.format.parquet.read;

/** Bytes of a file from {@code start} (inclusive) to {@code end} (exclusive). */
record ByteRange(long start, long end) {
    ByteRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("Not a range {end=" + end + ", start=" + start + "}");
        }
    }
}
