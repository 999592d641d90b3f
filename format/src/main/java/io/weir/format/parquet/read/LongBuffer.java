package io.weir.format.parquet.read;

import io.weir.format.batch.LongVector;
import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Longs, timestamps in microseconds and decimals of up to 18 digits, from whatever holds them in the file. */
final class LongBuffer extends ValueBuffer {
    static final long MICROS_PER_DAY = 86_400_000_000L;

    private static final int NANOS_PER_MICRO = 1000;

    private final LongSource source;
    private long[] values = {};
    private long[] dictionary = {};

    private LongBuffer(DataType type, LongSource source) {
        super(type);
        this.source = source;
    }

    /** Integers times a factor. */
    static LongBuffer integers(FileNode leaf, DataType type, long factor) {
        return new LongBuffer(
                type,
                leaf.physical() == PhysicalType.INT64
                        ? LongSource.int64(factor, 1)
                        : LongSource.int32(factor, leaf.annotation().signed()));
    }

    /** Times in some unit. */
    static LongBuffer timestamps(DataType type, int unitNanos) {
        return new LongBuffer(
                type,
                unitNanos >= NANOS_PER_MICRO
                        ? LongSource.int64(unitNanos / NANOS_PER_MICRO, 1)
                        : LongSource.int64(1, NANOS_PER_MICRO / unitNanos));
    }

    /** Times as INT96. */
    static LongBuffer int96(DataType type) {
        return new LongBuffer(type, LongSource.int96());
    }

    /** Decimals as byte arrays, times a factor. */
    static LongBuffer decimals(DataType type, long factor) {
        return new LongBuffer(type, LongSource.decimals(factor));
    }

    @Override
    void begin(int expected) {
        values = new long[expected];
        size = 0;
    }

    @Override
    void dictionary(ValueDecoder decoder, int count) {
        dictionary = new long[count];
        source.decode(decoder, dictionary, 0, count);
    }

    @Override
    void append(ValueDecoder decoder, int count) {
        ensure(needed(count));
        source.decode(decoder, values, size, count);
        size += count;
    }

    @Override
    void append(RleDecoder ids, int count) {
        ensure(needed(count));
        int[] scratch = idScratch();
        long[] entries = dictionary;
        long[] target = values;
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
    LongVector build(int slots, boolean @Nullable [] nulls) {
        ensure(slots);
        long[] built = values;
        if (nulls != null) {
            int k = size;
            for (int i = slots - 1; i >= 0; i--) {
                k -= nulls[i] ? 0 : 1;
                built[i] = built[k];
            }
        }
        return new LongVector(type, slots, built, nulls);
    }

    private void ensure(int needed) {
        if (needed > values.length) {
            values = Arrays.copyOf(values, grown(needed, values.length));
        }
    }
}
