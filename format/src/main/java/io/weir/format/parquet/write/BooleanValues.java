package io.weir.format.parquet.write;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.ColumnVector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Booleans, a bit each; never a dictionary. */
final class BooleanValues extends PageValues {
    private boolean[] values = {};
    private int count;

    @Override
    int count() {
        return count;
    }

    @Override
    long bytes() {
        return count / Byte.SIZE;
    }

    @Override
    int fit(ColumnVector vector, int @Nullable [] positions, int from, int to, long room) {
        return (int) Math.min(to - from, room * Byte.SIZE);
    }

    @Override
    void append(ColumnVector vector, int @Nullable [] positions, int from, int to) {
        boolean[] source = ((BooleanVector) vector).values();
        int length = to - from;
        if (count + length > values.length) {
            values = Arrays.copyOf(values, Math.max(count + length, values.length * 2));
        }
        if (positions == null) {
            System.arraycopy(source, from, values, count, length);
        } else {
            for (int i = 0; i < length; i++) {
                values[count + i] = source[positions[from + i]];
            }
        }
        count += length;
    }

    @Override
    void measure(Bounds bounds) {
        ((BooleanBounds) bounds).add(values, count);
    }

    @Override
    boolean encode(ByteSink out) {
        out.reserve(count / Byte.SIZE + 1);
        for (int i = 0; i < count; i += Byte.SIZE) {
            int bits = 0;
            int end = Math.min(count, i + Byte.SIZE);
            for (int j = i; j < end; j++) {
                bits |= (values[j] ? 1 : 0) << (j - i);
            }
            out.write(bits);
        }
        count = 0;
        return false;
    }

    @Override
    int dictionarySize() {
        return 0;
    }

    @Override
    void writeDictionary(ByteSink out) {
        throw new IllegalStateException("Booleans have no dictionary");
    }

    @Override
    void endChunk() {
        // nothing outlives a page
    }
}
