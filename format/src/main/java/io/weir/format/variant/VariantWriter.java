package io.weir.format.variant;

import java.util.Arrays;

/**
 * Puts encoded values together, one behind the other. One thread at a time.
 *
 * <p>The parts of an object or array are appended first, then what goes before them is put there.
 */
public final class VariantWriter {
    private static final int MAX_SMALL_COUNT = 255;

    private byte[] data = new byte[256];
    private int size;

    /** The bytes so far; not to be kept. */
    public byte[] data() {
        return data;
    }

    public int size() {
        return size;
    }

    public void appendNull() {
        header(VariantCode.NULL);
    }

    public void appendBoolean(boolean value) {
        header(value ? VariantCode.TRUE : VariantCode.FALSE);
    }

    /** An integer of 1, 2, 4 or 8 bytes. */
    public void appendLong(long value, int bytes) {
        header(
                switch (bytes) {
                    case 1 -> VariantCode.INT8;
                    case 2 -> VariantCode.INT16;
                    case 4 -> VariantCode.INT32;
                    default -> VariantCode.INT64;
                });
        number(value, bytes);
    }

    public void appendFloat(float value) {
        header(VariantCode.FLOAT);
        number(Float.floatToRawIntBits(value), Float.BYTES);
    }

    public void appendDouble(double value) {
        header(VariantCode.DOUBLE);
        number(Double.doubleToRawLongBits(value), Double.BYTES);
    }

    /** A decimal of at most 9 digits, or else of 18. */
    public void appendDecimal(long unscaled, int scale, boolean fitsInt) {
        header(fitsInt ? VariantCode.DECIMAL4 : VariantCode.DECIMAL8);
        number(scale, 1);
        number(unscaled, fitsInt ? Integer.BYTES : Long.BYTES);
    }

    /** A decimal of at most 38 digits. */
    public void appendDecimal(long high, long low, int scale) {
        header(VariantCode.DECIMAL16);
        number(scale, 1);
        number(low, Long.BYTES);
        number(high, Long.BYTES);
    }

    public void appendDate(int days) {
        header(VariantCode.DATE);
        number(days, Integer.BYTES);
    }

    public void appendTimestamp(long count, boolean isUtc, boolean isNanos) {
        int micros = isUtc ? VariantCode.TIMESTAMP : VariantCode.TIMESTAMP_NTZ;
        int nanos = isUtc ? VariantCode.TIMESTAMP_NANOS : VariantCode.TIMESTAMP_NTZ_NANOS;
        header(isNanos ? nanos : micros);
        number(count, Long.BYTES);
    }

    public void appendTime(long microsOfDay) {
        header(VariantCode.TIME);
        number(microsOfDay, Long.BYTES);
    }

    public void appendString(byte[] source, int start, int end) {
        if (end - start <= VariantCode.MAX_SHORT_STRING) {
            ensure(1);
            data[size++] = (byte) ((end - start) << 2 | VariantCode.SHORT_STRING);
            appendEncoded(source, start, end);
        } else {
            appendLengthed(VariantCode.STRING, source, start, end);
        }
    }

    public void appendBinary(byte[] source, int start, int end) {
        appendLengthed(VariantCode.BINARY, source, start, end);
    }

    /** Sixteen bytes. */
    public void appendUuid(byte[] source, int start) {
        header(VariantCode.UUID);
        appendEncoded(source, start, start + 16);
    }

    /** A value that is encoded already, or bytes of one. */
    public void appendEncoded(byte[] source, int start, int end) {
        ensure(end - start);
        System.arraycopy(source, start, data, size, end - start);
        size += end - start;
    }

    /**
     * Makes an array of the values from {@code from} on.
     *
     * @param starts where each begins
     */
    public void finishArray(int from, int[] starts, int count) {
        int offsetSize = VariantCode.bytesFor(size - from);
        boolean isLarge = count > MAX_SMALL_COUNT;
        int info = (isLarge ? 1 : 0) << 2 | (offsetSize - 1);
        int at = head(from, info << 2 | VariantCode.ARRAY, isLarge, count, offsetSize * (count + 1));
        offsets(at, offsetSize, from, starts, count);
    }

    /**
     * Makes an object of the values from {@code from} on.
     *
     * @param ids places of the fields' names in the dictionary, in the order of the names
     * @param starts where the value of each begins
     */
    public void finishObject(int from, int[] ids, int[] starts, int count) {
        int offsetSize = VariantCode.bytesFor(size - from);
        int greatest = 0;
        for (int i = 0; i < count; i++) {
            greatest = Math.max(greatest, ids[i]);
        }
        int idSize = VariantCode.bytesFor(greatest);
        boolean isLarge = count > MAX_SMALL_COUNT;
        int info = (isLarge ? 1 : 0) << 4 | (idSize - 1) << 2 | (offsetSize - 1);
        int length = Math.addExact(idSize * count, offsetSize * (count + 1));
        int at = head(from, info << 2 | VariantCode.OBJECT, isLarge, count, length);
        for (int i = 0; i < count; i++) {
            VariantCode.put(data, at + idSize * i, idSize, ids[i]);
        }
        offsets(at + idSize * count, offsetSize, from, starts, count);
    }

    /** Moves the parts behind a head that is as long as it must be, and writes its first bytes. Returns where the rest goes. */
    private int head(int from, int header, boolean isLarge, int count, int restLength) {
        int countSize = isLarge ? Integer.BYTES : 1;
        int length = Math.addExact(1 + countSize, restLength);
        ensure(length);
        System.arraycopy(data, from, data, from + length, size - from);
        partsEnd = size;
        size += length;
        data[from] = (byte) header;
        VariantCode.put(data, from + 1, countSize, count);
        return from + 1 + countSize;
    }

    /** Where the parts ended before they were moved. */
    private int partsEnd;

    private void offsets(int at, int offsetSize, int from, int[] starts, int count) {
        for (int i = 0; i < count; i++) {
            VariantCode.put(data, at + offsetSize * i, offsetSize, starts[i] - from);
        }
        VariantCode.put(data, at + offsetSize * count, offsetSize, partsEnd - from);
    }

    private void appendLengthed(int type, byte[] source, int start, int end) {
        header(type);
        number(end - start, Integer.BYTES);
        appendEncoded(source, start, end);
    }

    private void header(int primitive) {
        ensure(1);
        data[size++] = (byte) (primitive << 2);
    }

    private void number(long value, int bytes) {
        ensure(bytes);
        VariantCode.put(data, size, bytes, value);
        size += bytes;
    }

    private void ensure(int more) {
        int needed = Math.addExact(size, more);
        if (needed > data.length) {
            data = Arrays.copyOf(data, Math.max(needed, Math.addExact(data.length, data.length >> 1)));
        }
    }
}
