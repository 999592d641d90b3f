package io.weir.format.parquet.read;

import static io.weir.format.parquet.read.LittleEndian.INT;
import static io.weir.format.parquet.read.LittleEndian.LONG;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** PLAIN: values one behind the other. (Parquet format, "Plain") */
final class PlainDecoder extends ValueDecoder {
    /** Below this, eight bytes at a time are faster than a call. */
    private static final int SHORT_COPY = 48;

    private final PhysicalType type;
    private final int width;
    private byte[] bytes = {};
    private ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private int position;
    private int limit;
    /** Next bit of a page of booleans. */
    private long bit;

    PlainDecoder(FileNode leaf) {
        this(leaf.physical(), leaf.typeLength());
    }

    PlainDecoder(PhysicalType type, int fixedLength) {
        this.type = type;
        this.width = switch (type) {
            case INT32, FLOAT -> Integer.BYTES;
            case INT64, DOUBLE -> Long.BYTES;
            case INT96, FIXED_LEN_BYTE_ARRAY -> fixedLength;
            case BOOLEAN, BYTE_ARRAY -> 0;
        };
    }

    @Override
    void reset(byte[] source, int from, int to, int valueCount) {
        if (source != bytes) {
            bytes = source;
            buffer = ByteBuffer.wrap(source).order(ByteOrder.LITTLE_ENDIAN);
        }
        position = from;
        limit = to;
        bit = 8L * from;
    }

    @Override
    void skip(int count) {
        if (type == PhysicalType.BOOLEAN) {
            checkBits(count);
            bit += count;
        } else if (type == PhysicalType.BYTE_ARRAY) {
            int at = position;
            for (int i = 0; i < count; i++) {
                at = next(at);
            }
            position = at;
        } else {
            position = advance(count);
        }
    }

    @Override
    void booleans(boolean[] target, int offset, int count) {
        checkBits(count);
        BitPacking.unpackBits(bytes, (int) (bit >>> 3), (int) bit & 7, target, offset, count);
        bit += count;
    }

    private void checkBits(int count) {
        if (bit + count > 8L * limit) {
            throw truncated((count + 7) / 8, limit - (bit >>> 3));
        }
    }

    @Override
    void ints(int[] target, int offset, int count) {
        int end = advance(count);
        buffer.position(position).asIntBuffer().get(target, offset, count);
        position = end;
    }

    @Override
    void longs(long[] target, int offset, int count) {
        int end = advance(count);
        buffer.position(position).asLongBuffer().get(target, offset, count);
        position = end;
    }

    @Override
    void floats(float[] target, int offset, int count) {
        int end = advance(count);
        buffer.position(position).asFloatBuffer().get(target, offset, count);
        position = end;
    }

    @Override
    void doubles(double[] target, int offset, int count) {
        int end = advance(count);
        buffer.position(position).asDoubleBuffer().get(target, offset, count);
        position = end;
    }

    @Override
    void bytes(ByteArrays target, int count) {
        if (type == PhysicalType.BYTE_ARRAY) {
            variable(target, count);
        } else {
            fixed(target, count);
        }
    }

    private void fixed(ByteArrays target, int count) {
        int end = advance(count);
        target.ensure(count, (long) end - position);
        int[] offsets = target.offsets;
        int at = target.size();
        System.arraycopy(bytes, position, target.data, at, end - position);
        int first = target.count;
        for (int i = 1; i <= count; i++) {
            at += width;
            offsets[first + i] = at;
        }
        target.count += count;
        position = end;
    }

    /** Lengths first, so that the room is made once; then the bytes, without the lengths between them. */
    private void variable(ByteArrays target, int count) {
        target.ensure(count, 0);
        int[] offsets = target.offsets;
        int first = target.count;
        int at = position;
        int written = target.size();
        int lastStart = limit - Integer.BYTES;
        for (int i = 1; i <= count; i++) {
            if (at > lastStart) {
                throw truncated(Integer.BYTES, limit - at);
            }
            int length = (int) INT.get(bytes, at);
            if (length < 0 || length > lastStart - at) {
                throw truncated(length, lastStart - at);
            }
            at += Integer.BYTES + length;
            written += length;
            if (written < 0) {
                throw truncated(length, 0);
            }
            offsets[first + i] = written;
        }
        target.ensure(count, (long) written - offsets[first]);
        copy(target.data, offsets, first, count);
        target.count += count;
        position = at;
    }

    private void copy(byte[] data, int[] offsets, int first, int count) {
        byte[] source = bytes;
        int from = position;
        int to = offsets[first];
        for (int i = 1; i <= count; i++) {
            from += Integer.BYTES;
            int length = offsets[first + i] - to;
            if (length <= SHORT_COPY) {
                // may write past the end of the value: the next value, or slack, is there
                for (int k = 0; k < length; k += Long.BYTES) {
                    LONG.set(data, to + k, (long) LONG.get(source, from + k));
                }
            } else {
                System.arraycopy(source, from, data, to, length);
            }
            from += length;
            to += length;
        }
    }

    private int next(int at) {
        if (at > limit - Integer.BYTES) {
            throw truncated(Integer.BYTES, limit - at);
        }
        int length = (int) INT.get(bytes, at);
        if (length < 0 || length > limit - Integer.BYTES - at) {
            throw truncated(length, limit - Integer.BYTES - at);
        }
        return at + Integer.BYTES + length;
    }

    private int advance(int count) {
        long needed = (long) count * width;
        if (needed > limit - position) {
            throw truncated(needed, limit - position);
        }
        return position + (int) needed;
    }
}
