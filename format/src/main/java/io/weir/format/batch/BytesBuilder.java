package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds a plain {@link BytesVector}. */
final class BytesBuilder extends ColumnBuilder {
    private static final int INITIAL_BYTES = 1024;

    private byte[] data = new byte[INITIAL_BYTES];
    private int[] offsets = new int[INITIAL_CAPACITY + 1];

    BytesBuilder(DataType type) {
        super(type);
    }

    @Override
    public void appendBytes(byte[] source, int offset, int count) {
        int position = next();
        if (position + 1 >= offsets.length) {
            offsets = Arrays.copyOf(offsets, grown(position + 1));
        }
        int start = offsets[position];
        int end = Math.addExact(start, count);
        if (end > data.length) {
            data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 8L, end + (long) (end >> 1)));
        }
        System.arraycopy(source, offset, data, start, count);
        offsets[position + 1] = end;
    }

    @Override
    void appendEmpty() {
        appendBytes(data, 0, 0);
    }

    @Override
    void truncateValues(int newLength) {
        // the next value begins where the last kept one ends
    }

    @Override
    ColumnVector build(int count, boolean @Nullable [] builtNulls) {
        BytesVector vector = new BytesVector(type(), count, data, offsets, builtNulls);
        data = new byte[Math.max(INITIAL_BYTES, offsets[count])];
        offsets = new int[Math.max(INITIAL_CAPACITY, count) + 1];
        return vector;
    }
}
