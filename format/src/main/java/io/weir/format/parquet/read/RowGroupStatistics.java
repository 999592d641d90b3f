package io.weir.format.parquet.read;

import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.LongVector;
import io.weir.format.expression.PartStatistics;
import io.weir.format.type.PrimitiveType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/** What a footer knows of the rows of its row groups. */
final class RowGroupStatistics implements PartStatistics {
    private final ParquetFile file;
    private final List<RowGroupInfo> groups;
    private final FilterColumns columns;

    RowGroupStatistics(ParquetFile file, List<RowGroupInfo> groups, FilterColumns columns) {
        this.file = file;
        this.groups = groups;
        this.columns = columns;
    }

    @Override
    public int count() {
        return groups.size();
    }

    @Override
    public @Nullable ColumnVector min(List<String> path) {
        return bounds(path, true, RowGroupStatistics::min);
    }

    @Override
    public @Nullable ColumnVector max(List<String> path) {
        return bounds(path, false, RowGroupStatistics::max);
    }

    private @Nullable ColumnVector bounds(List<String> path, boolean isMin, Function<Bounds, byte @Nullable []> bound) {
        FilterColumns.@Nullable Found found = columns.find(path);
        if (found == null || found.node() == null || !BoundVectors.ordered(found.node())) {
            return null;
        }
        FileNode leaf = found.node();
        boolean ordered = file.ordersBounds(leaf);
        boolean orderedAsSigned = BoundVectors.orderedAsSigned(leaf);
        List<@Nullable ByteBuffer> values = new ArrayList<>(groups.size());
        for (RowGroupInfo group : groups) {
            @Nullable Statistics statistics = statistics(group, leaf);
            byte @Nullable [] value =
                    statistics == null ? null : bound.apply(new Bounds(statistics, ordered, orderedAsSigned));
            values.add(value == null ? null : ByteBuffer.wrap(value));
        }
        return BoundVectors.of(leaf, found.type(), values, isMin);
    }

    private record Bounds(Statistics statistics, boolean trustsFields, boolean trustsOldFields) {}

    private static byte @Nullable [] min(Bounds bounds) {
        Statistics statistics = bounds.statistics;
        if (bounds.trustsFields && statistics.isSetMin_value()) {
            return statistics.getMin_value();
        }
        return bounds.trustsOldFields && statistics.isSetMin() ? statistics.getMin() : null;
    }

    private static byte @Nullable [] max(Bounds bounds) {
        Statistics statistics = bounds.statistics;
        if (bounds.trustsFields && statistics.isSetMax_value()) {
            return statistics.getMax_value();
        }
        return bounds.trustsOldFields && statistics.isSetMax() ? statistics.getMax() : null;
    }

    @Override
    public @Nullable LongVector nullCount(List<String> path) {
        FilterColumns.@Nullable Found found = columns.find(path);
        if (found == null || (found.node() == null && !found.missing())) {
            return null;
        }
        if (found.missing()) {
            return rowCount();
        }
        FileNode leaf = found.node();
        if (leaf == null || leaf.repetition() > 0) {
            return null;
        }
        long[] counts = new long[groups.size()];
        boolean[] nulls = new boolean[groups.size()];
        for (int i = 0; i < counts.length; i++) {
            @Nullable Statistics statistics = statistics(groups.get(i), leaf);
            if (leaf.definition() > 0 && (statistics == null || !statistics.isSetNull_count())) {
                nulls[i] = true;
            } else if (leaf.definition() > 0 && statistics != null) {
                counts[i] = statistics.getNull_count();
            }
        }
        return new LongVector(PrimitiveType.LONG, counts.length, counts, nulls);
    }

    @Override
    public LongVector rowCount() {
        long[] counts = groups.stream().mapToLong(RowGroupInfo::rowCount).toArray();
        return new LongVector(PrimitiveType.LONG, counts.length, counts, null);
    }

    private @Nullable Statistics statistics(RowGroupInfo group, FileNode leaf) {
        ChunkMeta chunk = file.chunk(group, leaf);
        return chunk.footer().getMeta_data().isSetStatistics()
                ? chunk.footer().getMeta_data().getStatistics()
                : null;
    }
}
