package io.weir.format.parquet.read;

import io.weir.format.batch.IntVector;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes, shorts, integers and dates, all from INT32. Where the file's numbers may be greater than the type's, each is tested. */
final class IntBuffer extends ValueBuffer {
    private final boolean hybridDays;
    private final boolean tested;
    private final int min;
    private final int max;
    private int[] values = {};
    private int[] dictionary = {};

    private IntBuffer(DataType type, boolean hybridDays, boolean tested, int min, int max) {
        super(type);
        this.hybridDays = hybridDays;
        this.tested = tested;
        this.min = min;
        this.max = max;
    }

    /** Days. */
    static IntBuffer dates(FileNode leaf) {
        return new IntBuffer(PrimitiveType.DATE, leaf.calendar().hybridDates(), false, 0, 0);
    }

    /** Numbers of so many bits at most, the sign included. */
    static IntBuffer integers(FileNode leaf, DataType type, int bits) {
        Annotation annotation = leaf.annotation();
        boolean signed = annotation.signed();
        int bitsInFile = annotation.is(Annotation.Kind.INTEGER) ? annotation.first() : Integer.SIZE;
        // an unsigned number of 32 bits that is too great looks negative
        int min = signed ? -1 << (bits - 1) : 0;
        int max = (1 << (bits - 1)) - 1;
        return new IntBuffer(type, false, bitsInFile + (signed ? 0 : 1) > bits, min, max);
    }

    @Override
    void begin(int expected) {
        values = new int[expected];
        size = 0;
    }

    @Override
    void dictionary(ValueDecoder decoder, int count) {
        dictionary = new int[count];
        decode(decoder, dictionary, 0, count);
    }

    @Override
    void append(ValueDecoder decoder, int count) {
        ensure(needed(count));
        decode(decoder, values, size, count);
        size += count;
    }

    private void decode(ValueDecoder decoder, int[] target, int offset, int count) {
        decoder.ints(target, offset, count);
        if (hybridDays) {
            FileCalendar.rebaseDays(target, offset, count);
        }
        for (int i = offset; tested && i < offset + count; i++) {
            if (target[i] < min || target[i] > max) {
                throw LongSource.doesNotFit(min == 0 ? Integer.toUnsignedLong(target[i]) : target[i]);
            }
        }
    }

    @Override
    void append(RleDecoder ids, int count) {
        ensure(needed(count));
        int[] scratch = idScratch();
        int[] entries = dictionary;
        int[] target = values;
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
    IntVector build(int slots, boolean @Nullable [] nulls) {
        ensure(slots);
        int[] built = values;
        if (nulls != null) {
            int k = size;
            for (int i = slots - 1; i >= 0; i--) {
                k -= nulls[i] ? 0 : 1;
                built[i] = built[k];
            }
        }
        return new IntVector(type, slots, built, nulls);
    }

    private void ensure(int needed) {
        if (needed > values.length) {
            values = Arrays.copyOf(values, grown(needed, values.length));
        }
    }
}
