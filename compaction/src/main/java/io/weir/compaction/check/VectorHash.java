package io.weir.compaction.check;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.Values;
import org.jspecify.annotations.Nullable;

/** Hashes of rows, by which two forms of the same values are compared. Pure functions. */
final class VectorHash {
    private VectorHash() {}

    /** The same for a struct of nulls as for a null struct. */
    static long of(ColumnBatch batch, int row) {
        long hash = 1;
        for (ColumnVector column : batch.columns()) {
            hash = Hash.of(hash, of(column, row));
        }
        return hash;
    }

    private static long of(ColumnVector vector, int row) {
        if (vector instanceof StructVector struct) {
            long hash = 1;
            boolean isNull = struct.isNull(row);
            for (ColumnVector field : struct.fields()) {
                hash = Hash.of(hash, isNull ? nullHash(field) : of(field, row));
            }
            return hash;
        }
        Object value = vector.isNull(row) ? null : Values.valueAt(vector, row);
        return value == null ? 0 : Hash.of(text(value));
    }

    /** Infinities and NaN have no number in JSON, and zero has a sign in some forms only. */
    private static @Nullable String text(Object value) {
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? Double.toString(number == 0 ? 0.0 : number) : null;
        }
        return value.toString();
    }

    private static long nullHash(ColumnVector vector) {
        long hash = 0;
        if (vector instanceof StructVector struct) {
            hash = 1;
            for (ColumnVector field : struct.fields()) {
                hash = Hash.of(hash, nullHash(field));
            }
        }
        return hash;
    }
}
