package io.weir.suite.written;

import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Expression;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on every column that has an order, made from values that are in the table and values beside them, with what each
 * means said once more in plain Java over the rows that Spark read: so thousands can be asked, and none costs a Spark job.
 */
final class Probes {
    private static final int VALUES_A_COLUMN = 5;

    /** A condition for us, and what it means of a row. */
    record Probe(Expression condition, Predicate<Row> meaning) {}

    private Probes() {}

    /** At most so many conditions, spread over the columns. */
    static List<Probe> of(StructType schema, List<Row> rows, int limit) {
        List<Probe> probes = new ArrayList<>();
        collect(schema, List.of(), List.of(), rows, probes);
        if (probes.size() <= limit) {
            return probes;
        }
        List<Probe> spread = new ArrayList<>();
        for (int i = 0; i < limit; i++) {
            spread.add(probes.get((int) ((long) i * probes.size() / limit)));
        }
        return spread;
    }

    private static void collect(
            StructType type, List<String> names, List<Integer> positions, List<Row> rows, List<Probe> probes) {
        for (int i = 0; i < type.length(); i++) {
            StructField field = type.apply(i);
            List<String> path = with(names, field.name());
            List<Integer> at = with(positions, i);
            ColumnReference column = new ColumnReference(path);
            probes.add(new Probe(column.isNull(), row -> valueAt(row, at) == null));
            probes.add(new Probe(column.isNotNull(), row -> valueAt(row, at) != null));
            if (field.dataType() instanceof StructType struct) {
                collect(struct, path, at, rows, probes);
            } else {
                for (Object value : values(rows, at)) {
                    compare(column, at, value, probes);
                }
            }
        }
    }

    private static void compare(ColumnReference column, List<Integer> at, Object value, List<Probe> probes) {
        add(probes, column.eq(value), at, value, sign -> sign == 0);
        add(probes, column.ne(value), at, value, sign -> sign != 0);
        add(probes, column.lt(value), at, value, sign -> sign < 0);
        add(probes, column.le(value), at, value, sign -> sign <= 0);
        add(probes, column.gt(value), at, value, sign -> sign > 0);
        add(probes, column.ge(value), at, value, sign -> sign >= 0);
        add(probes, column.in(value), at, value, sign -> sign == 0);
        add(probes, column.eq(value).not(), at, value, sign -> sign != 0);
        probes.add(new Probe(column.eqNullSafe(value), row -> {
            Object found = valueAt(row, at);
            return found != null && order(found, value) == 0;
        }));
        probes.add(new Probe(column.lt(value).or(column.isNull()), row -> {
            Object found = valueAt(row, at);
            return found == null || order(found, value) < 0;
        }));
    }

    private static void add(
            List<Probe> probes, Expression condition, List<Integer> at, Object value, IntPredicate wanted) {
        probes.add(new Probe(condition, row -> {
            Object found = valueAt(row, at);
            return found != null && wanted.test(order(found, value));
        }));
    }

    /** Some values of a column, the smallest and the largest among them, and what lies just beside those. */
    private static List<Object> values(List<Row> rows, List<Integer> at) {
        Set<Object> found = new TreeSet<>(Probes::order);
        for (Row row : rows) {
            Object value = valueAt(row, at);
            if (value != null && hasOrder(value)) {
                found.add(value);
            }
        }
        List<Object> sorted = new ArrayList<>(found);
        List<Object> chosen = new ArrayList<>();
        int take = Math.min(VALUES_A_COLUMN, sorted.size());
        for (int i = 0; i < take; i++) {
            chosen.add(sorted.get(take == 1 ? 0 : (int) ((long) i * (sorted.size() - 1) / (take - 1))));
        }
        if (take > 0) {
            beside(sorted.get(sorted.size() - 1), chosen);
            beside(sorted.get(0), chosen);
        }
        return chosen;
    }

    private static void beside(Object value, List<Object> chosen) {
        if (value instanceof Integer number && number < Integer.MAX_VALUE) {
            chosen.add(number + 1);
        } else if (value instanceof Long number && number < Long.MAX_VALUE) {
            chosen.add(number + 1);
        } else if (value instanceof Double number) {
            chosen.add(Math.nextUp(number));
        } else if (value instanceof String text) {
            chosen.add(text + "\u0001");
            if (text.length() > 33) {
                chosen.add(text.substring(0, 32));
            }
        } else if (value instanceof Instant time && time.isBefore(Instant.parse("9999-12-31T00:00:00Z"))) {
            chosen.add(time.plus(1, ChronoUnit.MICROS));
        } else if (value instanceof LocalDateTime time && time.getYear() < 9999) {
            chosen.add(time.plus(1, ChronoUnit.MICROS));
        } else if (value instanceof LocalDate day && day.getYear() < 9999) {
            chosen.add(day.plusDays(1));
        }
    }

    private static boolean hasOrder(Object value) {
        return value instanceof Number
                || value instanceof String
                || value instanceof byte[]
                || value instanceof LocalDate
                || value instanceof Instant
                || value instanceof LocalDateTime
                || value instanceof Boolean;
    }

    /** The order of SQL: NaN is the greatest, the zeros are equal, texts and bytes go by their bytes. */
    private static int order(Object left, Object right) {
        if (left instanceof Double number) {
            return Double.compare(number + 0.0, (Double) right + 0.0);
        }
        if (left instanceof Float number) {
            return Float.compare(number + 0.0f, (Float) right + 0.0f);
        }
        if (left instanceof String text) {
            return Arrays.compareUnsigned(
                    text.getBytes(StandardCharsets.UTF_8), ((String) right).getBytes(StandardCharsets.UTF_8));
        }
        if (left instanceof byte[] bytes) {
            return Arrays.compareUnsigned(bytes, (byte[]) right);
        }
        if (left instanceof BigDecimal number) {
            return number.compareTo((BigDecimal) right);
        }
        return compared(left, right);
    }

    @SuppressWarnings("unchecked") // both are values of one column, and of a type that knows its order
    private static int compared(Object left, Object right) {
        return Comparator.<Comparable<Object>>naturalOrder()
                .compare((Comparable<Object>) left, (Comparable<Object>) right);
    }

    private static @Nullable Object valueAt(Row row, List<Integer> path) {
        @Nullable Object value = row;
        for (int position : path) {
            if (value == null) {
                return null;
            }
            value = ((Row) value).get(position);
        }
        return value;
    }

    private static <T> List<T> with(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }
}
