package io.weir.log.state;

import io.weir.format.batch.BytesVector;
import io.weir.format.type.PrimitiveType;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.state.FileChunk.PartitionValues;
import io.weir.log.state.FileChunk.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects files into a {@link FileChunk}. One thread at a time. A row is begun by {@link #add} and given the rest by the other
 * methods before the next is begun.
 */
public final class FileChunkBuilder {
    private static final int INITIAL_ROWS = 4;
    private static final int INITIAL_BYTES = 256;
    /** Rows that are only expected must not cost more than this: a file may promise anything. */
    private static final long MAX_BYTES_AHEAD = 16L << 20;

    byte[] paths = new byte[INITIAL_BYTES];
    int[] offsets = new int[INITIAL_ROWS + 1];
    int[] hashes = new int[INITIAL_ROWS];
    boolean canonical = true;
    long[] sizes = new long[INITIAL_ROWS];
    long[] millis = new long[INITIAL_ROWS];
    byte[] flags = new byte[INITIAL_ROWS];

    @Nullable
    Object @Nullable [] whole;

    private DeletionVectors.@Nullable Builder deletionVectors;

    @Nullable
    ChunkDetails details;

    private final Map<String, PartitionBuilder> partitions = new LinkedHashMap<>();
    private final FileProbe probe = new FileProbe();
    private int rows;
    private int expectedRows;
    private byte[] stats = {};
    private int[] statsOffsets = {};
    private boolean[] statsNulls = {};
    private boolean anyStats;

    public int rows() {
        return rows;
    }

    /** Bytes of all paths so far; a chunk holds no more than an array does. */
    public long pathBytes() {
        return offsets[rows];
    }

    /** Makes room for so many more rows, so that arrays need not grow step by step. */
    public FileChunkBuilder expect(int moreRows) {
        expectedRows = Math.addExact(rows, moreRows);
        if (expectedRows > sizes.length) {
            grow(expectedRows);
        }
        return this;
    }

    /** Begins a row. The bytes of the path are copied. */
    public FileChunkBuilder add(
            byte[] path,
            int from,
            int to,
            @Nullable DeletionVectorDescriptor deletionVector,
            long sizeBytes,
            long timeMillis) {
        int row = rows;
        if (row == sizes.length) {
            grow(Math.max(INITIAL_ROWS, row + (row >> 1) + 1));
        }
        probe.set(path, from, to, DeletionVectors.idOf(deletionVector));
        canonical &= probe.data() == path;
        hashes[row] = probe.hash();
        int start = offsets[row];
        int end = Math.addExact(start, to - from);
        if (end > paths.length) {
            paths = Arrays.copyOf(paths, roomForPaths(row, end));
        }
        System.arraycopy(path, from, paths, start, to - from);
        offsets[row + 1] = end;
        sizes[row] = sizeBytes;
        millis[row] = timeMillis;
        flags[row] = 0;
        if (anyStats) {
            statsOffsets[row + 1] = statsOffsets[row];
            statsNulls[row] = true;
        }
        if (deletionVector != null) {
            if (deletionVectors == null) {
                deletionVectors = new DeletionVectors.Builder();
            }
            deletionVectors.add(row, deletionVector);
        }
        rows++;
        return this;
    }

    private int roomForPaths(int row, int end) {
        long rest = Math.max(0, expectedRows - row - 1L);
        long forAll = end + Math.min(MAX_BYTES_AHEAD, (end / (row + 1) + 1) * rest);
        return (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(forAll, BytesDictionary.grown(end)));
    }

    FileChunkBuilder flags(byte rowFlags) {
        flags[rows - 1] = rowFlags;
        return this;
    }

    FileChunkBuilder whole(Object action) {
        if (whole == null) {
            whole = new Object[sizes.length];
        }
        whole[rows - 1] = action;
        flags[rows - 1] |= FileChunk.WHOLE;
        return this;
    }

    /** Gives the row its statistics in JSON. */
    public FileChunkBuilder stats(byte[] json, int from, int to) {
        int row = rows - 1;
        if (!anyStats) {
            anyStats = true;
            stats = new byte[INITIAL_BYTES];
            statsOffsets = new int[sizes.length + 1];
            statsNulls = new boolean[sizes.length];
            Arrays.fill(statsNulls, 0, rows, true);
        }
        int start = statsOffsets[row];
        int end = Math.addExact(start, to - from);
        if (end > stats.length) {
            stats = Arrays.copyOf(stats, BytesDictionary.grown(end));
        }
        System.arraycopy(json, from, stats, start, to - from);
        statsOffsets[row + 1] = end;
        statsNulls[row] = false;
        return this;
    }

    /** Gives the row a partition value. */
    public FileChunkBuilder partition(String column, byte[] value, int from, int to) {
        partition(column).set(rows - 1, value, from, to);
        return this;
    }

    /** A column of partition values that are set row by row without naming it again. */
    public PartitionBuilder partition(String column) {
        PartitionBuilder builder = partitions.get(column);
        if (builder == null) {
            builder = new PartitionBuilder();
            partitions.put(column, builder);
        }
        return builder;
    }

    /** Where the rest is that is not in memory. */
    public FileChunkBuilder details(ChunkDetails source) {
        details = source;
        return this;
    }

    public FileChunk build() {
        trim();
        return new FileChunk(this);
    }

    /** Appends a row of another chunk of which everything is in memory. */
    void append(FileChunk from, int row) {
        add(
                from.pathData(),
                from.pathStart(row),
                from.pathEnd(row),
                from.deletionVector(row),
                from.sizeBytes(row),
                from.millis(row));
        flags[rows - 1] = from.flags(row);
        Object action = from.whole(row);
        if (action != null) {
            whole(action);
        }
        BytesVector json = from.statsJson();
        if (json != null && !json.isNull(row)) {
            stats(json.data(), json.start(row), json.end(row));
        }
        for (PartitionValues partition : from.partitions()) {
            BytesVector values = partition.values();
            if (!values.isNull(row)) {
                partition(partition.column()).set(rows - 1, values.data(), values.start(row), values.end(row));
            } else {
                partition(partition.column());
            }
        }
    }

    /** Is the row that of a file? */
    boolean isAt(int row, FileProbe other) {
        if (hashes[row] != other.hash()) {
            return false;
        }
        String vector = deletionVectors == null ? "" : DeletionVectors.idOf(deletionVectors.of(row));
        probe.set(paths, offsets[row], offsets[row + 1], vector);
        return probe.sameAs(other);
    }

    List<PartitionValues> partitionValues() {
        List<PartitionValues> built = new ArrayList<>(partitions.size());
        partitions.forEach((column, values) -> built.add(new PartitionValues(column, values.build(rows))));
        return built;
    }

    @Nullable
    DeletionVectors deletionVectors() {
        return deletionVectors == null ? null : deletionVectors.build();
    }

    @Nullable
    Text stats() {
        return anyStats ? new Text(stats, statsOffsets, statsNulls) : null;
    }

    private void grow(int capacity) {
        offsets = Arrays.copyOf(offsets, capacity + 1);
        hashes = Arrays.copyOf(hashes, capacity);
        sizes = Arrays.copyOf(sizes, capacity);
        millis = Arrays.copyOf(millis, capacity);
        flags = Arrays.copyOf(flags, capacity);
        if (anyStats) {
            statsOffsets = Arrays.copyOf(statsOffsets, capacity + 1);
            statsNulls = Arrays.copyOf(statsNulls, capacity);
        }
        if (whole != null) {
            whole = Arrays.copyOf(whole, capacity);
        }
    }

    private void trim() {
        if (rows < sizes.length) {
            grow(rows);
        }
        if (paths.length - offsets[rows] > offsets[rows] >> 5) { // a little too much is not worth a copy
            paths = Arrays.copyOf(paths, offsets[rows]);
        }
        if (anyStats) {
            stats = Arrays.copyOf(stats, statsOffsets[rows]);
        }
    }

    /** One partition column. */
    public static final class PartitionBuilder {
        private static final int NONE = -1;

        private final BytesDictionary dictionary = new BytesDictionary();
        private int[] ids = {};
        private int filled;

        PartitionBuilder() {}

        /** Sets the value of a row; rows that are passed over have none. */
        public void set(int row, byte[] value, int from, int to) {
            set(row, idOf(value, from, to));
        }

        /** The number of a value, for {@link #set(int, int)}. */
        public int idOf(byte[] value, int from, int to) {
            return dictionary.idOf(value, from, to);
        }

        public void set(int row, int id) {
            if (row >= ids.length) {
                ids = Arrays.copyOf(ids, Math.max(INITIAL_ROWS, row + (row >> 1) + 1));
            }
            Arrays.fill(ids, Math.min(filled, row), row, NONE);
            ids[row] = id;
            filled = row + 1;
        }

        BytesVector build(int rows) {
            int[] built = Arrays.copyOf(ids, rows);
            Arrays.fill(built, Math.min(filled, rows), rows, NONE);
            boolean[] nulls = null;
            for (int row = 0; row < rows; row++) {
                if (built[row] == NONE) {
                    nulls = nulls == null ? new boolean[rows] : nulls;
                    nulls[row] = true;
                    built[row] = 0;
                }
            }
            byte[] data = Arrays.copyOf(dictionary.data(), dictionary.offsets()[dictionary.size()]);
            // one empty entry, so that the ids of a column without any value are legal
            int entries = Math.max(1, dictionary.size());
            int[] offsets = Arrays.copyOf(dictionary.offsets(), entries + 1);
            return new BytesVector(PrimitiveType.STRING, rows, data, offsets, entries, built, nulls);
        }
    }
}
