package io.weir.log.state;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.stats.StatisticsParser;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files, each once, as packed columns. Immutable and safe for many threads; arrays that leave it are not to be written to.
 *
 * <p>A chunk holds either files that the table has or tombstones of files it had. What it keeps in memory is what every
 * listing needs. The rest (statistics, tags and whatever else) is either in memory too, for files that came from commits,
 * or is read from the checkpoint when somebody asks, by {@link #details()}.
 */
public final class FileChunk {
    static final byte DATA_CHANGE = 1;
    static final byte EXTENDED_METADATA = 2;
    static final byte NO_SIZE = 4;
    static final byte NO_TIME = 8;
    /** Only the action object itself has everything that was said of the file. */
    static final byte WHOLE = 16;

    private static final int MAX_KEPT_STATS = 8;

    /** A column of text. */
    record Text(byte[] data, int[] offsets, boolean @Nullable [] nulls) {
        BytesVector vector(int rows) {
            return new BytesVector(PrimitiveType.STRING, rows, data, offsets, nulls);
        }
    }

    /** The values of one partition column, as strings in dictionary form. */
    record PartitionValues(String column, BytesVector values) {}

    private final int rows;
    private final byte[] paths;
    private final int[] offsets;
    private final int[] hashes;
    private final boolean canonical;
    private final long[] sizes;
    private final long[] millis;
    private final byte[] flags;
    private final List<PartitionValues> partitions;
    private final @Nullable Text stats;
    private final @Nullable Object @Nullable [] whole;
    private final @Nullable DeletionVectors deletionVectors;
    private final @Nullable ChunkDetails details;
    private final long totalBytes;
    private final Object lock = new Object();
    private int @Nullable [] index; // made when first asked for
    private final Map<StructType, SoftReference<ColumnBatch>> keptStats = new LinkedHashMap<>();

    FileChunk(FileChunkBuilder built) {
        this.rows = built.rows();
        this.paths = built.paths;
        this.offsets = built.offsets;
        this.hashes = built.hashes;
        this.canonical = built.canonical;
        this.sizes = built.sizes;
        this.millis = built.millis;
        this.flags = built.flags;
        this.partitions = built.partitionValues();
        this.stats = built.stats();
        this.whole = built.whole;
        this.deletionVectors = built.deletionVectors();
        this.details = built.details;
        long bytes = 0;
        for (int row = 0; row < rows; row++) {
            bytes += sizes[row];
        }
        this.totalBytes = bytes;
    }

    public int rows() {
        return rows;
    }

    /** The sizes of all rows together. */
    long totalBytes() {
        return totalBytes;
    }

    /** Further columns, in the checkpoint this chunk came from; null if everything is in memory. */
    public @Nullable ChunkDetails details() {
        return details;
    }

    /** The path of a file as the log spells it: a URI, relative to the table's root or absolute. */
    public String path(int row) {
        return new String(paths, offsets[row], offsets[row + 1] - offsets[row], StandardCharsets.UTF_8);
    }

    /** All paths. */
    public BytesVector paths() {
        return new BytesVector(PrimitiveType.STRING, rows, paths, offsets, null);
    }

    /** Unknown sizes, which only tombstones have, are 0. */
    public long sizeBytes(int row) {
        return sizes[row];
    }

    public long[] sizes() {
        return sizes;
    }

    /** When the file was made, or a tombstone's time of removal; milliseconds since the epoch. */
    public long millis(int row) {
        return millis[row];
    }

    public long[] millis() {
        return millis;
    }

    boolean is(int row, byte flag) {
        return (flags[row] & flag) != 0;
    }

    byte flags(int row) {
        return flags[row];
    }

    List<PartitionValues> partitions() {
        return partitions;
    }

    /** The partition columns that files of this chunk have values of, by physical name. */
    public List<String> partitionColumns() {
        return partitions.stream().map(PartitionValues::column).toList();
    }

    /** The values of a partition column as strings; null if no file of this chunk has one. */
    public @Nullable BytesVector partition(String column) {
        for (PartitionValues partition : partitions) {
            if (partition.column().equals(column)) {
                return partition.values();
            }
        }
        return null;
    }

    /** Statistics in JSON, if they are in memory. */
    public @Nullable BytesVector statsJson() {
        return stats == null ? null : stats.vector(rows);
    }

    /** Is there more to say of some files than the columns do? */
    public boolean hasWhole() {
        return whole != null;
    }

    /** All that is known of some files, ascending. */
    public List<AddFile> files(int[] rows) {
        List<AddFile> files = new ArrayList<>(rows.length);
        FileRows.adds(this, rows, files);
        return files;
    }

    /**
     * The statistics in memory as columns, one row a file; nulls where there are none.
     *
     * @param schema see {@link io.weir.format.stats.StatisticsColumns#statsSchema}
     */
    public ColumnBatch parsedStats(StructType schema) {
        ColumnBatch known = keptStats(schema);
        if (known == null) {
            known = new StatisticsParser(schema).parse(statsOrNulls());
            keepStats(schema, known);
        }
        return known;
    }

    /** Statistics of all rows that were loaded before and are still there. */
    @Nullable
    ColumnBatch keptStats(StructType schema) {
        synchronized (lock) {
            SoftReference<ColumnBatch> reference = keptStats.get(schema);
            return reference == null ? null : reference.get();
        }
    }

    /** Keeps statistics of all rows as long as there is memory, and as few others are kept. */
    void keepStats(StructType schema, ColumnBatch loaded) {
        synchronized (lock) {
            if (keptStats.size() >= MAX_KEPT_STATS) {
                keptStats.remove(keptStats.keySet().iterator().next());
            }
            keptStats.put(schema, new SoftReference<>(loaded));
        }
    }

    BytesVector statsOrNulls() {
        return stats == null ? nullTexts(rows) : stats.vector(rows);
    }

    static BytesVector nullTexts(int rows) {
        boolean[] nulls = new boolean[rows];
        Arrays.fill(nulls, true);
        return new BytesVector(PrimitiveType.STRING, rows, new byte[0], new int[rows + 1], nulls);
    }

    @Nullable
    Object whole(int row) {
        return whole == null ? null : whole[row];
    }

    /** Has any row of this chunk a deletion vector? */
    public boolean hasDeletionVectors() {
        return deletionVectors != null;
    }

    /** Which of its rows a file does not have any more; null if it has all. */
    public @Nullable DeletionVectorDescriptor deletionVector(int row) {
        return deletionVectors == null ? null : deletionVectors.of(row);
    }

    /** What tells the row from others of the same path: a deletion vector's unique id, {@code ""} for none. */
    String deletionVectorId(int row) {
        return deletionVectors == null ? "" : DeletionVectors.idOf(deletionVectors.of(row));
    }

    int hash(int row) {
        return hashes[row];
    }

    byte[] pathData() {
        return paths;
    }

    int pathStart(int row) {
        return offsets[row];
    }

    int pathEnd(int row) {
        return offsets[row + 1];
    }

    /** The row of a file, or -1. */
    int find(FileProbe key) {
        int[] table = index();
        int mask = table.length - 1;
        int slot = key.hash() & mask;
        while (table[slot] != 0) {
            int row = table[slot] - 1;
            if (hashes[row] == key.hash() && same(row, key)) {
                return row;
            }
            slot = slot + 1 & mask;
        }
        return -1;
    }

    private boolean same(int row, FileProbe key) {
        int from = offsets[row];
        int to = offsets[row + 1];
        boolean samePath;
        if (canonical || PathBytes.isCanonical(paths, from, to)) {
            samePath = Arrays.equals(paths, from, to, key.data(), key.from(), key.to());
        } else {
            byte[] decoded = PathBytes.canonical(paths, from, to);
            samePath = Arrays.equals(decoded, 0, decoded.length, key.data(), key.from(), key.to());
        }
        return samePath && deletionVectorId(row).equals(key.deletionVectorId());
    }

    /** This, with what finds files by their paths already made: else whoever applies the first commit has to wait for it. */
    public FileChunk withIndex() {
        index();
        return this;
    }

    // Made when first asked for. The lock is uncontended but for that moment.
    private int[] index() {
        synchronized (lock) {
            if (index == null) {
                index = BytesDictionary.denseIndex(hashes, rows);
            }
            return index;
        }
    }
}
