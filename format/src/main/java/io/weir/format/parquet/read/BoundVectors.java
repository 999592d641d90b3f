package io.weir.format.parquet.read;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.parquet.CorruptParquetException;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Minima and maxima as footers and page indexes hold them, as vectors of the column's type. */
final class BoundVectors {
    private BoundVectors() {}

    /** Is the order of a leaf's bounds the one that its values are compared in? */
    static boolean ordered(FileNode leaf) {
        return leaf.physical() != PhysicalType.INT96 && leaf.annotation().signed() && leaf.repetition() == 0;
    }

    /** Are bounds in the footer's old fields, whose bytes were compared as signed, usable for a leaf? */
    static boolean orderedAsSigned(FileNode leaf) {
        return ordered(leaf)
                && leaf.physical() != PhysicalType.BYTE_ARRAY
                && leaf.physical() != PhysicalType.FIXED_LEN_BYTE_ARRAY;
    }

    /**
     * Bounds of some parts.
     *
     * @param values one a part, as PLAIN would encode it but without a length; null where nothing is known
     * @param isMin are they minima?
     */
    static @Nullable ColumnVector of(FileNode leaf, DataType type, List<@Nullable ByteBuffer> values, boolean isMin) {
        int count = values.size();
        if (type == PrimitiveType.TIMESTAMP && leaf.calendar().hybridDates()) {
            return null; // clocks that were put back do not keep the order
        }
        boolean[] nulls = new boolean[count];
        int bytes = 0;
        int known = 0;
        for (int i = 0; i < count; i++) {
            @Nullable ByteBuffer value = values.get(i);
            nulls[i] = value == null || !plausible(leaf, value);
            if (value != null && !nulls[i]) {
                known++;
                bytes += value.remaining() + Integer.BYTES;
            }
        }
        if (known == 0) {
            return null;
        }
        if (leaf.physical() == PhysicalType.BOOLEAN) {
            return booleans(type, values, nulls);
        }
        byte[] plain = new byte[bytes + LittleEndian.SLACK];
        int end = 0;
        for (int i = 0; i < count; i++) {
            @Nullable ByteBuffer value = values.get(i);
            if (value == null || nulls[i]) {
                continue;
            }
            if (leaf.physical() == PhysicalType.BYTE_ARRAY) {
                LittleEndian.INT.set(plain, end, value.remaining());
                end += Integer.BYTES;
            }
            value.duplicate().get(plain, end, value.remaining());
            end += value.remaining();
        }
        PlainDecoder decoder = new PlainDecoder(leaf);
        decoder.reset(plain, 0, end, known);
        ValueBuffer buffer = ValueBuffer.of(leaf, type);
        buffer.begin(count);
        try {
            buffer.append(decoder, known);
        } catch (CorruptParquetException e) {
            return null; // a bound that is no value of the type says nothing; the values themselves may be fine
        }
        return widened(buffer.build(count, known == count ? null : nulls), isMin);
    }

    private static boolean plausible(FileNode leaf, ByteBuffer value) {
        return switch (leaf.physical()) {
            case BOOLEAN -> value.remaining() == 1;
            case INT32, FLOAT -> value.remaining() == Integer.BYTES;
            case INT64, DOUBLE -> value.remaining() == Long.BYTES;
            case BYTE_ARRAY -> true;
            case FIXED_LEN_BYTE_ARRAY -> value.remaining() == leaf.typeLength();
            case INT96 -> false;
        };
    }

    private static BooleanVector booleans(DataType type, List<@Nullable ByteBuffer> values, boolean[] nulls) {
        boolean[] bounds = new boolean[nulls.length];
        for (int i = 0; i < bounds.length; i++) {
            @Nullable ByteBuffer value = values.get(i);
            bounds[i] = value != null && !nulls[i] && value.get(value.position()) != 0;
        }
        return new BooleanVector(type, bounds.length, bounds, nulls);
    }

    /** A NaN is no bound; a zero may stand for the zero of the other sign. */
    private static ColumnVector widened(ColumnVector bounds, boolean isMin) {
        int count = bounds.length();
        double zero = isMin ? -0.0 : 0.0;
        boolean[] nulls = new boolean[count];
        if (bounds instanceof DoubleVector doubles) {
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                double value = doubles.value(i);
                nulls[i] = doubles.isNull(i) || Double.isNaN(value);
                values[i] = value == 0 ? zero : value;
            }
            return new DoubleVector(bounds.type(), count, values, nulls);
        }
        if (bounds instanceof FloatVector floats) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                float value = floats.value(i);
                nulls[i] = floats.isNull(i) || Float.isNaN(value);
                values[i] = value == 0 ? (float) zero : value;
            }
            return new FloatVector(bounds.type(), count, values, nulls);
        }
        return bounds;
    }
}
