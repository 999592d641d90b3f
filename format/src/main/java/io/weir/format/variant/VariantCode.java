package io.weir.format.variant;

/** The numbers that encoded values are made of. Pure functions. (Variant encoding, "Value encoding") */
final class VariantCode {
    static final int PRIMITIVE = 0;
    static final int SHORT_STRING = 1;
    static final int OBJECT = 2;
    static final int ARRAY = 3;

    static final int NULL = 0;
    static final int TRUE = 1;
    static final int FALSE = 2;
    static final int INT8 = 3;
    static final int INT16 = 4;
    static final int INT32 = 5;
    static final int INT64 = 6;
    static final int DOUBLE = 7;
    static final int DECIMAL4 = 8;
    static final int DECIMAL8 = 9;
    static final int DECIMAL16 = 10;
    static final int DATE = 11;
    static final int TIMESTAMP = 12;
    static final int TIMESTAMP_NTZ = 13;
    static final int FLOAT = 14;
    static final int BINARY = 15;
    static final int STRING = 16;
    static final int TIME = 17;
    static final int TIMESTAMP_NANOS = 18;
    static final int TIMESTAMP_NTZ_NANOS = 19;
    static final int UUID = 20;

    static final int MAX_SHORT_STRING = 63;
    /** Children nested deeper are refused; text of JSON that deep is refused by its parsers. */
    static final int MAX_DEPTH = 1000;

    private VariantCode() {}

    static int basicType(byte header) {
        return header & 3;
    }

    /** What the header says beside the basic type. */
    static int info(byte header) {
        return (header & 0xff) >>> 2;
    }

    /** Bytes behind the header of a primitive value that is neither text nor binary; -1 for a type that is not known. */
    static int fixedSize(int primitive) {
        return switch (primitive) {
            case NULL, TRUE, FALSE -> 0;
            case INT8 -> 1;
            case INT16 -> 2;
            case INT32, FLOAT, DATE -> 4;
            case INT64, DOUBLE, TIMESTAMP, TIMESTAMP_NTZ, TIME, TIMESTAMP_NANOS, TIMESTAMP_NTZ_NANOS -> 8;
            case DECIMAL4 -> 1 + 4;
            case DECIMAL8 -> 1 + 8;
            case DECIMAL16 -> 1 + 16;
            case UUID -> 16;
            default -> -1;
        };
    }

    /** A little-endian number without a sign, of up to four bytes. */
    static long unsigned(byte[] data, int at, int size) {
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | (data[at + i] & 0xff);
        }
        return value;
    }

    /** A little-endian number with a sign, of up to eight bytes. */
    static long signed(byte[] data, int at, int size) {
        long value = data[at + size - 1];
        for (int i = size - 2; i >= 0; i--) {
            value = value << 8 | (data[at + i] & 0xff);
        }
        return value;
    }

    static void put(byte[] data, int at, int size, long value) {
        long rest = value;
        for (int i = 0; i < size; i++) {
            data[at + i] = (byte) rest;
            rest >>= 8;
        }
    }

    /** How many bytes a number without a sign takes. */
    static int bytesFor(int value) {
        return value < 1 << 8 ? 1 : value < 1 << 16 ? 2 : value < 1 << 24 ? 3 : 4;
    }
}
