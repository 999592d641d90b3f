package io.weir.format.batch;

import io.weir.format.type.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column for some rows, as primitive arrays.
 *
 * <p>Immutable by agreement: whoever makes a vector gives its arrays away and never writes to them again; whoever
 * reads one never writes to them at all. Arrays may be longer than {@link #length()}. The value at a null position is
 * unspecified but can be read without error.
 *
 * <p>Which vector a type has:
 *
 * <table>
 * <caption>Vectors by type</caption>
 * <tr><td>boolean</td><td>{@link BooleanVector}</td></tr>
 * <tr><td>byte, short, integer, date</td><td>{@link IntVector}</td></tr>
 * <tr><td>long, timestamp, timestamp_ntz, decimal of up to 18 digits (unscaled)</td><td>{@link LongVector}</td></tr>
 * <tr><td>float, double</td><td>{@link FloatVector}, {@link DoubleVector}</td></tr>
 * <tr><td>string, binary</td><td>{@link BytesVector}</td></tr>
 * <tr><td>decimal of 19 to 38 digits (unscaled)</td><td>{@link Int128Vector}</td></tr>
 * <tr><td>array, map, struct</td><td>{@link ArrayVector}, {@link MapVector}, {@link StructVector}</td></tr>
 * <tr><td>variant</td><td>{@link VariantVector}</td></tr>
 * </table>
 */
public abstract sealed class ColumnVector
        permits BooleanVector,
                IntVector,
                LongVector,
                FloatVector,
                DoubleVector,
                BytesVector,
                Int128Vector,
                ArrayVector,
                MapVector,
                StructVector,
                VariantVector {
    private final DataType type;
    private final int length;
    private final boolean @Nullable [] nulls;

    /** @param nulls true where the value is null; null if no value is */
    ColumnVector(DataType type, int length, boolean @Nullable [] nulls) {
        this.type = type;
        this.length = length;
        this.nulls = nulls;
    }

    public final DataType type() {
        return type;
    }

    /** How many rows. */
    public final int length() {
        return length;
    }

    /** False is certain: no value is null. True: look at {@link #nulls()}. */
    public final boolean mayHaveNulls() {
        return nulls != null;
    }

    /** True where the value is null; null if no value is. Not to be written to. */
    public final boolean @Nullable [] nulls() {
        return nulls;
    }

    public final boolean isNull(int row) {
        return nulls != null && nulls[row];
    }

    /** How many values are null. Counts them. */
    public final int nullCount() {
        if (nulls == null) {
            return 0;
        }
        int count = 0;
        for (int i = 0; i < length; i++) {
            count += nulls[i] ? 1 : 0;
        }
        return count;
    }

    /** The values at the given rows, in that order; a row may be asked for more than once. */
    public abstract ColumnVector take(int[] rows, int count);

    /** The values from row {@code from} (inclusive) to {@code to} (exclusive). */
    public abstract ColumnVector slice(int from, int to);

    /** The same values under another type that has the same kind of vector (date as integer, renamed struct fields). */
    public abstract ColumnVector withType(DataType newType);

    final boolean @Nullable [] takeNulls(int[] rows, int count) {
        if (nulls == null) {
            return null;
        }
        boolean[] taken = new boolean[count];
        boolean any = false;
        for (int i = 0; i < count; i++) {
            taken[i] = nulls[rows[i]];
            any |= taken[i];
        }
        return any ? taken : null;
    }

    final boolean @Nullable [] sliceNulls(int from, int to) {
        if (nulls == null) {
            return null;
        }
        boolean[] part = java.util.Arrays.copyOfRange(nulls, from, to);
        for (boolean isNull : part) {
            if (isNull) {
                return part;
            }
        }
        return null;
    }
}
