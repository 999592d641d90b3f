package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.text.TemporalText;
import io.weir.format.text.Utf8Buffer;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a value is as another type. One instance serves one evaluation. */
final class Casts {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
    private static final int MAX_NUMBER_CHARACTERS = 1024;
    private static final double LONG_LIMIT = 0x1p63;
    private static final Set<String> TRUE_WORDS = Set.of("t", "true", "y", "yes", "1");
    private static final Set<String> FALSE_WORDS = Set.of("f", "false", "n", "no", "0");

    private final DataType from;
    private final DataType to;
    private final Utf8Buffer scratch = new Utf8Buffer();

    Casts(DataType from, DataType to) {
        this.from = from;
        this.to = to;
    }

    static boolean isPossible(DataType from, DataType to) {
        if (from.equals(to)) {
            return true;
        }
        if (!from.isPrimitive() || !to.isPrimitive()) {
            return false;
        }
        if (from == PrimitiveType.STRING || to == PrimitiveType.STRING) {
            return true;
        }
        if (from == PrimitiveType.BINARY || to == PrimitiveType.BINARY) {
            return false;
        }
        boolean fromNumber = Types.isNumeric(from) || from == PrimitiveType.BOOLEAN;
        boolean toNumber = Types.isNumeric(to) || to == PrimitiveType.BOOLEAN;
        if (fromNumber && toNumber || Types.isTemporal(from) && Types.isTemporal(to)) {
            return true;
        }
        return from == PrimitiveType.TIMESTAMP && Types.isNumeric(to)
                || to == PrimitiveType.TIMESTAMP && Types.isNumeric(from);
    }

    /** Is there a result for every value? */
    static boolean alwaysSucceeds(DataType from, DataType to) {
        if (to == PrimitiveType.STRING) {
            return from != PrimitiveType.BINARY;
        }
        if (from == PrimitiveType.STRING) {
            return to == PrimitiveType.BINARY;
        }
        if (Types.isFloating(to)) {
            return true;
        }
        if (to == PrimitiveType.BOOLEAN) {
            return true;
        }
        if (Types.isIntegral(from) && (Types.isIntegral(to) || to instanceof DecimalType)) {
            DecimalType given = Types.decimalFor(to);
            return Types.decimalFor(from).precision() <= given.precision() - given.scale();
        }
        if (from instanceof DecimalType a && to instanceof DecimalType b) {
            return b.scale() >= a.scale() && b.precision() - b.scale() >= a.precision() - a.scale();
        }
        return Types.isTimestamp(from) && (to == PrimitiveType.DATE || Types.isTimestamp(to));
    }

    /** Is the result of a greater value never less? Then bounds of a column are bounds of its cast. */
    static boolean isMonotone(DataType from, DataType to) {
        if (Types.isTemporal(from) && Types.isTemporal(to)) {
            return true;
        }
        if (Types.isIntegral(from) || from instanceof DecimalType) {
            return Types.isNumeric(to);
        }
        return from == PrimitiveType.FLOAT && to == PrimitiveType.DOUBLE;
    }

    /** Appends what the value of a row is; false if it is nothing, and then nothing is appended. */
    boolean append(ColumnVector vector, int row, ColumnBuilder out) {
        if (vector instanceof BytesVector bytes) {
            return appendBytes(bytes, row, out);
        }
        if (to == PrimitiveType.STRING) {
            scratch.clear();
            print(vector, row);
            out.appendBytes(scratch.data(), 0, scratch.size());
            return true;
        }
        if (Types.isTemporal(from)) {
            return appendTime(vector, row, out);
        }
        if (vector instanceof DoubleVector doubles) {
            return appendDouble(doubles.value(row), out);
        }
        if (vector instanceof FloatVector floats) {
            return appendDouble(floats.value(row), out);
        }
        if (from instanceof DecimalType) {
            return appendDecimal(Decimals.of(vector).value(row), out);
        }
        if (vector instanceof BooleanVector booleans) {
            return appendLong(booleans.value(row) ? 1 : 0, out);
        }
        return appendLong(vector instanceof LongVector v ? v.value(row) : ((IntVector) vector).value(row), out);
    }

