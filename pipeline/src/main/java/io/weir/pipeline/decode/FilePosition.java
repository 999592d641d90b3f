package io.weir.pipeline.decode;

/**
 * How far one input was read.
 *
 * @param bytes up to here, after decompression, every record was taken; of a Parquet file 0
 * @param rows records taken so far, bad ones included
 * @param check CRC-32C of the bytes just before (at most {@link #CHECKED_BYTES}), by which a file that was replaced is recognised; of a Parquet
 *     file, of its last bytes
 */
public record FilePosition(long bytes, long rows, long check) {
    /** Nothing was read. */
    public static final FilePosition START = new FilePosition(0, 0, 0);
    /** How many bytes before the position are compared when reading goes on. */
    public static final int CHECKED_BYTES = 4096;

    public FilePosition {
        if (bytes < 0 || rows < 0) {
            throw new IllegalArgumentException("Not a position {bytes=" + bytes + ", rows=" + rows + "}");
        }
    }
}
