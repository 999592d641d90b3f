package io.weir.format.batch;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.format.type.VariantType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects values one by one into a vector. One thread at a time.
 *
 * <p>Only the append method of the builder's own kind works (see {@link ColumnVector}); the others throw {@link
 * IllegalStateException}. A nested value is its parts, appended to {@link #child}, then {@link #endValue}.
 */
public abstract sealed class ColumnBuilder
        permits BooleanBuilder,
                IntBuilder,
                LongBuilder,
                FloatBuilder,
                DoubleBuilder,
                BytesBuilder,
                Int128Builder,
                NestedBuilder {
    static final int INITIAL_CAPACITY = 64;

    private final DataType type;
    private int length;
    private boolean @Nullable [] nulls;

    ColumnBuilder(DataType type) {
        this.type = type;
    }

    /** A builder for a type. */
    public static ColumnBuilder of(DataType type) {
        if (type instanceof DecimalType decimal) {
            return decimal.fitsLong() ? new LongBuilder(type) : new Int128Builder(type);
        }
        if (type instanceof PrimitiveType primitive) {
            return switch (primitive) {
                case BOOLEAN, VOID -> new BooleanBuilder(type);
                case BYTE, SHORT, INTEGER, DATE -> new IntBuilder(type);
                case LONG, TIMESTAMP, TIMESTAMP_NTZ -> new LongBuilder(type);
                case FLOAT -> new FloatBuilder(type);
                case DOUBLE -> new DoubleBuilder(type);
                case STRING, BINARY -> new BytesBuilder(type);
            };
        }
        if (type instanceof ArrayType array) {
            return new NestedBuilder(type, of(array.element()));
        }
        if (type instanceof MapType map) {
            return new NestedBuilder(type, of(map.key()), of(map.value()));
        }
        if (type instanceof VariantType) {
            return new NestedBuilder(
                    type, new BytesBuilder(PrimitiveType.BINARY), new BytesBuilder(PrimitiveType.BINARY));
        }
        return new NestedBuilder(
                type,
                ((StructType) type).fields().stream().map(f -> of(f.type())).toArray(ColumnBuilder[]::new));
    }

    public final DataType type() {
        return type;
    }

    /** How many values were appended since the last {@link #build()}. */
    public final int length() {
        return length;
    }

    public final void appendNull() {
        if (nulls == null) {
            nulls = new boolean[Math.max(INITIAL_CAPACITY, length + 1)];
        } else if (length >= nulls.length) {
            nulls = Arrays.copyOf(nulls, grown(length));
        }
        nulls[length] = true;
        appendEmpty();
    }

    public void appendBoolean(boolean value) {
        throw wrongKind("boolean");
    }

    public void appendInt(int value) {
        throw wrongKind("int");
    }

    public void appendLong(long value) {
        throw wrongKind("long");
    }

    public void appendFloat(float value) {
        throw wrongKind("float");
    }

    public void appendDouble(double value) {
        throw wrongKind("double");
    }

    /** Appends a string as UTF-8 or a binary value; the bytes are copied. */
    public void appendBytes(byte[] source, int offset, int count) {
        throw wrongKind("bytes");
    }

    /** Appends an unscaled decimal in two's complement. */
    public void appendInt128(long high, long low) {
        throw wrongKind("int128");
    }

    /** Builder of an array's elements (0), a map's keys (0) and values (1), or a struct's field. */
    public ColumnBuilder child(int index) {
        throw wrongKind("nested");
    }

    /** Ends a nested value whose parts were appended to the children. */
    public void endValue() {
        throw wrongKind("nested");
    }

    /** Takes back all values from position {@code newLength} on. */
    public final void truncate(int newLength) {
        if (newLength > length) {
            throw new IllegalArgumentException(
                    "Longer than the column {length=" + length + ", asked=" + newLength + "}");
        }
        if (nulls != null) {
            Arrays.fill(nulls, Math.min(newLength, nulls.length), Math.min(length, nulls.length), false);
        }
        length = newLength;
        truncateValues(newLength);
    }

    /** The values so far as a vector; the builder is empty afterwards and can be used again. */
    public final ColumnVector build() {
        boolean @Nullable [] built = nulls;
        if (built != null && built.length < length) {
            built = Arrays.copyOf(built, length);
        }
        ColumnVector vector = build(length, built);
        length = 0;
        nulls = null;
        return vector;
    }

    abstract ColumnVector build(int count, boolean @Nullable [] builtNulls);

    /** Appends a placeholder for a null, by way of {@link #next()}. */
    abstract void appendEmpty();

    abstract void truncateValues(int newLength);

    /** The position of the value being appended. */
    final int next() {
        int position = length++;
        if (nulls != null && position >= nulls.length) {
            nulls = Arrays.copyOf(nulls, grown(position));
        }
        return position;
    }

    static int grown(int capacity) {
        return Math.max(INITIAL_CAPACITY, capacity + (capacity >> 1) + 1);
    }

    private IllegalStateException wrongKind(String kind) {
        return new IllegalStateException("A column of type " + type + " takes no " + kind);
    }
}