    private boolean appendLong(long value, ColumnBuilder out) {
        if (to == PrimitiveType.TIMESTAMP) {
            if (value > Long.MAX_VALUE / MICROS_PER_SECOND || value < Long.MIN_VALUE / MICROS_PER_SECOND) {
                return false;
            }
            out.appendLong(value * MICROS_PER_SECOND);
            return true;
        }
        if (to instanceof DecimalType decimal) {
            return Decimals.append(
                    out, decimal, BigInteger.valueOf(value).multiply(BigInteger.TEN.pow(decimal.scale())));
        }
        switch ((PrimitiveType) to) {
            case BOOLEAN -> out.appendBoolean(value != 0);
            case BYTE -> {
                return appendInt(value, Byte.MIN_VALUE, Byte.MAX_VALUE, out);
            }
            case SHORT -> {
                return appendInt(value, Short.MIN_VALUE, Short.MAX_VALUE, out);
            }
            case INTEGER -> {
                return appendInt(value, Integer.MIN_VALUE, Integer.MAX_VALUE, out);
            }
            case LONG -> out.appendLong(value);
            case FLOAT -> out.appendFloat(value);
            case DOUBLE -> out.appendDouble(value);
            case STRING, BINARY, DATE, TIMESTAMP, TIMESTAMP_NTZ, VOID -> throw impossible();
        }
        return true;
    }

    private static boolean appendInt(long value, int min, int max, ColumnBuilder out) {
        if (value < min || value > max) {
            return false;
        }
        out.appendInt((int) value);
        return true;
    }

    private boolean appendDouble(double value, ColumnBuilder out) {
        if (to == PrimitiveType.DOUBLE) {
            out.appendDouble(value);
            return true;
        }
        if (to == PrimitiveType.FLOAT) {
            out.appendFloat((float) value);
            return true;
        }
        if (to == PrimitiveType.BOOLEAN) {
            out.appendBoolean(value != 0);
            return true;
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return false;
        }
        if (to instanceof DecimalType) {
            String text = from == PrimitiveType.FLOAT ? Float.toString((float) value) : Double.toString(value);
            return appendDecimal(new BigDecimal(text), out);
        }
        if (to == PrimitiveType.TIMESTAMP) {
            double micros = Math.floor(value * MICROS_PER_SECOND);
            if (micros >= LONG_LIMIT || micros < -LONG_LIMIT) {
                return false;
            }
            out.appendLong((long) micros);
            return true;
        }
        return value < LONG_LIMIT && value >= -LONG_LIMIT && appendLong((long) value, out);
    }

    /** As much as its sign, and rounding, need of a number that is next to nothing: spares the digits of 1e-999999999. */
    private static BigDecimal bounded(BigDecimal value) {
        boolean tiny = value.precision() - (long) value.scale() < -Types.MAX_PRECISION - 2;
        return tiny ? BigDecimal.valueOf(value.signum(), Types.MAX_PRECISION + 2) : value;
    }

    private boolean appendDecimal(BigDecimal number, ColumnBuilder out) {
        if (to == PrimitiveType.DOUBLE) {
            out.appendDouble(number.doubleValue());
            return true;
        }
        if (to == PrimitiveType.FLOAT) {
            out.appendFloat(number.floatValue());
            return true;
        }
        if (to == PrimitiveType.BOOLEAN) {
            out.appendBoolean(number.signum() != 0);
            return true;
        }
        BigDecimal value = bounded(number);
        if (value.precision() - (long) value.scale() > Types.MAX_PRECISION) {
            return value.signum() == 0 && appendDecimal(BigDecimal.ZERO, out); // also spares the digits of 1e999999999
        }
        if (to instanceof DecimalType decimal) {
            return Decimals.append(
                    out,
                    decimal,
                    value.setScale(decimal.scale(), RoundingMode.HALF_UP).unscaledValue());
        }
        BigDecimal scaled = to == PrimitiveType.TIMESTAMP ? value.movePointRight(6) : value;
        BigInteger whole = scaled.setScale(0, to == PrimitiveType.TIMESTAMP ? RoundingMode.FLOOR : RoundingMode.DOWN)
                .unscaledValue();
        if (whole.bitLength() >= Long.SIZE) {
            return false;
        }
        if (to == PrimitiveType.TIMESTAMP) {
            out.appendLong(whole.longValue());
            return true;
        }
        return appendLong(whole.longValue(), out);
    }

