package io.weir.format.expression;

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
import org.jspecify.annotations.Nullable;

/** Values copied from vectors into builders, without objects between. */
final class VectorCopy {
    private VectorCopy() {}

    static void append(ColumnVector vector, int row, ColumnBuilder builder) {
        if (vector.isNull(row)) {
            builder.appendNull();
        } else if (vector instanceof LongVector v) {
            builder.appendLong(v.value(row));
        } else if (vector instanceof IntVector v) {
            builder.appendInt(v.value(row));
        } else if (vector instanceof BytesVector v) {
            builder.appendBytes(v.data(), v.start(row), v.end(row) - v.start(row));
        } else if (vector instanceof DoubleVector v) {
            builder.appendDouble(v.value(row));
        } else if (vector instanceof FloatVector v) {
            builder.appendFloat(v.value(row));
        } else if (vector instanceof BooleanVector v) {
            builder.appendBoolean(v.value(row));
        } else if (vector instanceof Int128Vector v) {
            builder.appendInt128(v.high(row), v.low(row));
        } else if (vector instanceof VariantVector v) {
            append(v.values(), row, builder.child(0));
            append(v.metadata(), row, builder.child(1));
            builder.endValue();
        } else if (vector instanceof StructVector v) {
            for (int i = 0; i < v.fields().size(); i++) {
                append(v.field(i), row, builder.child(i));
            }
            builder.endValue();
        } else if (vector instanceof ArrayVector v) {
            for (int i = v.start(row); i < v.end(row); i++) {
                append(v.elements(), i, builder.child(0));
            }
            builder.endValue();
        } else {
            MapVector v = (MapVector) vector;
            for (int i = v.start(row); i < v.end(row); i++) {
                append(v.keys(), i, builder.child(0));
                append(v.values(), i, builder.child(1));
            }
            builder.endValue();
        }
    }

    /** The vector with other nulls. */
    static ColumnVector withNulls(ColumnVector vector, boolean @Nullable [] nulls) {
        ColumnBuilder builder = ColumnBuilder.of(vector.type());
        for (int row = 0; row < vector.length(); row++) {
            if (nulls != null && nulls[row]) {
                builder.appendNull();
            } else {
                append(vector, row, builder);
            }
        }
        return builder.build();
    }
}
