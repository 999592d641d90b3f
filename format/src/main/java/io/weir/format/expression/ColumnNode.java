package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.VariantVector;
import io.weir.format.type.DataType;
import org.jspecify.annotations.Nullable;

/** A column, or a field of structs: null also where a struct around it is. */
final class ColumnNode extends Node {
    private final int column;
    private final int[] fields;

    /** @param path positions, from the batch's column inwards */
    ColumnNode(DataType type, int[] path) {
        super(type, false);
        this.column = path[0];
        this.fields = java.util.Arrays.copyOfRange(path, 1, path.length);
    }

    @Override
    ColumnVector evaluate(Input input) {
        ColumnVector vector = input.column(column);
        boolean @Nullable [] nulls = vector.nulls();
        for (int field : fields) {
            vector = ((StructVector) vector).field(field);
            nulls = Nulls.either(nulls, vector.nulls(), input.count());
        }
        return nulls == vector.nulls() ? vector : withNulls(vector, nulls);
    }

    private static ColumnVector withNulls(ColumnVector vector, boolean @Nullable [] nulls) {
        int length = vector.length();
        if (vector instanceof LongVector v) {
            return new LongVector(v.type(), length, v.values(), nulls);
        }
        if (vector instanceof IntVector v) {
            return new IntVector(v.type(), length, v.values(), nulls);
        }
        if (vector instanceof DoubleVector v) {
            return new DoubleVector(v.type(), length, v.values(), nulls);
        }
        if (vector instanceof FloatVector v) {
            return new FloatVector(v.type(), length, v.values(), nulls);
        }
        if (vector instanceof BooleanVector v) {
            return new BooleanVector(v.type(), length, v.values(), nulls);
        }
        if (vector instanceof Int128Vector v) {
            return new Int128Vector(v.type(), length, v.highs(), v.lows(), nulls);
        }
        if (vector instanceof StructVector v) {
            return new StructVector(v.type(), length, v.fields(), nulls);
        }
        if (vector instanceof VariantVector v) {
            return new VariantVector(v.type(), length, v.values(), v.metadata(), nulls);
        }
        if (vector instanceof BytesVector v) {
            return v.ids() == null
                    ? new BytesVector(v.type(), length, v.data(), v.offsets(), nulls)
                    : new BytesVector(v.type(), length, v.data(), v.offsets(), v.dictionarySize(), v.ids(), nulls);
        }
        return VectorCopy.withNulls(vector, nulls);
    }
}
