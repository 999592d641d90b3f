package io.weir.format.batch;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.format.type.VariantType;
import io.weir.format.variant.Variant;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single values between vectors and Java's types; for edges such as rows, records and tests, never for loops over data. */
public final class Values {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private Values() {}

    /** The value of a row as Java's type for it (see {@link Row}), or null. */
    public static @Nullable Object valueAt(ColumnVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        if (vector instanceof LongVector longs) {
            return ofLong(longs.type(), longs.value(row));
        }
        if (vector instanceof IntVector ints) {
            return ofInt(ints.type(), ints.value(row));
        }
        if (vector instanceof BytesVector bytes) {
            return bytes.type() == PrimitiveType.BINARY ? bytes.bytes(row) : bytes.string(row);
        }
        if (vector instanceof DoubleVector doubles) {
            return doubles.value(row);
        }
        if (vector instanceof FloatVector floats) {
            return floats.value(row);
        }
        if (vector instanceof BooleanVector booleans) {
            return booleans.value(row);
        }
        if (vector instanceof Int128Vector wide) {
            return new BigDecimal(wide.unscaled(row), ((DecimalType) wide.type()).scale());
        }
        if (vector instanceof VariantVector variants) {
            return variants.variant(row);
        }
        if (vector instanceof StructVector struct) {
            return new Row(struct.structType(), struct.fields(), row);
        }
        if (vector instanceof ArrayVector array) {
            List<@Nullable Object> list = new ArrayList<>(array.end(row) - array.start(row));
            for (int i = array.start(row); i < array.end(row); i++) {
                list.add(valueAt(array.elements(), i));
            }
            return Collections.unmodifiableList(list);
        }
        MapVector map = (MapVector) vector;
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (int i = map.start(row); i < map.end(row); i++) {
            entries.put(valueAt(map.keys(), i), valueAt(map.values(), i));
        }
        return Collections.unmodifiableMap(entries);
    }

    private static Object ofLong(DataType type, long value) {
        if (type instanceof DecimalType decimal) {
            return BigDecimal.valueOf(value, decimal.scale());
        }
        if (type == PrimitiveType.TIMESTAMP) {
            return instant(value);
        }
        if (type == PrimitiveType.TIMESTAMP_NTZ) {
            return LocalDateTime.ofInstant(instant(value), ZoneOffset.UTC);
        }
        return value;
    }

    private static Object ofInt(DataType type, int value) {
        if (type == PrimitiveType.DATE) {
            return LocalDate.ofEpochDay(value);
        }
        if (type == PrimitiveType.SHORT) {
            return (short) value;
        }
        if (type == PrimitiveType.BYTE) {
            return (byte) value;
        }
        return value;
    }

