package io.weir.table.life;

import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.Values;
import io.weir.format.expression.PartStatistics;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.stats.ColumnStatistics;
import io.weir.format.stats.FileStatistics;
import io.weir.format.stats.StatisticsColumns;
import io.weir.format.stats.StringBounds;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the footer of a Parquet file says of its rows, as Delta's statistics. Pure. Of a column of which the footer does not know how many
 * nulls it has nothing is said, and floats have no bounds: a footer does not tell whether there are NaNs among them.
 */
final class FooterStatistics {
    private final PartStatistics groups;
    private final List<ColumnStatistics> columns = new ArrayList<>();

    private FooterStatistics(PartStatistics groups) {
        this.groups = groups;
    }

    /** @param schema of the columns that the file has */
    static FileStatistics of(ParquetFile file, StructType schema) {
        FooterStatistics statistics = new FooterStatistics(file.statistics(ReadRequest.of(schema)));
        statistics.collect(schema, List.of());
        return new FileStatistics(file.rowCount(), statistics.columns);
    }

    private void collect(StructType struct, List<String> parent) {
        for (StructField field : struct.fields()) {
            List<String> path = new ArrayList<>(parent);
            path.add(field.name());
            if (field.type() instanceof StructType nested) {
                collect(nested, path);
            } else if (StatisticsColumns.hasBounds(field.type())) {
                column(path, field.type());
            }
        }
    }

    private void column(List<String> path, DataType type) {
        LongVector nullCounts = groups.nullCount(path);
        LongVector rows = groups.rowCount();
        if (nullCounts == null || rows == null) {
            return;
        }
        long nulls = 0;
        @Nullable Object min = null;
        @Nullable Object max = null;
        boolean bounded = type != PrimitiveType.FLOAT && type != PrimitiveType.DOUBLE;
        for (int group = 0; group < groups.count(); group++) {
            if (nullCounts.isNull(group)) {
                return;
            }
            nulls += nullCounts.value(group);
            if (bounded && nullCounts.value(group) < rows.value(group)) {
                Object least = value(groups.min(path), group);
                Object greatest = value(groups.max(path), group);
                bounded = least != null && greatest != null;
                min = min == null || bounded && compare(least, min) < 0 ? least : min;
                max = max == null || bounded && compare(greatest, max) > 0 ? greatest : max;
            }
        }
        columns.add(new ColumnStatistics(
                path, type, nulls, bounded ? cut(min, true) : null, bounded ? cut(max, false) : null));
    }

    private static @Nullable Object value(@Nullable ColumnVector vector, int group) {
        return vector == null || vector.isNull(group) ? null : Values.valueAt(vector, group);
    }

    /** Texts in the order of their UTF-8, as Delta has it. */
    @SuppressWarnings("unchecked") // both are values of one type, whose Java class is comparable with itself
    private static int compare(@Nullable Object first, Object second) {
        if (first instanceof String text) {
            return Arrays.compareUnsigned(
                    text.getBytes(StandardCharsets.UTF_8), ((String) second).getBytes(StandardCharsets.UTF_8));
        }
        return first == null ? 0 : ((Comparable<Object>) first).compareTo(second);
    }

    private static @Nullable Object cut(@Nullable Object bound, boolean isMin) {
        if (bound instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return isMin ? StringBounds.min(utf8) : StringBounds.max(utf8);
        }
        return bound;
    }
}
