package io.weir.pipeline.window;

import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.pipeline.state.KeyDecoder;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One value made of all rows of a group: {@code sum("amount").as("total")}. Nulls are passed over; of no value at all, counts are 0 and
 * others null. Immutable.
 *
 * @param column null for {@link #count()} alone
 * @param name of the column it makes
 */
public record Aggregate(Function function, @Nullable String column, String name) {
    /** What is made of the values. */
    public enum Function {
        /** BIGINT; of rows, or of values that are not null. */
        COUNT,
        /**
         * BIGINT of integers, DECIMAL(p + 10, s) of decimals, DOUBLE of floating point numbers. More than the type holds is {@link
         * AggregationException}.
         */
        SUM,
        /** The least; NaN is greater than every number. */
        MIN,
        /** The greatest; NaN is greater than every number. */
        MAX,
        /** DOUBLE; of decimals DECIMAL(p + 4, s + 4), rounded half up. */
        AVG
    }

    private static final int MAX_PRECISION = 38;
    private static final int MORE_DIGITS_OF_SUM = 10;
    private static final int MORE_DIGITS_OF_AVERAGE = 4;

    public Aggregate {
        if (column == null && function != Function.COUNT) {
            throw new IllegalArgumentException("Only rows are counted without a column {function=" + function + "}");
        }
    }

    public static Aggregate count() {
        return new Aggregate(Function.COUNT, null, "count");
    }

    public static Aggregate count(String column) {
        return of(Function.COUNT, column);
    }

    public static Aggregate sum(String column) {
        return of(Function.SUM, column);
    }

    public static Aggregate min(String column) {
        return of(Function.MIN, column);
    }

    public static Aggregate max(String column) {
        return of(Function.MAX, column);
    }

    public static Aggregate avg(String column) {
        return of(Function.AVG, column);
    }

    private static Aggregate of(Function function, String column) {
        return new Aggregate(function, column, function.name().toLowerCase(Locale.ROOT) + "_" + column);
    }

    /** The same under another name than {@code count} or {@code sum_amount}. */
    public Aggregate as(String newName) {
        return new Aggregate(function, column, newName);
    }

    /** Is it made of values of a type? */
    boolean takes(DataType type) {
        return switch (function) {
            case COUNT -> true;
            case MIN, MAX -> KeyDecoder.isKey(type);
            case SUM, AVG ->
                isInteger(type)
                        || type == PrimitiveType.FLOAT
                        || type == PrimitiveType.DOUBLE
                        || type instanceof DecimalType;
        };
    }

    String needed() {
        return function == Function.SUM || function == Function.AVG ? "a number" : "a type without parts";
    }

    /** The type of the value, of a type that it {@linkplain #takes takes}; null for counts of rows. */
    DataType type(@Nullable DataType input) {
        return switch (function) {
            case COUNT -> PrimitiveType.LONG;
            case MIN, MAX -> Objects.requireNonNull(input);
            case SUM ->
                input instanceof DecimalType decimal
                        ? bounded(decimal.precision() + MORE_DIGITS_OF_SUM, decimal.scale())
                        : isInteger(Objects.requireNonNull(input)) ? PrimitiveType.LONG : PrimitiveType.DOUBLE;
            case AVG ->
                input instanceof DecimalType decimal
                        ? bounded(
                                decimal.precision() + MORE_DIGITS_OF_AVERAGE, decimal.scale() + MORE_DIGITS_OF_AVERAGE)
                        : PrimitiveType.DOUBLE;
        };
    }

    static boolean isInteger(DataType type) {
        return type == PrimitiveType.BYTE
                || type == PrimitiveType.SHORT
                || type == PrimitiveType.INTEGER
                || type == PrimitiveType.LONG;
    }

    private static DecimalType bounded(int precision, int scale) {
        return new DecimalType(Math.min(MAX_PRECISION, precision), Math.min(MAX_PRECISION, scale));
    }
}