    private boolean appendTime(ColumnVector vector, int row, ColumnBuilder out) {
        if (vector instanceof IntVector days) { // a date, to a timestamp
            if (Math.abs((long) days.value(row)) > Long.MAX_VALUE / MICROS_PER_DAY) {
                return false;
            }
            out.appendLong(days.value(row) * MICROS_PER_DAY);
            return true;
        }
        long micros = ((LongVector) vector).value(row);
        if (to == PrimitiveType.DATE) {
            out.appendInt((int) Math.floorDiv(micros, MICROS_PER_DAY));
            return true;
        }
        if (Types.isTimestamp(to)) {
            out.appendLong(micros);
            return true;
        }
        if (Types.isFloating(to)) {
            return appendDouble((double) micros / MICROS_PER_SECOND, out);
        }
        if (to instanceof DecimalType) {
            return appendDecimal(BigDecimal.valueOf(micros, 6), out);
        }
        return appendLong(Math.floorDiv(micros, MICROS_PER_SECOND), out);
    }

    private boolean appendBytes(BytesVector vector, int row, ColumnBuilder out) {
        byte[] data = vector.data();
        int start = vector.start(row);
        int end = vector.end(row);
        if (from == PrimitiveType.BINARY) {
            if (!isUtf8(data, start, end)) {
                return false;
            }
            out.appendBytes(data, start, end - start);
            return true;
        }
        if (to == PrimitiveType.BINARY) {
            out.appendBytes(data, start, end - start);
            return true;
        }
        if (to == PrimitiveType.DATE) {
            long day = TemporalText.parseDate(data, start, end);
            if (day == TemporalText.INVALID) {
                long micros = TemporalText.parseTimestampNtz(data, start, end);
                micros = micros == TemporalText.INVALID ? TemporalText.parseTimestamp(data, start, end) : micros;
                if (micros == TemporalText.INVALID) {
                    return false;
                }
                day = Math.floorDiv(micros, MICROS_PER_DAY);
            }
            out.appendInt((int) day);
            return true;
        }
        if (Types.isTimestamp(to)) {
            long micros = to == PrimitiveType.TIMESTAMP
                    ? TemporalText.parseTimestamp(data, start, end)
                    : TemporalText.parseTimestampNtz(data, start, end);
            if (micros != TemporalText.INVALID) {
                out.appendLong(micros);
            }
            return micros != TemporalText.INVALID;
        }
        if (end - start > MAX_NUMBER_CHARACTERS) {
            return false;
        }
        return appendParsed(new String(data, start, end - start, StandardCharsets.UTF_8).trim(), out);
    }

