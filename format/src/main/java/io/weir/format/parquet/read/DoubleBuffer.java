package io.weir.format.parquet.read;

import io.weir.format.batch.DoubleVector;
import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Doubles, from DOUBLE or the narrower FLOAT and INT32. */
final class DoubleBuffer extends ValueBuffer {
    private final PhysicalType source;
    private final long mask;
    private double[] values = {};
    private double[] dictionary = {};

    DoubleBuffer(DataType type, FileNode leaf) {
        super(type);
        this.source = leaf.physical();
        this.mask = leaf.annotation().signed() ? -1 : 0xffff_ffffL;
    }

    @Override
    void begin(int expected) {
        values = new double[expected];
        size = 0;
    }

    @Override
    void dictionary(ValueDecoder decoder, int count) {
        dictionary = new double[count];
        decode(decoder, dictionary, 0, count);
    }

    @Override
    void append(ValueDecoder decoder, int count) {
        ensure(needed(count));
        decode(decoder, values, size, count);
        size += count;
    }

    @Override
    void append(RleDecoder ids, int count) {
        ensure(needed(count));
        int[] scratch = idScratch();
        double[] entries = dictionary;
        double[] target = values;
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
    DoubleVector build(int slots, boolean @Nullable [] nulls) {
        ensure(slots);
        double[] built = values;
        if (nulls != null) {
            int k = size;
            for (int i = slots - 1; i >= 0; i--) {
                k -= nulls[i] ? 0 : 1;
                built[i] = built[k];
            }
        }
        return new DoubleVector(type, slots, built, nulls);
    }

    private void decode(ValueDecoder decoder, double[] target, int offset, int count) {
        if (source == PhysicalType.DOUBLE) {
            decoder.doubles(target, offset, count);
        } else if (source == PhysicalType.FLOAT) {
            float[] narrow = new float[count];
            decoder.floats(narrow, 0, count);
            for (int i = 0; i < count; i++) {
                target[offset + i] = narrow[i];
            }
        } else {
            int[] narrow = new int[count];
            decoder.ints(narrow, 0, count);
            for (int i = 0; i < count; i++) {
                target[offset + i] = narrow[i] & mask;
            }
        }
    }

    private void ensure(int needed) {
        if (needed > values.length) {
            values = Arrays.copyOf(values, grown(needed, values.length));
        }
    }
}
