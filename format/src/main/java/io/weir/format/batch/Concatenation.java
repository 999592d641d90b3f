package io.weir.format.batch;

import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One vector of several, in order. Pure functions. */
final class Concatenation {
    private Concatenation() {}

    static ColumnVector of(DataType type, List<? extends ColumnVector> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int length = 0;
        for (ColumnVector part : parts) {
            length = Math.addExact(length, part.length());
        }
        if (length == 0) {
            return ColumnBuilder.of(type).build();
        }
        boolean @Nullable [] nulls = nulls(parts, length);
        ColumnVector first = parts.get(0);
        if (first instanceof LongVector) {
            return new LongVector(type, length, longs(parts, length, v -> ((LongVector) v).values()), nulls);
        }
        if (first instanceof IntVector) {
            return new IntVector(type, length, ints(parts, length), nulls);
        }
        if (first instanceof DoubleVector) {
            return new DoubleVector(type, length, doubles(parts, length), nulls);
        }
        if (first instanceof FloatVector) {
            return new FloatVector(type, length, floats(parts, length), nulls);
        }
        if (first instanceof BooleanVector) {
            return new BooleanVector(type, length, booleans(parts, length), nulls);
        }
        if (first instanceof Int128Vector) {
            return new Int128Vector(
                    type,
                    length,
                    longs(parts, length, v -> ((Int128Vector) v).highs()),
                    longs(parts, length, v -> ((Int128Vector) v).lows()),
                    nulls);
        }
        if (first instanceof BytesVector) {
            return bytes(type, parts, length, nulls);
        }
        if (first instanceof StructVector struct) {
            List<ColumnVector> fields = new ArrayList<>();
            for (int i = 0; i < struct.fields().size(); i++) {
                int field = i;
                fields.add(of(
                        struct.field(i).type(),
                        parts.stream().map(p -> ((StructVector) p).field(field)).toList()));
            }
            return new StructVector(type, length, fields, nulls);
        }
        if (first instanceof VariantVector) {
            List<BytesVector> values =
                    parts.stream().map(p -> ((VariantVector) p).values()).toList();
            List<BytesVector> metadata =
                    parts.stream().map(p -> ((VariantVector) p).metadata()).toList();
            return new VariantVector(
                    type,
                    length,
                    bytes(PrimitiveType.BINARY, values, length, null),
                    bytes(PrimitiveType.BINARY, metadata, length, null),
                    nulls);
        }
        return lists(type, parts, length, nulls);
    }

    private static boolean @Nullable [] nulls(List<? extends ColumnVector> parts, int length) {
        boolean @Nullable [] all = null;
        int at = 0;
        for (ColumnVector part : parts) {
            boolean @Nullable [] nulls = part.nulls();
            if (nulls != null) {
                all = all == null ? new boolean[length] : all;
                System.arraycopy(nulls, 0, all, at, part.length());
            }
            at += part.length();
        }
        return all;
    }

    private static long[] longs(List<? extends ColumnVector> parts, int length, Function<ColumnVector, long[]> values) {
        long[] all = new long[length];
        int at = 0;
        for (ColumnVector part : parts) {
            System.arraycopy(values.apply(part), 0, all, at, part.length());
            at += part.length();
        }
        return all;
    }

    private static int[] ints(List<? extends ColumnVector> parts, int length) {
        int[] all = new int[length];
        int at = 0;
        for (ColumnVector part : parts) {
            System.arraycopy(((IntVector) part).values(), 0, all, at, part.length());
            at += part.length();
        }
        return all;
    }

    private static double[] doubles(List<? extends ColumnVector> parts, int length) {
        double[] all = new double[length];
        int at = 0;
        for (ColumnVector part : parts) {
            System.arraycopy(((DoubleVector) part).values(), 0, all, at, part.length());
            at += part.length();
        }
        return all;
    }

    private static float[] floats(List<? extends ColumnVector> parts, int length) {
        float[] all = new float[length];
        int at = 0;
        for (ColumnVector part : parts) {
            System.arraycopy(((FloatVector) part).values(), 0, all, at, part.length());
            at += part.length();
        }
        return all;
    }

    private static boolean[] booleans(List<? extends ColumnVector> parts, int length) {
        boolean[] all = new boolean[length];
        int at = 0;
        for (ColumnVector part : parts) {
            System.arraycopy(((BooleanVector) part).values(), 0, all, at, part.length());
            at += part.length();
        }
        return all;
    }

    /** Plain form: dictionaries of different parts have nothing in common. */
    private static BytesVector bytes(
            DataType type, List<? extends ColumnVector> parts, int length, boolean @Nullable [] nulls) {
        int[] offsets = new int[length + 1];
        int at = 0;
        int size = 0;
        for (ColumnVector part : parts) {
            BytesVector bytes = (BytesVector) part;
            for (int row = 0; row < part.length(); row++) {
                size = Math.addExact(size, part.isNull(row) ? 0 : bytes.end(row) - bytes.start(row));
                offsets[++at] = size;
            }
        }
        byte[] data = new byte[size];
        at = 0;
        for (ColumnVector part : parts) {
            BytesVector bytes = (BytesVector) part;
            for (int row = 0; row < part.length(); row++, at++) {
                System.arraycopy(bytes.data(), bytes.start(row), data, offsets[at], offsets[at + 1] - offsets[at]);
            }
        }
        return new BytesVector(type, length, data, offsets, nulls);
    }

    private static ColumnVector lists(
            DataType type, List<? extends ColumnVector> parts, int length, boolean @Nullable [] nulls) {
        int[] offsets = new int[length + 1];
        List<ColumnVector> keys = new ArrayList<>();
        List<ColumnVector> values = new ArrayList<>();
        int at = 0;
        for (ColumnVector part : parts) {
            boolean isMap = part instanceof MapVector;
            int[] from = isMap ? ((MapVector) part).offsets() : ((ArrayVector) part).offsets();
            int shift = offsets[at] - from[0];
            for (int row = 0; row < part.length(); row++) {
                offsets[++at] = Math.addExact(from[row + 1], shift);
            }
            if (isMap) {
                keys.add(((MapVector) part).keys().slice(from[0], from[part.length()]));
                values.add(((MapVector) part).values().slice(from[0], from[part.length()]));
            } else {
                values.add(((ArrayVector) part).elements().slice(from[0], from[part.length()]));
            }
        }
        ColumnVector joined = of(values.get(0).type(), values);
        return keys.isEmpty()
                ? new ArrayVector(type, length, offsets, joined, nulls)
                : new MapVector(type, length, offsets, of(keys.get(0).type(), keys), joined, nulls);
    }
}
