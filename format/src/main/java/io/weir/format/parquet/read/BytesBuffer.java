package io.weir.format.parquet.read;

import io.weir.format.batch.BytesVector;
import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings and binary values. A batch whose pages are all dictionary-coded stays so; where a chunk falls back to plain pages in
 * the middle of a batch, the ids so far are looked up.
 */
final class BytesBuffer extends ValueBuffer {
    private byte[] dictionaryData = {};
    private int[] dictionaryOffsets = {0};
    private int dictionarySize;

    private int expected;
    /** Ids of the batch, unless it has plain values. */
    private int[] ids = {};

    private @Nullable ByteArrays plain;
    /** How long the last plain batch was, as a guess at the next. */
    private int bytesBefore;

    BytesBuffer(DataType type) {
        super(type);
    }

    @Override
    void begin(int expectedValues) {
        expected = expectedValues;
        ids = new int[0];
        plain = null;
        size = 0;
    }

    @Override
    void dictionary(ValueDecoder values, int count) {
        ByteArrays entries = new ByteArrays(count, 0);
        values.bytes(entries, count);
        dictionaryData = entries.data;
        dictionaryOffsets = entries.offsets;
        dictionarySize = count;
    }

    @Override
    void append(ValueDecoder values, int count) {
        needed(count);
        values.bytes(plain(), count);
        size += count;
    }

    @Override
    void append(RleDecoder source, int count) {
        int needed = needed(count);
        if (plain != null) {
            lookUp(source, count, plain);
            return;
        }
        if (needed > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(expected, grown(needed, ids.length)));
        }
        source.read(ids, size, count);
        check(ids, size, needed);
        size = needed;
    }

    private void lookUp(RleDecoder source, int count, ByteArrays target) {
        int[] scratch = idScratch();
        for (int done = 0; done < count; ) {
            int n = Math.min(ID_STEP, count - done);
            source.read(scratch, 0, n);
            check(scratch, 0, n);
            lookUp(scratch, n, target);
            size += n;
            done += n;
        }
    }

    private void lookUp(int[] entries, int count, ByteArrays target) {
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += dictionaryOffsets[entries[i] + 1] - dictionaryOffsets[entries[i]];
        }
        target.ensure(count, total);
        int at = target.size();
        for (int i = 0; i < count; i++) {
            int start = dictionaryOffsets[entries[i]];
            int length = dictionaryOffsets[entries[i] + 1] - start;
            System.arraycopy(dictionaryData, start, target.data, at, length);
            at += length;
            target.offsets[target.count + i + 1] = at;
        }
        target.count += count;
    }

    private void check(int[] entries, int from, int to) {
        int wrong = 0;
        int last = dictionarySize - 1;
        for (int i = from; i < to; i++) {
            wrong |= entries[i] | (last - entries[i]);
        }
        if (wrong < 0) {
            throw idOutOfRange(dictionarySize);
        }
    }

    /** The batch's plain values; ids so far become such. */
    private ByteArrays plain() {
        if (plain == null) {
            plain = new ByteArrays(expected, bytesBefore + (bytesBefore >> 4));
            lookUp(ids, size, plain);
            ids = new int[0];
        }
        return plain;
    }

    @Override
    BytesVector build(int slots, boolean @Nullable [] nulls) {
        if (plain == null && dictionarySize > 0) {
            return buildIds(slots, nulls);
        }
        ByteArrays values = plain();
        bytesBefore = values.size();
        values.ensure(slots - values.count, 0);
        int[] offsets = values.offsets;
        if (nulls != null) {
            int k = size;
            int end = offsets[size];
            for (int i = slots - 1; i >= 0; i--) {
                offsets[i + 1] = end;
                k -= nulls[i] ? 0 : 1;
                end = offsets[k];
            }
        }
        return new BytesVector(type, slots, values.data, offsets, nulls);
    }

    private BytesVector buildIds(int slots, boolean @Nullable [] nulls) {
        if (ids.length < slots) {
            ids = Arrays.copyOf(ids, slots);
        }
        int[] built = ids;
        if (nulls != null) {
            int k = size;
            for (int i = slots - 1; i >= 0; i--) {
                k -= nulls[i] ? 0 : 1;
                built[i] = built[k];
            }
        }
        return new BytesVector(type, slots, dictionaryData, dictionaryOffsets, dictionarySize, built, nulls);
    }
}
