package io.weir.format.parquet.read;

import static io.weir.format.parquet.read.LittleEndian.INT;

/** RLE for booleans: a length of four bytes, then the hybrid with a width of one bit. */
final class RleBooleanDecoder extends ValueDecoder {
    private final RleDecoder runs = new RleDecoder();

    @Override
    void reset(byte[] bytes, int from, int to, int valueCount) {
        if (to - from < Integer.BYTES) {
            if (valueCount == 0) {
                runs.reset(bytes, from, to, 1);
                return;
            }
            throw truncated(Integer.BYTES, to - from);
        }
        int length = (int) INT.get(bytes, from);
        int start = from + Integer.BYTES;
        if (length < 0 || length > to - start) {
            throw truncated(length, to - start);
        }
        runs.reset(bytes, start, start + length, 1);
    }

    @Override
    void skip(int count) {
        runs.skip(count);
    }

    @Override
    void booleans(boolean[] target, int offset, int count) {
        runs.read(target, offset, count);
    }
}
