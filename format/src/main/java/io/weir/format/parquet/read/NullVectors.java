package io.weir.format.parquet.read;

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

/** Vectors of nothing but nulls. */
final class NullVectors {
    private NullVectors() {}

    static ColumnVector of(DataType type, int length) {
        boolean[] nulls = new boolean[length];
        Arrays.fill(nulls, true);
        return of(type, length, nulls);
    }

    private static ColumnVector of(DataType type, int length, boolean[] nulls) {
        if (type instanceof DecimalType decimal) {
            return decimal.fitsLong()
                    ? new LongVector(type, length, new long[length], nulls)
                    : new Int128Vector(type, length, new long[length], new long[length], nulls);
        }
        if (type instanceof PrimitiveType primitive) {
            return switch (primitive) {
                case BOOLEAN, VOID -> new BooleanVector(type, length, new boolean[length], nulls);
                case BYTE, SHORT, INTEGER, DATE -> new IntVector(type, length, new int[length], nulls);
                case LONG, TIMESTAMP, TIMESTAMP_NTZ -> new LongVector(type, length, new long[length], nulls);
                case FLOAT -> new FloatVector(type, length, new float[length], nulls);
                case DOUBLE -> new DoubleVector(type, length, new double[length], nulls);
                case STRING, BINARY -> new BytesVector(type, length, new byte[0], new int[length + 1], nulls);
            };
        }
        if (type instanceof ArrayType array) {
            return new ArrayVector(type, length, new int[length + 1], of(array.element(), 0), nulls);
        }
        if (type instanceof MapType map) {
            return new MapVector(type, length, new int[length + 1], of(map.key(), 0), of(map.value(), 0), nulls);
        }
        if (type instanceof VariantType) {
            BytesVector none = new BytesVector(PrimitiveType.BINARY, length, new byte[0], new int[length + 1], nulls);
            return new VariantVector(type, length, none, none, nulls);
        }
        StructType struct = (StructType) type;
        return new StructVector(
                type,
                length,
                struct.fields().stream()
                        .map(field -> of(field.type(), length, nulls))
                        .toList(),
                nulls);
    }
}
