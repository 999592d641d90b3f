package io.weir.format.parquet.read;

import io.weir.format.parquet.CorruptParquetException;
import java.util.Arrays;
import java.util.Map;

/** DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes. (Parquet format, "Delta-length byte array") */
final class DeltaLengthDecoder extends ValueDecoder {
    private static final int FIRST_LENGTHS = 32 * 1024;

    private final DeltaDecoder lengthDecoder = new DeltaDecoder();
    private byte[] bytes = {};
    private int[] lengths = {};
    private int count;
    private int next;
    private int position;
    private int limit;

    @Override
    void reset(byte[] source, int from, int to, int valueCount) {
        bytes = source;
        limit = to;
        next = 0;
        lengthDecoder.reset(source, from, to, valueCount);
        count = lengthDecoder.left();
        lengths = allOf(lengthDecoder, lengths, valueCount);
        position = count == 0 ? to : lengthDecoder.end();
    }

    /**
     * All values of a decoder in {@code reused} or a longer array. There are at most as many as the page has values, and memory
     * is taken as they come: a few bytes can claim any number.
     */
    static int[] allOf(DeltaDecoder decoder, int[] reused, int valueCount) {
        int count = decoder.left();
        if (count > valueCount) {
            throw new CorruptParquetException(
                    "Page holds more values than its header says", Map.of("expected", valueCount, "found", count));
        }
        int[] all = reused;
        for (int done = 0; done < count; ) {
            if (done == all.length) {
                all = Arrays.copyOf(all, (int) Math.min(count, Math.max(FIRST_LENGTHS, 2L * done)));
            }
            int n = Math.min(count, all.length) - done;
            decoder.ints(all, done, n);
            done += n;
        }
        return all;
    }

    @Override
    void skip(int skipped) {
        position += total(skipped);
        next += skipped;
    }

    @Override
    void bytes(ByteArrays target, int wanted) {
        int total = total(wanted);
        target.ensure(wanted, total);
        int at = target.size();
        System.arraycopy(bytes, position, target.data, at, total);
        for (int i = 0; i < wanted; i++) {
            at += lengths[next + i];
            target.offsets[target.count + i + 1] = at;
        }
        target.count += wanted;
        position += total;
        next += wanted;
    }

    private int total(int wanted) {
        if (wanted > count - next) {
            throw truncated(wanted, count - next);
        }
        long total = 0;
        for (int i = 0; i < wanted; i++) {
            int length = lengths[next + i];
            if (length < 0) {
                throw truncated(length, limit - position);
            }
            total += length;
        }
        if (total > limit - position) {
            throw truncated(total, limit - position);
        }
        return (int) total;
    }
}
