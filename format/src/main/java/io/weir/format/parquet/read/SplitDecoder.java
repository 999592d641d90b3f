package io.weir.format.parquet.read;

/** BYTE_STREAM_SPLIT: all first bytes of the values, then all second bytes, and so on. */
final class SplitDecoder extends ValueDecoder {
    private final int width;
    private byte[] bytes = {};
    private int from;
    private int count;
    private int next;

    SplitDecoder(FileNode leaf) {
        this.width = switch (leaf.physical()) {
            case INT32, FLOAT -> Integer.BYTES;
            case INT64, DOUBLE -> Long.BYTES;
            default -> leaf.typeLength();
        };
    }

    @Override
    void reset(byte[] source, int start, int end, int valueCount) {
        if (width == 0) {
            super.ints(new int[0], 0, 0); // variable length cannot be split: refuse
        }
        bytes = source;
        from = start;
        count = (end - start) / width;
        next = 0;
    }

    @Override
    void skip(int skipped) {
        take(skipped);
    }

    @Override
    void ints(int[] target, int offset, int wanted) {
        int start = take(wanted);
        for (int i = 0; i < wanted; i++) {
            target[offset + i] = bits32(start + i);
        }
    }

    @Override
    void floats(float[] target, int offset, int wanted) {
        int start = take(wanted);
        for (int i = 0; i < wanted; i++) {
            target[offset + i] = Float.intBitsToFloat(bits32(start + i));
        }
    }

    @Override
    void longs(long[] target, int offset, int wanted) {
        int start = take(wanted);
        for (int i = 0; i < wanted; i++) {
            target[offset + i] = bits64(start + i);
        }
    }

    @Override
    void doubles(double[] target, int offset, int wanted) {
        int start = take(wanted);
        for (int i = 0; i < wanted; i++) {
            target[offset + i] = Double.longBitsToDouble(bits64(start + i));
        }
    }

    @Override
    void bytes(ByteArrays target, int wanted) {
        int start = take(wanted);
        target.ensure(wanted, (long) wanted * width);
        int at = target.size();
        for (int b = 0; b < width; b++) {
            int stream = start + b * count;
            for (int i = 0; i < wanted; i++) {
                target.data[at + i * width + b] = bytes[stream + i];
            }
        }
        for (int i = 1; i <= wanted; i++) {
            target.offsets[target.count + i] = at + i * width;
        }
        target.count += wanted;
    }

    private int bits32(int at) {
        return (bytes[at] & 0xff)
                | (bytes[at + count] & 0xff) << 8
                | (bytes[at + 2 * count] & 0xff) << 16
                | bytes[at + 3 * count] << 24;
    }

    private long bits64(int at) {
        return (bits32(at) & 0xffff_ffffL) | (long) bits32(at + 4 * count) << 32;
    }

    private int take(int wanted) {
        if (wanted > count - next) {
            throw truncated((long) wanted * width, (long) (count - next) * width);
        }
        int start = from + next;
        next += wanted;
        return start;
    }
}
