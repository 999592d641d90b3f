package io.weir.format.parquet.read;

import io.weir.format.batch.Int128Vector;
import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Decimals of 19 to 38 digits, from byte arrays or from narrower numbers. */
final class Int128Buffer extends ValueBuffer {
    private static final int BYTES = 16;
    private static final int MAX_LONG_POWER = 18;

    private final PhysicalType source;
    private final boolean signed;
    private final int power;
    private final ByteArrays raw = new ByteArrays(0, 0);
    private long[] narrow = {};
    private int[] narrowest = {};
    private long[] highs = {};
    private long[] lows = {};
    private long[] dictionaryHighs = {};
    private long[] dictionaryLows = {};

    /** @param power of ten that values are multiplied with */
    Int128Buffer(DataType type, FileNode leaf, int power) {
        super(type);
        this.source = leaf.physical();
        this.signed = leaf.annotation().signed();
        this.power = power;
    }

    @Override
    void begin(int expected) {
        highs = new long[expected];
        lows = new long[expected];
        size = 0;
    }

    @Override
    void dictionary(ValueDecoder values, int count) {
        begin(count);
        append(values, count);
        dictionaryHighs = Arrays.copyOf(highs, count);
        dictionaryLows = Arrays.copyOf(lows, count);
        begin(0);
    }

    @Override
    void append(ValueDecoder values, int count) {
        ensure(needed(count));
        switch (source) {
            case INT32 -> {
                if (narrowest.length < count) {
                    narrowest = new int[count];
                }
                values.ints(narrowest, 0, count);
                for (int i = 0; i < count; i++) {
                    put(size + i, signed ? narrowest[i] : narrowest[i] & 0xffff_ffffL, true);
                }
            }
            case INT64 -> {
                if (narrow.length < count) {
                    narrow = new long[count];
                }
                values.longs(narrow, 0, count);
                for (int i = 0; i < count; i++) {
                    put(size + i, narrow[i], signed);
                }
            }
            default -> {
                raw.count = 0;
                values.bytes(raw, count);
                for (int i = 0; i < count; i++) {
                    bigEndian(size + i, raw.offsets[i], raw.offsets[i + 1]);
                }
            }
        }
        if (power > 0) {
            multiply(count);
        }
        size += count;
    }

    private void put(int at, long value, boolean isSigned) {
        highs[at] = isSigned ? value >> (Long.SIZE - 1) : 0;
        lows[at] = value;
    }

    private void bigEndian(int at, int start, int end) {
        byte[] bytes = raw.data;
        long high = start < end && bytes[start] < 0 ? -1 : 0;
        long low = high;
        int first = start;
        for (; end - first > BYTES; first++) {
            if (bytes[first] != (byte) high || (bytes[first + 1] < 0) != (high < 0)) {
                throw LongSource.doesNotFit(Arrays.copyOfRange(bytes, start, Math.min(end, start + 32)));
            }
        }
        for (int i = first; i < end; i++) {
            high = high << 8 | low >>> (Long.SIZE - 8);
            low = low << 8 | (bytes[i] & 0xff);
        }
        highs[at] = high;
        lows[at] = low;
    }

    private void multiply(int count) {
        long first = Decimals.powerOfTen(Math.min(power, MAX_LONG_POWER));
        long second = Decimals.powerOfTen(Math.min(MAX_LONG_POWER, power - Math.min(power, MAX_LONG_POWER)));
        long third = Decimals.powerOfTen(Math.max(0, power - 2 * MAX_LONG_POWER));
        for (int i = size; i < size + count; i++) {
            multiply(i, first);
            multiply(i, second);
            multiply(i, third);
        }
    }

    private void multiply(int at, long factor) {
        if (factor == 1) {
            return;
        }
        long low = lows[at];
        // the high half of an unsigned product from that of the signed one
        long carry = Math.multiplyHigh(low, factor) + ((low >> (Long.SIZE - 1)) & factor);
        long high = highs[at] * factor;
        if (Math.multiplyHigh(highs[at], factor) != high >> (Long.SIZE - 1)) {
            throw LongSource.doesNotFit(Int128Vector.unscaled(highs[at], low));
        }
        long sum = high + carry;
        if (((high ^ sum) & (carry ^ sum)) < 0) {
            throw LongSource.doesNotFit(Int128Vector.unscaled(highs[at], low));
        }
        highs[at] = sum;
        lows[at] = low * factor;
    }

    @Override
    void append(RleDecoder ids, int count) {
        ensure(needed(count));
        int[] scratch = idScratch();
        try {
            for (int done = 0; done < count; ) {
                int n = Math.min(ID_STEP, count - done);
                ids.read(scratch, 0, n);
                for (int i = 0; i < n; i++) {
                    highs[size + i] = dictionaryHighs[scratch[i]];
                    lows[size + i] = dictionaryLows[scratch[i]];
                }
                size += n;
                done += n;
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            throw idOutOfRange(dictionaryLows.length);
        }
    }

    @Override
    Int128Vector build(int slots, boolean @Nullable [] nulls) {
        ensure(slots);
        if (nulls != null) {
            int k = size;
            for (int i = slots - 1; i >= 0; i--) {
                k -= nulls[i] ? 0 : 1;
                highs[i] = highs[k];
                lows[i] = lows[k];
            }
        }
        return new Int128Vector(type, slots, highs, lows, nulls);
    }

    private void ensure(int needed) {
        if (needed > lows.length) {
            int length = grown(needed, lows.length);
            highs = Arrays.copyOf(highs, length);
            lows = Arrays.copyOf(lows, length);
        }
    }
}
