package io.weir.format.parquet.read;

import io.weir.format.parquet.UnsupportedParquetException;
import java.util.Arrays;
import java.util.Map;

/** Byte strings one behind the other in one growing array. One thread at a time. */
final class ByteArrays {
    /** The most bytes that one batch's values of one column may have. */
    static final int MAX_BYTES = 1 << 30;

    byte[] data;
    /** Where value i begins; the one behind the last is set too. */
    int[] offsets;

    int count;

    ByteArrays(int valueCapacity, int byteCapacity) {
        data = new byte[byteCapacity];
        offsets = new int[valueCapacity + 1];
    }

    /** Room for more values, and {@link LittleEndian#SLACK} more bytes than asked for. */
    void ensure(int moreValues, long moreBytes) {
        if ((long) count + moreValues + 1 > offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(count + moreValues + 1, offsets.length + (offsets.length >> 1)));
        }
        long needed = offsets[count] + moreBytes + LittleEndian.SLACK;
        if (needed > data.length) {
            if (needed > MAX_BYTES) {
                throw new UnsupportedParquetException(
                        "Values of one batch are too long; read smaller batches",
                        Map.of("bytes", needed, "limit", MAX_BYTES));
            }
            data = Arrays.copyOf(data, (int) Math.min(MAX_BYTES, Math.max(needed, data.length + (data.length >> 1))));
        }
    }

    int size() {
        return offsets[count];
    }
}
