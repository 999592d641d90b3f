package io.weir.table.data;

/**
 * How data files are written, where it differs from what the table's properties say.
 *
 * @param compression {@code snappy}, {@code zstd}, {@code gzip}, {@code lz4_raw}, {@code uncompressed}; {@code ""}: as the
 *     table's {@code delta.parquet.compression.codec} says, else snappy
 * @param targetFileBytes about how long a file gets; 0: as the table's {@code delta.targetFileSize} says, else 128 MiB
 * @param maxOpenFiles how many partitions are written at the same time; more are closed and begun anew
 * @param gatheredBytes how long rows get in memory, about, that wait for others of their partition, in tables with {@code
 *     delta.autoOptimize.optimizeWrite}; more wait in spilled files. Several writers of one change divide it, but each has 16 MiB if that is not more.
 *     For a moment three times as much is needed
 */
public record WriteOptions(String compression, long targetFileBytes, int maxOpenFiles, long gatheredBytes) {
    private static final int DEFAULT_MAX_OPEN_FILES = 100;
    private static final long DEFAULT_GATHERED_BYTES = 64L << 20;

    /** As the table says. */
    public static final WriteOptions DEFAULT = new WriteOptions("", 0, DEFAULT_MAX_OPEN_FILES, DEFAULT_GATHERED_BYTES);

    public WriteOptions {
        if (targetFileBytes < 0 || maxOpenFiles < 1 || gatheredBytes < 1) {
            throw new IllegalArgumentException("Not a size {gatheredBytes=" + gatheredBytes + ", maxOpenFiles="
                    + maxOpenFiles + ", targetFileBytes=" + targetFileBytes + "}");
        }
    }

    public WriteOptions withCompression(String newCompression) {
        return new WriteOptions(newCompression, targetFileBytes, maxOpenFiles, gatheredBytes);
    }

    public WriteOptions withTargetFileBytes(long bytes) {
        return new WriteOptions(compression, bytes, maxOpenFiles, gatheredBytes);
    }

    public WriteOptions withMaxOpenFiles(int files) {
        return new WriteOptions(compression, targetFileBytes, files, gatheredBytes);
    }

    public WriteOptions withGatheredBytes(long bytes) {
        return new WriteOptions(compression, targetFileBytes, maxOpenFiles, bytes);
    }
}