    private boolean appendParsed(String text, ColumnBuilder out) {
        if (to == PrimitiveType.BOOLEAN) {
            String word = text.toLowerCase(Locale.ROOT);
            if (!TRUE_WORDS.contains(word) && !FALSE_WORDS.contains(word)) {
                return false;
            }
            out.appendBoolean(TRUE_WORDS.contains(word));
            return true;
        }
        if (text.isEmpty() || !isNumberLike(text)) {
            return Types.isFloating(to) && appendSpecial(text, out);
        }
        try {
            if (to instanceof DecimalType) {
                return appendDecimal(new BigDecimal(text), out);
            }
            if (to == PrimitiveType.FLOAT) {
                out.appendFloat(Float.parseFloat(text));
                return true;
            }
            return to == PrimitiveType.DOUBLE
                    ? appendDouble(Double.parseDouble(text), out)
                    : appendLong(Long.parseLong(text), out);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Only digits, signs, point and exponent: Java's own parsers also know {@code 1d}, {@code 0x1p3} and digits of other scripts. */
    private static boolean isNumberLike(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return true;
    }

    private boolean appendSpecial(String text, ColumnBuilder out) {
        double value;
        switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> value = Double.NaN;
            case "infinity", "inf", "+infinity", "+inf" -> value = Double.POSITIVE_INFINITY;
            case "-infinity", "-inf" -> value = Double.NEGATIVE_INFINITY;
            default -> {
                return false;
            }
        }
        return appendDouble(value, out);
    }

    private static boolean isUtf8(byte[] data, int start, int end) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, start, end - start));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Prints a value that is no string into the scratch buffer. */
    private void print(ColumnVector vector, int row) {
        if (vector instanceof LongVector longs) {
            if (from instanceof DecimalType decimal) {
                scratch.appendDecimal(longs.value(row), decimal.scale());
            } else if (Types.isTimestamp(from)) {
                scratch.appendShortTimestamp(longs.value(row), ' ');
            } else {
                scratch.appendLong(longs.value(row));
            }
        } else if (vector instanceof IntVector ints) {
            if (from == PrimitiveType.DATE) {
                scratch.appendDate(ints.value(row));
            } else {
                scratch.appendLong(ints.value(row));
            }
        } else if (vector instanceof DoubleVector doubles) {
            scratch.appendAscii(Double.toString(doubles.value(row)));
        } else if (vector instanceof FloatVector floats) {
            scratch.appendAscii(Float.toString(floats.value(row)));
        } else if (vector instanceof BooleanVector booleans) {
            scratch.appendAscii(booleans.value(row) ? "true" : "false");
        } else {
            Int128Vector wide = (Int128Vector) vector;
            scratch.appendDecimal(wide.high(row), wide.low(row), ((DecimalType) from).scale());
        }
    }

    /** A value as an error shows it. */
    String shown(ColumnVector vector, int row) {
        Object value = io.weir.format.batch.Values.valueAt(vector, row);
        String text = value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    private IllegalStateException impossible() {
        return new IllegalStateException("No such cast {from=" + from + ", to=" + to + "}");
    }

    /** A cast by one loop over arrays, for the pairs that widening brings along; null for the others. */
    static @Nullable ColumnVector widen(ColumnVector vector, DataType to) {
        int count = vector.length();
        if (vector instanceof IntVector ints && Types.isIntegral(ints.type())) {
            int[] values = ints.values();
            if (to == PrimitiveType.LONG) {
                long[] longs = new long[count];
                for (int i = 0; i < count; i++) {
                    longs[i] = values[i];
                }
                return new LongVector(to, count, longs, vector.nulls());
            }
            if (to == PrimitiveType.DOUBLE) {
                double[] doubles = new double[count];
                for (int i = 0; i < count; i++) {
                    doubles[i] = values[i];
                }
                return new DoubleVector(to, count, doubles, vector.nulls());
            }
            if (Types.isIntegral(to) && alwaysSucceeds(ints.type(), to)) {
                return ints.withType(to);
            }
        }
        if (vector instanceof FloatVector floats && to == PrimitiveType.DOUBLE) {
            double[] doubles = new double[count];
            for (int i = 0; i < count; i++) {
                doubles[i] = floats.value(i);
            }
            return new DoubleVector(to, count, doubles, vector.nulls());
        }
        if (vector instanceof LongVector longs) {
            return widenLongs(longs, to);
        }
        return vector instanceof BytesVector bytes && to == PrimitiveType.BINARY ? bytes.withType(to) : null;
    }

    private static @Nullable ColumnVector widenLongs(LongVector vector, DataType to) {
        int count = vector.length();
        if (vector.type() == PrimitiveType.LONG && to == PrimitiveType.DOUBLE) {
            double[] doubles = new double[count];
            for (int i = 0; i < count; i++) {
                doubles[i] = vector.value(i);
            }
            return new DoubleVector(to, count, doubles, vector.nulls());
        }
        if (Types.isTimestamp(vector.type()) && Types.isTimestamp(to)) {
            return vector.withType(to);
        }
        if (Types.isTimestamp(vector.type()) && to == PrimitiveType.DATE) {
            int[] days = new int[count];
            for (int i = 0; i < count; i++) {
                days[i] = (int) Math.floorDiv(vector.value(i), MICROS_PER_DAY);
            }
            return new IntVector(to, count, days, vector.nulls());
        }
        if (vector.type() instanceof DecimalType a
                && to instanceof DecimalType b
                && b.fitsLong()
                && alwaysSucceeds(a, b)) {
            long factor = Decimals.power(b.scale() - a.scale());
            long[] scaled = new long[count];
            for (int i = 0; i < count; i++) {
                scaled[i] = vector.value(i) * factor;
            }
            return new LongVector(to, count, scaled, vector.nulls());
        }
        return null;
    }
}
