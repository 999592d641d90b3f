package io.weir.format.parquet.write;

import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Values of 4 or 8 bytes: integers, dates, timestamps, decimals of up to 18 digits, floats and doubles by their bits. */
final class NumberValues extends PageValues {
    private final int width;
    private final long maxDictionaryBytes;
    private long[] values = {};
    private int count;

    private final LongDictionary dictionary = new LongDictionary();
    private boolean dictionaryOpen;
    private int[] ids = {};

    /**
     * @param width bytes of a value in the file, 4 or 8
     * @param maxDictionaryBytes how large a dictionary may become; 0 for none at all
     */
    NumberValues(int width, long maxDictionaryBytes) {
        this.width = width;
        this.maxDictionaryBytes = maxDictionaryBytes;
        this.dictionaryOpen = maxDictionaryBytes > 0;
    }

    @Override
    int count() {
        return count;
    }

    @Override
    long bytes() {
        return (long) count * width;
    }

    @Override
    int fit(ColumnVector vector, int @Nullable [] positions, int from, int to, long room) {
        return (int) Math.min(to - from, room / width);
    }

    @Override
    void append(ColumnVector vector, int @Nullable [] positions, int from, int to) {
        int length = to - from;
        if (count + length > values.length) {
            values = Arrays.copyOf(values, Math.max(count + length, values.length * 2));
        }
        if (vector instanceof LongVector longs) {
            appendLongs(longs.values(), positions, from, length);
            if (width == Integer.BYTES) {
                checkInts(vector, length);
            }
        } else if (vector instanceof IntVector ints) {
            appendInts(ints.values(), positions, from, length);
        } else if (vector instanceof DoubleVector doubles) {
            appendDoubles(doubles.values(), positions, from, length);
        } else {
            appendFloats(((FloatVector) vector).values(), positions, from, length);
        }
        count += length;
    }

    private void appendLongs(long[] source, int @Nullable [] positions, int from, int length) {
        if (positions == null) {
            System.arraycopy(source, from, values, count, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            values[count + i] = source[positions[from + i]];
        }
    }

    private void appendInts(int[] source, int @Nullable [] positions, int from, int length) {
        for (int i = 0; i < length; i++) {
            values[count + i] = source[positions == null ? from + i : positions[from + i]];
        }
    }

    private void appendDoubles(double[] source, int @Nullable [] positions, int from, int length) {
        for (int i = 0; i < length; i++) {
            values[count + i] = Double.doubleToRawLongBits(source[positions == null ? from + i : positions[from + i]]);
        }
    }

    private void appendFloats(float[] source, int @Nullable [] positions, int from, int length) {
        for (int i = 0; i < length; i++) {
            values[count + i] = Float.floatToRawIntBits(source[positions == null ? from + i : positions[from + i]]);
        }
    }

    /** A decimal of up to 9 digits is kept in four bytes; one that does not fit was never of its type. */
    private void checkInts(ColumnVector vector, int length) {
        for (int i = count; i < count + length; i++) {
            if ((int) values[i] != values[i]) {
                throw new IllegalArgumentException("Value does not fit " + vector.type() + ": unscaled " + values[i]);
            }
        }
    }

    @Override
    void measure(Bounds bounds) {
        if (bounds instanceof DoubleBounds doubles) {
            doubles.add(values, count);
        } else {
            ((LongBounds) bounds).add(values, count);
        }
    }

    @Override
    boolean encode(ByteSink out) {
        if (count == 0) {
            return encodeNone(out);
        }
        boolean asIds = dictionaryOpen && encodeIds(out);
        if (!asIds) {
            dictionaryOpen = false;
            if (width == Long.BYTES) {
                out.putLongs(values, 0, count);
            } else {
                out.putLowInts(values, 0, count);
            }
        }
        count = 0;
        return asIds;
    }

    /** A page of nulls decides nothing; if there is a dictionary already it looks like its neighbours. */
    private boolean encodeNone(ByteSink out) {
        if (!dictionaryOpen || dictionary.size() == 0) {
            return false;
        }
        out.write(RunLengths.bitWidth(dictionary.size() - 1));
        return true;
    }

    private boolean encodeIds(ByteSink out) {
        int sizeBefore = dictionary.size();
        if (ids.length < count) {
            ids = new int[values.length];
        }
        int looked = 0;
        while (sizeBefore == 0 && looked < count) {
            int end = (int) Math.min(count, (long) looked + DictionaryChoice.untilNextLook(looked));
            dictionary.ids(values, looked, end, ids);
            looked = end;
            if (DictionaryChoice.hopeless(looked, dictionary.size()) || isTooLarge()) {
                dictionary.truncate(0);
                return false;
            }
        }
        dictionary.ids(values, looked, count, ids);
        int size = dictionary.size();
        long newEntryBytes = (long) (size - sizeBefore) * width;
        if (isTooLarge() || !DictionaryChoice.pays(count, bytes(), newEntryBytes, size, sizeBefore == 0)) {
            dictionary.truncate(sizeBefore);
            return false;
        }
        int bitWidth = RunLengths.bitWidth(size - 1);
        out.write(bitWidth);
        RunLengths.encode(ids, count, bitWidth, out);
        return true;
    }

    private boolean isTooLarge() {
        return (long) dictionary.size() * width > maxDictionaryBytes;
    }

    @Override
    int dictionarySize() {
        return dictionary.size();
    }

    @Override
    void writeDictionary(ByteSink out) {
        if (width == Long.BYTES) {
            out.putLongs(dictionary.entries(), 0, dictionary.size());
        } else {
            out.putLowInts(dictionary.entries(), 0, dictionary.size());
        }
    }

    @Override
    void endChunk() {
        dictionary.clear();
        dictionaryOpen = maxDictionaryBytes > 0;
    }
}
