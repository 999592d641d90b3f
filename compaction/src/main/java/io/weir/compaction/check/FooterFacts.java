package io.weir.compaction.check;

import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.Values;
import io.weir.format.expression.PartStatistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the footer of a Parquet file says of its columns. */
final class FooterFacts {
    private final PartStatistics rowGroups;

    FooterFacts(PartStatistics rowGroups) {
        this.rowGroups = rowGroups;
    }

    /** Of a column in all rows. */
    ColumnFacts of(List<String> path) {
        Long nulls = 0L;
        Object min = null;
        Object max = null;
        boolean bounded = true;
        for (int group = 0; group < rowGroups.count(); group++) {
            ColumnFacts facts = of(path, group);
            nulls = nulls == null || facts.nulls() == null ? null : (Long) (nulls + facts.nulls());
            if (isAllNull(facts, group)) {
                continue;
            }
            bounded &= facts.min() != null && facts.max() != null;
            min = min == null ? facts.min() : least(min, facts.min(), 1);
            max = max == null ? facts.max() : least(max, facts.max(), -1);
        }
        return bounded ? new ColumnFacts(min, max, nulls) : new ColumnFacts(null, null, nulls);
    }

    private boolean isAllNull(ColumnFacts facts, int group) {
        LongVector rows = rowGroups.rowCount();
        return facts.nulls() != null && rows != null && facts.nulls() == rows.value(group);
    }

    private static @Nullable Object least(Object first, @Nullable Object second, int sign) {
        if (second == null) {
            return null;
        }
        Integer order = ValueOrder.compare(first, second);
        return order == null ? null : order * sign <= 0 ? first : second;
    }

    /** Of a column in one row group. */
    ColumnFacts of(List<String> path, int group) {
        LongVector nulls = rowGroups.nullCount(path);
        return new ColumnFacts(
                value(rowGroups.min(path), group),
                value(rowGroups.max(path), group),
                nulls == null || nulls.isNull(group) ? null : nulls.value(group));
    }

    private static @Nullable Object value(@Nullable ColumnVector vector, int row) {
        return vector == null || vector.isNull(row) ? null : Values.valueAt(vector, row);
    }
}
