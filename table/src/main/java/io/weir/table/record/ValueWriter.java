package io.weir.table.record;

import static java.util.Objects.requireNonNull;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.Values;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Appends one Java value, not null, to a column. */
@FunctionalInterface
interface ValueWriter {
    void write(Object value, ColumnBuilder target);

    default void writeOrNull(@Nullable Object value, ColumnBuilder target) {
        if (value == null) {
            target.appendNull();
        } else {
            write(value, target);
        }
    }

    /** The writer of values of a Java type to a column of a type that can hold all of them. */
    static ValueWriter of(Type javaType, DataType target, String path) {
        Class<?> raw = RecordSchema.rawClass(javaType);
        if (raw == List.class && target instanceof ArrayType array) {
            ValueWriter element = of(RecordSchema.argument(javaType, 0), array.element(), path + "[]");
            return (value, column) -> writeList((List<?>) value, element, column);
        }
        if (raw == Map.class && target instanceof MapType map) {
            ValueWriter key = of(RecordSchema.argument(javaType, 0), map.key(), path + ".key");
            ValueWriter mapped = of(RecordSchema.argument(javaType, 1), map.value(), path + ".value");
            return (value, column) -> writeMap((Map<?, ?>) value, key, mapped, column);
        }
        if (raw.isRecord() && target instanceof StructType struct) {
            ComponentWriter[] components = ComponentWriter.of(raw, struct, path);
            return (value, column) -> writeRecord((Record) value, components, column);
        }
        checkFits(raw, target, path);
        return target instanceof DecimalType decimal
                ? (value, column) -> Values.appendDecimal(column, decimal, (BigDecimal) value)
                : scalar(raw, (PrimitiveType) target);
    }

    /** May every value of a Java type be written to a column of this type? */
    static void checkFits(Class<?> raw, DataType target, String path) {
        if (!Widening.holds(raw, target)) {
            throw new IllegalArgumentException("Component does not fit its column {column type=" + target.sql()
                    + ", component=" + path + ", component type=" + raw.getSimpleName() + "}");
        }
    }

    private static ValueWriter scalar(Class<?> raw, PrimitiveType target) {
        return switch (target) {
            case BOOLEAN -> (value, column) -> column.appendBoolean((Boolean) value);
            case BYTE, SHORT, INTEGER -> (value, column) -> column.appendInt(((Number) value).intValue());
            case LONG -> (value, column) -> column.appendLong(((Number) value).longValue());
            case FLOAT -> (value, column) -> column.appendFloat((Float) value);
            case DOUBLE -> (value, column) -> column.appendDouble(((Number) value).doubleValue());
            case STRING ->
                raw.isEnum()
                        ? (value, column) -> writeString(((Enum<?>) value).name(), column)
                        : (value, column) -> writeString((String) value, column);
            case BINARY -> (value, column) -> column.appendBytes((byte[]) value, 0, ((byte[]) value).length);
            case DATE -> (value, column) -> column.appendInt(days((LocalDate) value));
            case TIMESTAMP -> (value, column) -> column.appendLong(micros((Instant) value));
            case TIMESTAMP_NTZ ->
                (value, column) -> column.appendLong(micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC)));
            case VOID -> throw new IllegalArgumentException("Column is always null and takes no component");
        };
    }

    private static void writeString(String value, ColumnBuilder column) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        column.appendBytes(utf8, 0, utf8.length);
    }

    private static int days(LocalDate date) {
        long days = date.toEpochDay();
        if (days != (int) days) {
            throw new IllegalArgumentException("Value does not fit DATE: " + date);
        }
        return (int) days;
    }

    private static long micros(Instant instant) {
        try {
            return Values.micros(instant);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("Value does not fit a timestamp in microseconds: " + instant, e);
        }
    }

    private static void writeList(List<?> list, ValueWriter element, ColumnBuilder column) {
        ColumnBuilder elements = column.child(0);
        for (Object value : list) {
            element.writeOrNull(value, elements);
        }
        column.endValue();
    }

    private static void writeMap(Map<?, ?> map, ValueWriter key, ValueWriter value, ColumnBuilder column) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getKey() == null) {
                throw new IllegalArgumentException("A map has a null key, which no column holds");
            }
            key.write(requireNonNull(entry.getKey()), column.child(0));
            value.writeOrNull(entry.getValue(), column.child(1));
        }
        column.endValue();
    }

    private static void writeRecord(Record source, ComponentWriter[] components, ColumnBuilder column) {
        for (int i = 0; i < components.length; i++) {
            components[i].write(source, column.child(i));
        }
        column.endValue();
    }
}