    /** Microseconds since the epoch as an instant. */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1000);
    }

    /** An instant as microseconds since the epoch; parts of a microsecond are dropped. */
    public static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND), instant.getNano() / 1000);
    }

    /**
     * Appends a value given as Java's type for the builder's type (see {@link Row}), or null. Integral numbers are accepted
     * for each other if they fit, a decimal if it loses no digit.
     *
     * @throws IllegalArgumentException if the value is not of the builder's type or does not fit; nothing is appended
     */
    public static void append(ColumnBuilder builder, @Nullable Object value) {
        DataType type = builder.type();
        if (value == null) {
            builder.appendNull();
        } else if (type instanceof PrimitiveType primitive) {
            appendPrimitive(builder, primitive, value);
        } else if (type instanceof DecimalType decimal && value instanceof BigDecimal number) {
            appendDecimal(builder, decimal, number);
        } else if (type instanceof ArrayType && value instanceof List<?> list) {
            for (Object element : list) {
                append(builder.child(0), element);
            }
            builder.endValue();
        } else if (type instanceof MapType && value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                append(builder.child(0), entry.getKey());
                append(builder.child(1), entry.getValue());
            }
            builder.endValue();
        } else if (type instanceof VariantType && value instanceof Variant variant) {
            byte[] encoded = variant.valueBytes();
            byte[] names = variant.metadataBytes();
            builder.child(0).appendBytes(encoded, 0, encoded.length);
            builder.child(1).appendBytes(names, 0, names.length);
            builder.endValue();
        } else if (type instanceof StructType struct && value instanceof Row row) {
            for (int i = 0; i < struct.size(); i++) {
                append(builder.child(i), row.value(struct.field(i).name()));
            }
            builder.endValue();
        } else if (type instanceof StructType struct && value instanceof List<?> list && list.size() == struct.size()) {
            for (int i = 0; i < struct.size(); i++) {
                append(builder.child(i), list.get(i));
            }
            builder.endValue();
        } else {
            throw mismatch(type, value);
        }
    }

    private static void appendPrimitive(ColumnBuilder builder, PrimitiveType type, Object value) {
        switch (type) {
            case BOOLEAN -> builder.appendBoolean(expect(Boolean.class, type, value));
            case BYTE -> builder.appendInt((int) integral(type, value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case SHORT -> builder.appendInt((int) integral(type, value, Short.MIN_VALUE, Short.MAX_VALUE));
            case INTEGER -> builder.appendInt((int) integral(type, value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case LONG -> builder.appendLong(integral(type, value, Long.MIN_VALUE, Long.MAX_VALUE));
            case FLOAT -> builder.appendFloat(expect(Float.class, type, value));
            case DOUBLE -> builder.appendDouble(value instanceof Float f ? f : expect(Double.class, type, value));
            case STRING -> {
                byte[] utf8 = expect(String.class, type, value).getBytes(StandardCharsets.UTF_8);
                builder.appendBytes(utf8, 0, utf8.length);
            }
            case BINARY -> {
                byte[] bytes = expect(byte[].class, type, value);
                builder.appendBytes(bytes, 0, bytes.length);
            }
            case DATE ->
                builder.appendInt(
                        Math.toIntExact(expect(LocalDate.class, type, value).toEpochDay()));
            case TIMESTAMP -> builder.appendLong(micros(expect(Instant.class, type, value)));
            case TIMESTAMP_NTZ ->
                builder.appendLong(
                        micros(expect(LocalDateTime.class, type, value).toInstant(ZoneOffset.UTC)));
            case VOID -> throw new IllegalArgumentException("Value of a column that is always null: " + value);
        }
    }

    /** Appends a decimal after bringing it to the type's scale. */
    public static void appendDecimal(ColumnBuilder builder, DecimalType type, BigDecimal value) {
        BigDecimal exact = value.signum() == 0 ? BigDecimal.ZERO : value; // whatever its exponent
        // looked at before the digits are written out: there may be as many as the exponent says
        if (exact.scale() > type.scale()) {
            exact = exact.stripTrailingZeros();
        }
        if (exact.scale() > type.scale()) {
            throw new IllegalArgumentException("Value has more digits behind the point than " + type + ": " + value);
        }
        if (exact.signum() != 0 && exact.precision() - (long) exact.scale() > type.precision() - type.scale()) {
            throw new IllegalArgumentException("Value does not fit " + type + ": " + value);
        }
        BigInteger unscaled = exact.setScale(type.scale()).unscaledValue();
        if (type.fitsLong()) {
            builder.appendLong(unscaled.longValueExact());
        } else {
            builder.appendInt128(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
        }
    }

    private static <T> T expect(Class<T> javaType, DataType type, Object value) {
        if (!javaType.isInstance(value)) {
            throw mismatch(type, value);
        }
        return javaType.cast(value);
    }

    private static long integral(DataType type, Object value, long min, long max) {
        if (!(value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte)) {
            throw mismatch(type, value);
        }
        long number = ((Number) value).longValue();
        if (number < min || number > max) {
            throw new IllegalArgumentException("Value does not fit " + type + ": " + value);
        }
        return number;
    }

    private static IllegalArgumentException mismatch(DataType type, Object value) {
        String shown = value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
        return new IllegalArgumentException(
                "Expected " + type + ", found " + value.getClass().getSimpleName() + ": " + shown);
    }
}
