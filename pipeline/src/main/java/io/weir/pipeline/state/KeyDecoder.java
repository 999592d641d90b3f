package io.weir.pipeline.state;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.util.List;

/** Makes values of the bytes of a key, as {@link KeyEncoder} describes them. One thread at a time. */
public final class KeyDecoder {
    private final List<DataType> types;
    private byte[] text = new byte[64];

    /** @param types of the key columns; {@link #isKey} */
    public KeyDecoder(List<DataType> types) {
        this.types = List.copyOf(types);
    }

    /** Can columns of a type be keys? All but arrays, maps, structs and variants, and those that are always null. */
    public static boolean isKey(DataType type) {
        return type instanceof DecimalType || (type instanceof PrimitiveType && type != PrimitiveType.VOID);
    }

    /** Appends the values of the key from {@code from} on, one to each of the builders {@code first}, {@code first + 1} and so on. */
    public void append(byte[] data, int from, List<ColumnBuilder> builders, int first) {
        int position = from;
        for (int i = 0; i < types.size(); i++) {
            ColumnBuilder builder = builders.get(first + i);
            if (data[position++] == KeyEncoder.NULL) {
                builder.appendNull();
            } else {
                position = appendValue(data, position, types.get(i), builder);
            }
        }
    }

    /** Returns where the value ends. */
    private int appendValue(byte[] data, int from, DataType type, ColumnBuilder builder) {
        if (type instanceof DecimalType decimal) {
            if (decimal.fitsLong()) {
                builder.appendLong(readLong(data, from));
                return from + Long.BYTES;
            }
            builder.appendInt128(readLong(data, from), (long) KeyEncoder.LONG.get(data, from + Long.BYTES));
            return from + 2 * Long.BYTES;
        }
        switch ((PrimitiveType) type) {
            case BOOLEAN, VOID -> {
                builder.appendBoolean(data[from] != 0);
                return from + 1;
            }
            case BYTE, SHORT, INTEGER, DATE -> {
                builder.appendInt(readInt(data, from));
                return from + Integer.BYTES;
            }
            case LONG, TIMESTAMP, TIMESTAMP_NTZ -> {
                builder.appendLong(readLong(data, from));
                return from + Long.BYTES;
            }
            case FLOAT -> {
                builder.appendFloat(Float.intBitsToFloat(KeyEncoder.turned(readInt(data, from))));
                return from + Integer.BYTES;
            }
            case DOUBLE -> {
                builder.appendDouble(Double.longBitsToDouble(KeyEncoder.turned(readLong(data, from))));
                return from + Long.BYTES;
            }
            case STRING, BINARY -> {
                return appendBytes(data, from, builder);
            }
        }
        throw new IllegalArgumentException("Not a type of keys {type=" + type + "}");
    }

    private int appendBytes(byte[] data, int from, ColumnBuilder builder) {
        int length = 0;
        int position = from;
        for (; data[position] != KeyEncoder.END; position++) {
            if (length == text.length) {
                text = java.util.Arrays.copyOf(text, 2 * length);
            }
            text[length++] = data[position] == KeyEncoder.ESCAPE ? (byte) (data[++position] - 1) : data[position];
        }
        builder.appendBytes(text, 0, length);
        return position + 1;
    }

    private static long readLong(byte[] data, int from) {
        return (long) KeyEncoder.LONG.get(data, from) ^ Long.MIN_VALUE;
    }

    private static int readInt(byte[] data, int from) {
        return (int) KeyEncoder.INT.get(data, from) ^ Integer.MIN_VALUE;
    }
}
