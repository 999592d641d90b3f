package io.weir.format.parquet.read;

import io.weir.format.batch.FloatVector;
import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Floats. */
final class FloatBuffer extends ValueBuffer {
    private float[] values = {};
    private float[] dictionary = {};

    FloatBuffer(DataType type) {
        super(type);
    }

    @Override
    void begin(int expected) {
        values = new float[expected];
        size = 0;
    }

    @Override
    void dictionary(ValueDecoder decoder, int count) {
        dictionary = new float[count];
        decoder.floats(dictionary, 0, count);
    }

    @Override
    void append(ValueDecoder decoder, int count) {
        ensure(needed(count));
        decoder.floats(values, size, count);
        size += count;
    }

    @Override
    void append(RleDecoder ids, int count) {
        ensure(needed(count));
        int[] scratch = idScratch();
        float[] entries = dictionary;
        float[] target = values;
        try {
            for (int done = 0; done < count; ) {
                int n = Math.min(ID_STEP, count - done);
                ids.read(scratch, 0, n);
                for (int i = 0; i < n; i++) {
                    target[size + i] = entries[scratch[i]];
                }
                size += n;
                done += n;
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            throw idOutOfRange(entries.length);
        }
    }

    @Override
    FloatVector build(int slots, boolean @Nullable [] nulls) {
        ensure(slots);
        float[] built = values;
        if (nulls != null) {
            int k = size;
            for (int i = slots - 1; i >= 0; i--) {
                k -= nulls[i] ? 0 : 1;
                built[i] = built[k];
            }
        }
        return new FloatVector(type, slots, built, nulls);
    }

    private void ensure(int needed) {
        if (needed > values.length) {
            values = Arrays.copyOf(values, grown(needed, values.length));
        }
    }
}
