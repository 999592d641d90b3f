package io.weir.table.dml;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.expression.Literal;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What values of a column can be equal to any of some: a condition by which files are left out. Pure functions. */
final class KeyRange {
    /** More different values are only looked at as a range. */
    private static final int MAX_VALUES = 1000;

    private KeyRange() {}

    /**
     * A condition that is true for all values equal to one of the rows', and for null if that is one; empty if there is none that is worth it.
     *
     * @param column what is compared with the values
     * @param partition is the column one of the partitioning? Then few values leave out more than a range does
     */
    static Optional<Expression> of(Expression column, ColumnVector values, int[] rows, int count, boolean partition) {
        int[] known = new int[count];
        int knownCount = 0;
        for (int i = 0; i < count; i++) {
            if (!values.isNull(rows[i])) {
                known[knownCount++] = rows[i];
            }
        }
        if (knownCount == count) {
            return ofKnown(column, values, known, knownCount, partition);
        }
        if (knownCount == 0) {
            return Optional.of(column.isNull());
        }
        return ofKnown(column, values, known, knownCount, partition)
                .map(range -> Expressions.or(List.of(column.isNull(), range)));
    }

    private static Optional<Expression> ofKnown(
            Expression column, ColumnVector values, int[] rows, int count, boolean partition) {
        if (count == 0) {
            return Optional.of(Literal.FALSE);
        }
        if (partition) {
            @Nullable Set<Object> distinct = distinct(values, rows, count);
            if (distinct != null) {
                return Optional.of(column.in(distinct));
            }
        }
        int min = rows[0];
        int max = rows[0];
        for (int i = 1; i < count; i++) {
            if (!isComparable(values)) {
                return Optional.empty();
            }
            min = compare(values, rows[i], min) < 0 ? rows[i] : min;
            max = compare(values, rows[i], max) > 0 ? rows[i] : max;
        }
        return isComparable(values)
                ? Optional.of(column.between(value(values, min), value(values, max)))
                : Optional.empty();
    }

    private static @Nullable Set<Object> distinct(ColumnVector values, int[] rows, int count) {
        Set<Object> found = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            Object value = value(values, rows[i]);
            if (value == null || value instanceof byte[]) {
                return null;
            }
            if (found.add(value) && found.size() > MAX_VALUES) {
                return null;
            }
        }
        return found;
    }

    private static boolean isComparable(ColumnVector values) {
        return values instanceof LongVector || values instanceof IntVector || values instanceof BytesVector;
    }

    private static int compare(ColumnVector values, int a, int b) {
        if (values instanceof LongVector longs) {
            return Long.compare(longs.value(a), longs.value(b));
        }
        if (values instanceof IntVector ints) {
            return Integer.compare(ints.value(a), ints.value(b));
        }
        BytesVector bytes = (BytesVector) values;
        byte[] data = bytes.data();
        return Arrays.compareUnsigned(data, bytes.start(a), bytes.end(a), data, bytes.start(b), bytes.end(b));
    }

    private static @Nullable Object value(ColumnVector values, int row) {
        StructType schema = StructType.EMPTY.add("value", values.type());
        List<ColumnVector> columns = new ArrayList<>(List.of(values));
        return new ColumnBatch(schema, values.length(), columns).row(row).value(0);
    }
}
