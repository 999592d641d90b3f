package io.weir.log.checkpoint;

import io.weir.format.batch.ArrayVector;
import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.VariantVector;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.format.type.VariantType;
import java.util.Arrays;

/**
 * Vectors of nothing but nulls, which share their arrays: of the columns of a checkpoint most are null in most rows. Immutable.
 */
final class NullVectors {
    private final boolean[] nulls;
    private final boolean[] booleans;
    private final int[] ints;
    private final long[] longs;
    private final double[] doubles;
    private final float[] floats;
    private final byte[] bytes = {};

    /** @param maxLength of the vectors that will be asked for */
    NullVectors(int maxLength) {
        nulls = new boolean[maxLength];
        Arrays.fill(nulls, true);
        booleans = new boolean[maxLength];
        ints = new int[maxLength + 1];
        longs = new long[maxLength];
        doubles = new double[maxLength];
        floats = new float[maxLength];
    }

    ColumnVector of(DataType type, int length) {
        if (type instanceof DecimalType decimal) {
            return decimal.fitsLong()
                    ? new LongVector(type, length, longs, nulls)
                    : new Int128Vector(type, length, longs, longs, nulls);
        }
        if (type instanceof PrimitiveType primitive) {
            return switch (primitive) {
                case BOOLEAN, VOID -> new BooleanVector(type, length, booleans, nulls);
                case BYTE, SHORT, INTEGER, DATE -> new IntVector(type, length, ints, nulls);
                case LONG, TIMESTAMP, TIMESTAMP_NTZ -> new LongVector(type, length, longs, nulls);
                case FLOAT -> new FloatVector(type, length, floats, nulls);
                case DOUBLE -> new DoubleVector(type, length, doubles, nulls);
                case STRING, BINARY -> new BytesVector(type, length, bytes, ints, nulls);
            };
        }
        if (type instanceof ArrayType array) {
            return new ArrayVector(type, length, ints, of(array.element(), 0), nulls);
        }
        if (type instanceof MapType map) {
            return new MapVector(type, length, ints, of(map.key(), 0), of(map.value(), 0), nulls);
        }
        if (type instanceof VariantType) {
            BytesVector none = new BytesVector(PrimitiveType.BINARY, length, new byte[0], new int[length + 1], nulls);
            return new VariantVector(type, length, none, none, nulls);
        }
        StructType struct = (StructType) type;
        return new StructVector(
                type,
                length,
                struct.fields().stream().map(f -> of(f.type(), length)).toList(),
                nulls);
    }
}
