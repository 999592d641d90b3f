package io.weir.pipeline.state;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes bytes of the key columns of a batch, a column at a time. One thread at a time.
 *
 * <p>Equal keys have equal bytes, and the order of the bytes is that of the keys: null first, NaN last, {@code -0.0} as {@code 0.0}. A value is 1 and its
 * bytes, the sign turned so that they compare unsigned; a null is 0. Strings and binaries end with 0, their own bytes 0 and 1 stand as 1 1 and
 * 1 2. {@link KeyDecoder} goes the other way.
 */
public final class KeyEncoder {
    static final byte NULL = 0;
    static final byte VALUE = 1;
    static final byte END = 0;
    static final byte ESCAPE = 1;
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] data = new byte[0];
    private int[] starts = new int[0];
    private int[] ends = new int[0];
    private int[] hashes = new int[0];

    /** Makes the keys of all rows; those of the batch before are gone. */
    public void encode(List<ColumnVector> columns, int rows) {
        reserve(columns, rows);
        for (ColumnVector column : columns) {
            append(column, rows);
        }
        for (int row = 0; row < rows; row++) {
            hashes[row] = Keys.hash(data, starts[row], ends[row]);
        }
    }

    /** The bytes of the keys, each from {@link #start} to {@link #end}. Not to be written to. */
    public byte[] data() {
        return data;
    }

    public int start(int row) {
        return starts[row];
    }

    public int end(int row) {
        return ends[row];
    }

    public int hash(int row) {
        return hashes[row];
    }

    /** Gives each key the place that it takes at most. */
    private void reserve(List<ColumnVector> columns, int rows) {
        if (starts.length < rows) {
            starts = new int[rows];
            ends = new int[rows];
            hashes = new int[rows];
        }
        int fixed = columns.stream().mapToInt(KeyEncoder::fixedWidth).sum();
        List<BytesVector> texts = columns.stream()
                .filter(BytesVector.class::isInstance)
                .map(BytesVector.class::cast)
                .toList();
        int next = 0;
        for (int row = 0; row < rows; row++) {
            starts[row] = next;
            ends[row] = next;
            next = Math.addExact(next, fixed);
            for (BytesVector text : texts) {
                next = Math.addExact(next, text.isNull(row) ? 0 : 2 * (text.end(row) - text.start(row)));
            }
        }
        if (data.length < next) {
            data = new byte[next];
        }
    }

    private static int fixedWidth(ColumnVector column) {
        if (column instanceof LongVector || column instanceof DoubleVector) {
            return 1 + Long.BYTES;
        }
        if (column instanceof IntVector || column instanceof FloatVector) {
            return 1 + Integer.BYTES;
        }
        return column instanceof Int128Vector ? 1 + 2 * Long.BYTES : 2;
    }

    private void append(ColumnVector column, int rows) {
        boolean @Nullable [] nulls = column.nulls();
        if (column instanceof LongVector longs) {
            appendLongs(longs.values(), nulls, rows);
        } else if (column instanceof IntVector ints) {
            appendInts(ints.values(), nulls, rows);
        } else if (column instanceof BytesVector bytes) {
            appendBytes(bytes, rows);
        } else if (column instanceof DoubleVector doubles) {
            appendDoubles(doubles.values(), nulls, rows);
        } else if (column instanceof FloatVector floats) {
            appendFloats(floats.values(), nulls, rows);
        } else if (column instanceof BooleanVector booleans) {
            appendBooleans(booleans, rows);
        } else if (column instanceof Int128Vector wide) {
            appendWide(wide, rows);
        } else {
            throw new IllegalArgumentException("Not a type of keys {type=" + column.type() + "}");
        }
    }

    private void appendLongs(long[] values, boolean @Nullable [] nulls, int rows) {
        for (int row = 0; row < rows; row++) {
            if (begin(row, nulls)) {
                LONG.set(data, ends[row], values[row] ^ Long.MIN_VALUE);
                ends[row] += Long.BYTES;
            }
        }
    }

    private void appendInts(int[] values, boolean @Nullable [] nulls, int rows) {
        for (int row = 0; row < rows; row++) {
            if (begin(row, nulls)) {
                INT.set(data, ends[row], values[row] ^ Integer.MIN_VALUE);
                ends[row] += Integer.BYTES;
            }
        }
    }

    private void appendDoubles(double[] values, boolean @Nullable [] nulls, int rows) {
        for (int row = 0; row < rows; row++) {
            if (begin(row, nulls)) {
                long bits = Double.doubleToLongBits(values[row] + 0.0);
                LONG.set(data, ends[row], turned(bits) ^ Long.MIN_VALUE);
                ends[row] += Long.BYTES;
            }
        }
    }

    private void appendFloats(float[] values, boolean @Nullable [] nulls, int rows) {
        for (int row = 0; row < rows; row++) {
            if (begin(row, nulls)) {
                int bits = Float.floatToIntBits(values[row] + 0.0f);
                INT.set(data, ends[row], turned(bits) ^ Integer.MIN_VALUE);
                ends[row] += Integer.BYTES;
            }
        }
    }

    private void appendBooleans(BooleanVector values, int rows) {
        for (int row = 0; row < rows; row++) {
            if (begin(row, values.nulls())) {
                data[ends[row]++] = (byte) (values.value(row) ? 1 : 0);
            }
        }
    }

    private void appendWide(Int128Vector values, int rows) {
        for (int row = 0; row < rows; row++) {
            if (begin(row, values.nulls())) {
                LONG.set(data, ends[row], values.high(row) ^ Long.MIN_VALUE);
                LONG.set(data, ends[row] + Long.BYTES, values.low(row));
                ends[row] += 2 * Long.BYTES;
            }
        }
    }

    private void appendBytes(BytesVector values, int rows) {
        byte[] source = values.data();
        for (int row = 0; row < rows; row++) {
            if (begin(row, values.nulls())) {
                int position = ends[row];
                int last = values.end(row);
                for (int i = values.start(row); i < last; i++) {
                    byte next = source[i];
                    if (next == END || next == ESCAPE) {
                        data[position++] = ESCAPE;
                        next++;
                    }
                    data[position++] = next;
                }
                data[position++] = END;
                ends[row] = position;
            }
        }
    }

    /** Writes whether there is a value; true if there is. */
    private boolean begin(int row, boolean @Nullable [] nulls) {
        boolean isNull = nulls != null && nulls[row];
        data[ends[row]++] = isNull ? NULL : VALUE;
        return !isNull;
    }

    /** The bits of a floating point number as one that compares the same; the same again for the way back. */
    static long turned(long bits) {
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    static int turned(int bits) {
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }
}
