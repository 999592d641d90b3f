package io.weir.table.dml;

import io.weir.format.batch.ArrayVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.VariantVector;

/** About how many bytes the values of batches take in memory. Pure functions. */
public final class BatchSize {
    private static final int NUMBER_BYTES = 9;
    private static final int WIDE_BYTES = 17;
    private static final int OFFSET_BYTES = 5;

    private BatchSize() {}

    public static long of(ColumnBatch batch) {
        long bytes = 0;
        for (ColumnVector column : batch.columns()) {
            bytes += of(column);
        }
        return bytes;
    }

    private static long of(ColumnVector vector) {
        int rows = vector.length();
        if (vector instanceof BytesVector bytes) {
            long sum = (long) OFFSET_BYTES * rows;
            for (int i = 0; i < rows; i++) {
                sum += bytes.end(i) - bytes.start(i);
            }
            return sum;
        }
        if (vector instanceof StructVector struct) {
            long sum = rows;
            for (ColumnVector field : struct.fields()) {
                sum += of(field);
            }
            return sum;
        }
        if (vector instanceof ArrayVector array) {
            return (long) OFFSET_BYTES * rows + of(array.elements());
        }
        if (vector instanceof MapVector map) {
            return (long) OFFSET_BYTES * rows + of(map.keys()) + of(map.values());
        }
        if (vector instanceof VariantVector variant) {
            return of(variant.values()) + of(variant.metadata());
        }
        return (long) rows * (vector instanceof Int128Vector ? WIDE_BYTES : NUMBER_BYTES);
    }
}
