package io.weir.format.parquet.read;

import io.weir.format.parquet.CorruptParquetException;
import java.util.Map;

/**
 * Thrift's compact protocol from a byte array, for the small structures between the pages. Nothing is allocated on the word of
 * the input. One thread at a time.
 */
final class CompactReader {
    static final int STOP = 0;
    static final int TRUE = 1;
    static final int FALSE = 2;
    static final int BYTE = 3;
    static final int I16 = 4;
    static final int I32 = 5;
    static final int I64 = 6;
    static final int DOUBLE = 7;
    static final int BINARY = 8;
    static final int LIST = 9;
    static final int SET = 10;
    static final int MAP = 11;
    static final int STRUCT = 12;

    private static final int MAX_DEPTH = 16;
    private static final int SHORT_LIST = 15;

    private byte[] bytes = {};
    private int position;
    private int limit;
    private int fieldId;
    private int fieldType;

    void reset(byte[] source, int from, int to) {
        bytes = source;
        position = from;
        limit = to;
        fieldId = 0;
    }

    int position() {
        return position;
    }

    /** Did the last {@link CorruptParquetException} come from running into the limit? Then more bytes may help. */
    boolean ranOut() {
        return position >= limit;
    }

    /** Enters a struct; give the result to {@link #leave}. */
    int enter() {
        int outer = fieldId;
        fieldId = 0;
        return outer;
    }

    void leave(int outer) {
        fieldId = outer;
    }

    /** The next field's id, or 0 at the end of the struct. */
    int nextField() {
        int header = next();
        if (header == STOP) {
            return 0;
        }
        fieldType = header & 0x0f;
        int delta = header >>> 4;
        fieldId = delta != 0 ? fieldId + delta : (int) zigzag();
        return fieldId;
    }

    int fieldType() {
        return fieldType;
    }

    int i32() {
        expect(fieldType == I32 || fieldType == I16);
        return (int) zigzag();
    }

    long i64() {
        expect(fieldType == I64 || fieldType == I32 || fieldType == I16);
        return zigzag();
    }

    boolean bool() {
        expect(fieldType == TRUE || fieldType == FALSE);
        return fieldType == TRUE;
    }

    void skip() {
        skip(fieldType, 0, false);
    }

    private void skip(int type, int depth, boolean inCollection) {
        expect(depth < MAX_DEPTH);
        switch (type) {
            case TRUE, FALSE -> position += inCollection ? 1 : 0;
            case BYTE -> next();
            case I16, I32, I64 -> varint();
            case DOUBLE -> advance(Long.BYTES);
            case BINARY -> advance(varint());
            case LIST, SET -> {
                int header = next();
                long size = header >>> 4 == SHORT_LIST ? varint() : header >>> 4;
                for (long i = 0; i < size; i++) {
                    skip(header & 0x0f, depth + 1, true);
                    expect(position <= limit);
                }
            }
            case MAP -> {
                long size = varint();
                int types = size == 0 ? 0 : next();
                for (long i = 0; i < size; i++) {
                    skip(types >>> 4, depth + 1, true);
                    skip(types & 0x0f, depth + 1, true);
                    expect(position <= limit);
                }
            }
            case STRUCT -> {
                int outer = enter();
                while (nextField() != 0) {
                    skip(fieldType, depth + 1, false);
                }
                leave(outer);
            }
            default -> throw corrupt();
        }
    }

    private void advance(long count) {
        if (count < 0 || count > limit - position) {
            position = count < 0 ? position : limit;
            throw corrupt();
        }
        position += (int) count;
    }

    private int next() {
        if (position >= limit) {
            throw corrupt();
        }
        return bytes[position++] & 0xff;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int b = next();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw corrupt();
    }

    private long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    private void expect(boolean holds) {
        if (!holds) {
            throw corrupt();
        }
    }

    private static CorruptParquetException corrupt() {
        return new CorruptParquetException("Page header cannot be parsed", Map.of());
    }
}
