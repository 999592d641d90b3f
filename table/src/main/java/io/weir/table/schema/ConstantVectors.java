package io.weir.table.schema;

import io.weir.format.batch.ArrayVector;
import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.VariantVector;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.util.Arrays;

/** Vectors that hold one value in every row. */
public final class ConstantVectors {
    private ConstantVectors() {}

    /** Nothing but nulls. */
    public static ColumnVector nulls(DataType type, int length) {
        boolean[] nulls = new boolean[length];
        Arrays.fill(nulls, true);
        ColumnVector none = ColumnBuilder.of(type).build();
        if (none instanceof BooleanVector) {
            return new BooleanVector(type, length, new boolean[length], nulls);
        }
        if (none instanceof IntVector) {
            return new IntVector(type, length, new int[length], nulls);
        }
        if (none instanceof LongVector) {
            return new LongVector(type, length, new long[length], nulls);
        }
        if (none instanceof FloatVector) {
            return new FloatVector(type, length, new float[length], nulls);
        }
        if (none instanceof DoubleVector) {
            return new DoubleVector(type, length, new double[length], nulls);
        }
        if (none instanceof BytesVector) {
            return new BytesVector(type, length, new byte[0], new int[length + 1], nulls);
        }
        if (none instanceof Int128Vector) {
            return new Int128Vector(type, length, new long[length], new long[length], nulls);
        }
        if (none instanceof ArrayVector array) {
            return new ArrayVector(type, length, new int[length + 1], array.elements(), nulls);
        }
        if (none instanceof MapVector map) {
            return new MapVector(type, length, new int[length + 1], map.keys(), map.values(), nulls);
        }
        if (none instanceof VariantVector) {
            BytesVector empty = new BytesVector(PrimitiveType.BINARY, length, new byte[0], new int[length + 1], nulls);
            return new VariantVector(type, length, empty, empty, nulls);
        }
        return new StructVector(
                type,
                length,
                ((StructType) type)
                        .fields().stream().map(f -> nulls(f.type(), length)).toList(),
                nulls);
    }

    /** The first value of a vector, {@code length} times. Strings share their bytes. */
    public static ColumnVector repeat(ColumnVector one, int length) {
        if (one.isNull(0)) {
            return nulls(one.type(), length);
        }
        if (one instanceof BytesVector bytes) {
            byte[] value = bytes.bytes(0);
            return new BytesVector(one.type(), length, value, new int[] {0, value.length}, 1, new int[length], null);
        }
        return one.take(new int[length], length);
    }
}
