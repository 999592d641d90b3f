package io.weir.format.parquet.read;

import io.weir.format.batch.LongVector;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
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
        boolean signed = leaf.annotation().signed();
        if (leaf.physical() == PhysicalType.INT32) {
            return new LongBuffer(type, LongSource.int32(factor, signed));
        }
        LongSource source = LongSource.int64(1, 1);
        source = signed ? source : source.notNegative();
        return new LongBuffer(type, factor == 1 ? source : source.times(factor));
    }

    /** Times in the unit that the leaf's annotation says. */
    static LongBuffer timestamps(FileNode leaf, DataType type) {
        int unitNanos = leaf.annotation().first();
        LongSource source = unitNanos >= NANOS_PER_MICRO
                ? LongSource.int64(unitNanos / NANOS_PER_MICRO, 1)
                : LongSource.int64(1, NANOS_PER_MICRO / unitNanos);
        return new LongBuffer(type, inOurCalendar(source, leaf.calendar().hybridDates(), leaf, type));
    }

    /** Times as INT96. */
    static LongBuffer int96(FileNode leaf, DataType type) {
        return new LongBuffer(
                type, inOurCalendar(LongSource.int96(), leaf.calendar().hybridInt96(), leaf, type));
    }

    private static LongSource inOurCalendar(LongSource source, boolean hybrid, FileNode leaf, DataType type) {
        // times without a zone came long after the calendar was changed
        return hybrid && type == PrimitiveType.TIMESTAMP
                ? source.rebased(leaf.calendar().clock())
                : source;
    }

    /** Midnights of days. */
    static LongBuffer midnights(FileNode leaf, DataType type) {
        return new LongBuffer(
                type,
                leaf.calendar().hybridDates() ? LongSource.rebasedDays() : LongSource.int32(MICROS_PER_DAY, true));
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
