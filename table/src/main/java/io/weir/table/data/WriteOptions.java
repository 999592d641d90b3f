package io.weir.table.data;

/**
 * How data files are written, where it differs from what the table's properties say.
 *
 * @param compression {@code snappy}, {@code zstd}, {@code gzip}, {@code lz4_raw}, {@code uncompressed}; {@code ""}: as the
 *     table's {@code delta.parquet.compression.codec} says, else snappy
 * @param targetFileBytes about how long a file gets; 0: as the table's {@code delta.targetFileSize} says, else 128 MiB
 * @param maxOpenFiles how many partitions are written at the same time; more are closed and begun anew
 */
public record WriteOptions(String compression, long targetFileBytes, int maxOpenFiles) {
    private static final int DEFAULT_MAX_OPEN_FILES = 100;

    /** As the table says. */
    public static final WriteOptions DEFAULT = new WriteOptions("", 0, DEFAULT_MAX_OPEN_FILES);

    public WriteOptions {
        if (targetFileBytes < 0 || maxOpenFiles < 1) {
            throw new IllegalArgumentException(
                    "Not a size {maxOpenFiles=" + maxOpenFiles + ", targetFileBytes=" + targetFileBytes + "}");
        }
    }

    public WriteOptions withCompression(String newCompression) {
        return new WriteOptions(newCompression, targetFileBytes, maxOpenFiles);
    }

    public WriteOptions withTargetFileBytes(long bytes) {
        return new WriteOptions(compression, bytes, maxOpenFiles);
    }

    public WriteOptions withMaxOpenFiles(int files) {
        return new WriteOptions(compression, targetFileBytes, files);
    }
}
