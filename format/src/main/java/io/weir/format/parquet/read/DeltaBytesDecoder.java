package io.weir.format.parquet.read;

import java.util.Arrays;

/** DELTA_BYTE_ARRAY: how much of the value before is kept, then the rest. (Parquet format, "Delta Strings") */
final class DeltaBytesDecoder extends ValueDecoder {
    private static final int SKIP_STEP = 64;

    private final DeltaDecoder prefixDecoder = new DeltaDecoder();
    private final DeltaLengthDecoder suffixDecoder = new DeltaLengthDecoder();
    private final ByteArrays suffixes = new ByteArrays(SKIP_STEP, 1024);
    private final boolean prefixesGoOn;
    private int[] prefixes = {};
    private int count;
    private int next;
    private byte[] last = {};
    private int lastLength;

    /** @param prefixesGoOn may the first value of a page begin like the last one of the page before, if that was coded so too? */
    DeltaBytesDecoder(boolean prefixesGoOn) {
        this.prefixesGoOn = prefixesGoOn;
    }

    @Override
    void reset(byte[] source, int from, int to, int valueCount) {
        next = 0;
        lastLength = prefixesGoOn ? lastLength : 0;
        prefixDecoder.reset(source, from, to, valueCount);
        count = prefixDecoder.left();
        prefixes = DeltaLengthDecoder.allOf(prefixDecoder, prefixes, valueCount);
        suffixDecoder.reset(source, count == 0 ? to : prefixDecoder.end(), to, count);
    }

    @Override
    void skip(int skipped) {
        ByteArrays ignored = new ByteArrays(SKIP_STEP, 1024);
        for (int done = 0; done < skipped; ) {
            int n = Math.min(SKIP_STEP, skipped - done);
            ignored.count = 0;
            bytes(ignored, n);
            done += n;
        }
    }

    @Override
    void bytes(ByteArrays target, int wanted) {
        if (wanted > count - next) {
            throw truncated(wanted, count - next);
        }
        suffixes.count = 0;
        suffixDecoder.bytes(suffixes, wanted);
        byte[] previous = last;
        int previousStart = 0;
        int previousLength = lastLength;
        for (int i = 0; i < wanted; i++) {
            int prefix = prefixes[next + i];
            int suffix = suffixes.offsets[i + 1] - suffixes.offsets[i];
            if (prefix < 0 || prefix > previousLength) {
                throw truncated(prefix, previousLength);
            }
            byte[] before = target.data;
            target.ensure(1, (long) prefix + suffix);
            if (previous == before) {
                previous = target.data; // it moved while it grew
            }
            int at = target.size();
            System.arraycopy(previous, previousStart, target.data, at, prefix);
            System.arraycopy(suffixes.data, suffixes.offsets[i], target.data, at + prefix, suffix);
            target.count++;
            target.offsets[target.count] = at + prefix + suffix;
            previous = target.data;
            previousStart = at;
            previousLength = prefix + suffix;
        }
        next += wanted;
        if (wanted > 0) {
            keepLast(previous, previousStart, previousLength);
        }
    }

    /** The target goes away, the value is needed for the next prefix. */
    private void keepLast(byte[] source, int start, int length) {
        if (last.length < length) {
            last = Arrays.copyOfRange(source, start, start + length);
        } else {
            System.arraycopy(source, start, last, 0, length);
        }
        lastLength = length;
    }
}
