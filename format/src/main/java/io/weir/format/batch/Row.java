package io.weir.format.batch;

import io.weir.format.type.StructType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a batch, or one struct in a column. Immutable, and keeps the whole batch alive.
 *
 * <p>Values come as Java's types: Boolean, Byte, Short, Integer, Long, Float, Double, String, byte[], BigDecimal, LocalDate,
 * Instant (timestamp), LocalDateTime (timestamp_ntz), List, Map, Row. The typed methods throw {@link
 * NullPointerException} naming the column where the value is null and the return type cannot say so.
 */
public final class Row {
    private final StructType schema;
    private final List<ColumnVector> columns;
    private final int index;

    Row(StructType schema, List<ColumnVector> columns, int index) {
        this.schema = schema;
        this.columns = columns;
        this.index = index;
    }

    public StructType schema() {
        return schema;
    }

    public boolean isNull(String column) {
        return columns.get(position(column)).isNull(index);
    }

    /** The value as Java's type for it, or null. */
    public @Nullable Object value(String column) {
        return value(position(column));
    }

    public @Nullable Object value(int column) {
        return Values.valueAt(columns.get(column), index);
    }

    public boolean booleanValue(String column) {
        return (Boolean) required(column);
    }

    /** A byte, short or integer column. */
    public int intValue(String column) {
        return ((Number) required(column)).intValue();
    }

    /** A byte, short, integer or long column. */
    public long longValue(String column) {
        return ((Number) required(column)).longValue();
    }

    /** A float or double column. */
    public double doubleValue(String column) {
        return ((Number) required(column)).doubleValue();
    }

    public @Nullable String string(String column) {
        return (String) value(column);
    }

    public byte @Nullable [] binary(String column) {
        return (byte[]) value(column);
    }

    public @Nullable BigDecimal decimal(String column) {
        return (BigDecimal) value(column);
    }

    public @Nullable LocalDate date(String column) {
        return (LocalDate) value(column);
    }

    public @Nullable Instant timestamp(String column) {
        return (Instant) value(column);
    }

    public @Nullable LocalDateTime timestampNtz(String column) {
        return (LocalDateTime) value(column);
    }

    @SuppressWarnings("unchecked") // the elements' type is the column's
    public @Nullable List<@Nullable Object> list(String column) {
        return (List<@Nullable Object>) value(column);
    }

    @SuppressWarnings("unchecked") // the entries' types are the column's
    public @Nullable Map<Object, @Nullable Object> map(String column) {
        return (Map<Object, @Nullable Object>) value(column);
    }

    public @Nullable Row struct(String column) {
        return (Row) value(column);
    }

    private int position(String column) {
        int position = schema.indexOf(column);
        if (position < 0) {
            throw new IllegalArgumentException(
                    "No such column {column=" + column + ", columns=" + schema.names() + "}");
        }
        return position;
    }

    private Object required(String column) {
        Object value = value(column);
        if (value == null) {
            throw new NullPointerException("Value is null {column=" + column + "}");
        }
        return value;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < columns.size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(schema.field(i).name())
                    .append('=')
                    .append(value(i));
        }
        return text.append('}').toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Row that) || !schema.names().equals(that.schema.names())) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            if (!java.util.Objects.deepEquals(value(i), that.value(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < columns.size(); i++) {
            Object value = value(i);
            hash = 31 * hash
                    + (value instanceof byte[] bytes
                            ? java.util.Arrays.hashCode(bytes)
                            : java.util.Objects.hashCode(value));
        }
        return hash;
    }
}
