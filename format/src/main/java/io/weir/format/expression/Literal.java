package io.weir.format.expression;

import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A constant. Immutable; a {@code byte[]} is copied in and out.
 *
 * <p>Values are Java's types for the column types (see {@link io.weir.format.batch.Row}). Times are cut to microseconds. A
 * plain null has no type until its surroundings give it one.
 */
public final class Literal implements Expression {
    public static final Literal TRUE = new Literal(true, PrimitiveType.BOOLEAN);
    public static final Literal FALSE = new Literal(false, PrimitiveType.BOOLEAN);
    /** The null without a type. */
    public static final Literal NULL = new Literal(null, null);

    private static final int MAX_DECIMAL_DIGITS = 38;

    private final @Nullable Object value;
    private final @Nullable DataType type;

    private Literal(@Nullable Object value, @Nullable DataType type) {
        this.value = value;
        this.type = type;
    }

    /** The constant that a Java value stands for. */
    public static Literal of(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof Boolean truth) {
            return truth ? TRUE : FALSE;
        }
        if (value instanceof byte[] bytes) {
            return new Literal(bytes.clone(), PrimitiveType.BINARY);
        }
        if (value instanceof BigInteger integer) {
            return decimal(new BigDecimal(integer));
        }
        if (value instanceof BigDecimal decimal) {
            return decimal(decimal);
        }
        if (value instanceof Instant instant) {
            return new Literal(instant.truncatedTo(ChronoUnit.MICROS), PrimitiveType.TIMESTAMP);
        }
        if (value instanceof LocalDateTime time) {
            return new Literal(time.truncatedTo(ChronoUnit.MICROS), PrimitiveType.TIMESTAMP_NTZ);
        }
        if (value instanceof CharSequence || value instanceof Character) {
            return new Literal(value.toString(), PrimitiveType.STRING);
        }
        return new Literal(value, typeOf(value));
    }

    private static Literal decimal(BigDecimal value) {
        long digits = value.precision() - (long) Math.min(value.scale(), 0); // as many as the exponent says
        BigDecimal plain = value.scale() < 0 && digits <= MAX_DECIMAL_DIGITS ? value.setScale(0) : value;
        long precision = Math.max(digits, plain.scale());
        if (precision > MAX_DECIMAL_DIGITS) {
            throw new IllegalArgumentException(
                    "A decimal has at most 38 digits {digits=" + precision + ", value=" + value + "}");
        }
        return new Literal(plain, new DecimalType((int) Math.max(1, precision), plain.scale()));
    }

    private static DataType typeOf(Object value) {
        if (value instanceof Integer) {
            return PrimitiveType.INTEGER;
        }
        if (value instanceof Long) {
            return PrimitiveType.LONG;
        }
        if (value instanceof Double) {
            return PrimitiveType.DOUBLE;
        }
        if (value instanceof Float) {
            return PrimitiveType.FLOAT;
        }
        if (value instanceof Short) {
            return PrimitiveType.SHORT;
        }
        if (value instanceof Byte) {
            return PrimitiveType.BYTE;
        }
        if (value instanceof LocalDate) {
            return PrimitiveType.DATE;
        }
        throw new IllegalArgumentException(
                "Not a constant of an expression {class="
                        + value.getClass().getName()
                        + "}; there are Boolean, Byte, Short, Integer, Long, Float, Double, BigDecimal, String, byte[], LocalDate, Instant, LocalDateTime");
    }

    /** A value already brought to a type by a fold; null keeps the type. */
    static Literal typed(@Nullable Object value, DataType type) {
        return new Literal(value, type);
    }

    /** The value as Java's type for it, or null. */
    public @Nullable Object value() {
        return value instanceof byte[] bytes ? bytes.clone() : value;
    }

    /** The type; null for the plain null. */
    public @Nullable DataType type() {
        return type;
    }

    public boolean isNullValue() {
        return value == null;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.literal(this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Literal that
                && Objects.equals(type, that.type)
                && Objects.deepEquals(value, that.value);
    }

    @Override
    public int hashCode() {
        return value instanceof byte[] bytes ? Arrays.hashCode(bytes) : Objects.hash(value, type);
    }

    @Override
    public String toString() {
        return Sql.literal(value, type);
    }
}
