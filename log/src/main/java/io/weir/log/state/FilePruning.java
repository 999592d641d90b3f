package io.weir.log.state;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.LongVector;
import io.weir.format.expression.Expression;
import io.weir.format.expression.PartStatistics;
import io.weir.format.expression.Skipping;
import io.weir.format.schema.ColumnMapping;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.CorruptTableException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that a predicate cannot do without. Immutable and safe for many threads.
 *
 * <p>Partition values first: they are in memory. Statistics only of the files that are left, and only of the columns that the
 * predicate speaks of.
 */
final class FilePruning {
    private final ColumnMapping mapping;
    private final StructType schema;
    private final StructType physicalSchema;
    private final StructType partitionSchema;
    private final Skipping skipping;
    private final StatsRequest request;
    private final boolean asksPartitions;

    /** @throws io.weir.format.expression.InvalidExpressionException if the predicate does not fit the schema */
    FilePruning(TableShape shape, Expression predicate) {
        this.mapping = shape.columnMapping();
        this.schema = shape.schema();
        this.physicalSchema = mapping.physicalSchema(schema);
        this.partitionSchema = shape.partitionSchema();
        this.skipping = Skipping.of(predicate, schema, partitionSchema.names(), Skipping.Bounds.DELTA_LOG);
        this.request = StatsRequest.of(
                physicalSchema, skipping.columns().stream().map(this::physical).toList());
        this.asksPartitions = predicate.columns().stream()
                .anyMatch(c -> partitionSchema.indexOf(c.path().get(0)) >= 0);
    }

    private List<String> physical(List<String> path) {
        return Objects.requireNonNull(mapping.physicalPath(schema, path), path::toString);
    }

    private @Nullable BytesVector partition(FileChunk chunk, StructField column) {
        return chunk.partition(mapping.physicalName(column));
    }

    /** Those of a chunk's rows that may hold matches, ascending; a partition value that cannot be read may be any. */
    int[] keep(FileChunk chunk, int[] rows) {
        if (skipping.keepsAll() || rows.length == 0) {
            return rows;
        }
        try {
            return keepReadable(chunk, rows);
        } catch (CorruptTableException e) {
            int[] unreadable = Arrays.stream(rows)
                    .filter(row -> !hasReadablePartition(chunk, row))
                    .toArray();
            int[] others = Arrays.stream(rows)
                    .filter(row -> Arrays.binarySearch(unreadable, row) < 0)
                    .toArray();
            return IntStream.concat(Arrays.stream(unreadable), Arrays.stream(keepReadable(chunk, others)))
                    .sorted()
                    .toArray();
        }
    }

    private boolean hasReadablePartition(FileChunk chunk, int row) {
        for (StructField field : partitionSchema.fields()) {
            BytesVector texts = partition(chunk, field);
            if (texts != null && !texts.isNull(row) && !PartitionText.isValue(field, texts.string(row))) {
                return false;
            }
        }
        return true;
    }

    private int[] keepReadable(FileChunk chunk, int[] rows) {
        int[] left = asksPartitions ? byPartition(chunk, rows) : rows;
        return skipping.columns().isEmpty() || left.length == 0 ? left : byStatistics(chunk, left);
    }

    private int[] byPartition(FileChunk chunk, int[] rows) {
        if (partitionSchema.size() == 1) {
            BytesVector texts = partition(chunk, partitionSchema.field(0));
            if (texts != null && texts.ids() != null && !texts.mayHaveNulls()) {
                return byDictionary(texts, texts.ids(), rows);
            }
        }
        return kept(new Parts(chunk, rows, null), rows);
    }

    /** Every value of the column is looked at once, however many files have it. */
    private int[] byDictionary(BytesVector texts, int[] ids, int[] rows) {
        StructField column = partitionSchema.field(0);
        int entries = texts.dictionarySize();
        boolean[] keep = new boolean[entries];
        BytesVector all = new BytesVector(texts.type(), entries, texts.data(), texts.offsets(), null);
        boolean[] unreadable = new boolean[entries];
        ColumnVector values;
        try {
            values = PartitionText.parse(column, all);
        } catch (CorruptTableException e) {
            for (int i = 0; i < entries; i++) {
                unreadable[i] = !PartitionText.isValue(column, all.string(i));
            }
            values = PartitionText.parse(
                    column, new BytesVector(texts.type(), entries, texts.data(), texts.offsets(), unreadable));
        }
        int[] found = new int[entries];
        int count = skipping.keep(new DictionaryParts(values), found);
        for (int i = 0; i < count; i++) {
            keep[found[i]] = true;
        }
        for (int i = 0; i < entries; i++) {
            keep[i] |= unreadable[i];
        }
        int[] left = new int[rows.length];
        int next = 0;
        for (int row : rows) {
            left[next] = row;
            next += keep[ids[row]] ? 1 : 0;
        }
        return Arrays.copyOf(left, next);
    }

