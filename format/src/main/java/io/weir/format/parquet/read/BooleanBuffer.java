package io.weir.format.parquet.read;

import io.weir.format.batch.BooleanVector;
import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Booleans. */
final class BooleanBuffer extends ValueBuffer {
    private boolean[] values = {};
    private boolean[] dictionary = {};

    BooleanBuffer(DataType type) {
        super(type);
    }

    @Override
    void begin(int expected) {
        values = new boolean[expected];
        size = 0;
    }

    @Override
    void dictionary(ValueDecoder decoder, int count) {
        dictionary = new boolean[count];
        decoder.booleans(dictionary, 0, count);
    }

    @Override
    void append(ValueDecoder decoder, int count) {
        ensure(needed(count));
        decoder.booleans(values, size, count);
        size += count;
    }

    @Override
    void append(RleDecoder ids, int count) {
        ensure(needed(count));
        int[] scratch = idScratch();
        boolean[] entries = dictionary;
        boolean[] target = values;
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
    BooleanVector build(int slots, boolean @Nullable [] nulls) {
        ensure(slots);
        boolean[] built = values;
        if (nulls != null) {
            int k = size;
            for (int i = slots - 1; i >= 0; i--) {
                k -= nulls[i] ? 0 : 1;
                built[i] = built[k];
            }
        }
        return new BooleanVector(type, slots, built, nulls);
    }

    private void ensure(int needed) {
        if (needed > values.length) {
            values = Arrays.copyOf(values, grown(needed, values.length));
        }
    }
}