    private int[] byStatistics(FileChunk chunk, int[] rows) {
        StatsRequest.@Nullable Loaded all = request.loadAll(chunk, rows.length);
        if (all == null || rows.length < chunk.rows() / 2) {
            return kept(new Parts(chunk, rows, request.load(chunk, rows)), rows);
        }
        // comparing the statistics of a few rows too many is cheaper than copying those of the others
        int[] every = IntStream.range(0, chunk.rows()).toArray();
        return rows.length == every.length
                ? kept(new Parts(chunk, every, all), every)
                : common(kept(new Parts(chunk, every, all), every), rows);
    }

    /** What is in both; both ascend. */
    private static int[] common(int[] some, int[] others) {
        int[] both = new int[Math.min(some.length, others.length)];
        int count = 0;
        int other = 0;
        for (int row : some) {
            while (other < others.length && others[other] < row) {
                other++;
            }
            if (other < others.length && others[other] == row) {
                both[count++] = row;
            }
        }
        return Arrays.copyOf(both, count);
    }

    private int[] kept(PartStatistics parts, int[] rows) {
        int[] found = new int[rows.length];
        int count = skipping.keep(parts, found);
        if (count == rows.length) {
            return rows;
        }
        int[] left = new int[count];
        for (int i = 0; i < count; i++) {
            left[i] = rows[found[i]];
        }
        return left;
    }

    /** Some files of a chunk. */
    private final class Parts implements PartStatistics {
        private final FileChunk chunk;
        private final int[] rows;
        private final StatsRequest.@Nullable Loaded statistics;

        Parts(FileChunk chunk, int[] rows, StatsRequest.@Nullable Loaded statistics) {
            this.chunk = chunk;
            this.rows = rows;
            this.statistics = statistics;
        }

        @Override
        public int count() {
            return rows.length;
        }

        @Override
        public @Nullable ColumnVector min(List<String> path) {
            return bounds(StatsRequest.MIN, path);
        }

        @Override
        public @Nullable ColumnVector max(List<String> path) {
            return bounds(StatsRequest.MAX, path);
        }

        private @Nullable ColumnVector bounds(String kind, List<String> path) {
            return statistics == null ? null : statistics.vector(kind, physical(path));
        }

        @Override
        public @Nullable LongVector nullCount(List<String> path) {
            return (LongVector) bounds(StatsRequest.NULL_COUNT, path);
        }

        @Override
        public @Nullable LongVector rowCount() {
            return statistics == null ? null : statistics.rowCount();
        }

        @Override
        public ColumnVector partitionValue(String column) {
            StructField field = partitionSchema
                    .field(column)
                    .orElseThrow(() -> new IllegalStateException("Not a partition column: " + column));
            BytesVector texts = partition(chunk, field);
            if (texts == null) {
                texts = FileChunk.nullTexts(chunk.rows());
            }
            ColumnVector values = PartitionText.parse(field, texts.take(rows, rows.length));
            return Objects.requireNonNull(values);
        }
    }

    /** The values of the one partition column, each once. */
    private record DictionaryParts(ColumnVector values) implements PartStatistics {
        @Override
        public int count() {
            return values.length();
        }

        @Override
        public @Nullable ColumnVector min(List<String> path) {
            return null;
        }

        @Override
        public @Nullable ColumnVector max(List<String> path) {
            return null;
        }

        @Override
        public @Nullable LongVector nullCount(List<String> path) {
            return null;
        }

        @Override
        public @Nullable LongVector rowCount() {
            return null;
        }

        @Override
        public ColumnVector partitionValue(String column) {
            return values;
        }
    }
}
