package io.weir.format.parquet.read;

import io.weir.format.parquet.CorruptParquetException;
import java.util.Map;

/**
 * The values of one page in one encoding, handed out in bulk. One thread at a time.
 *
 * <p>A decoder has the methods of the physical types that its encoding can hold; the others say that the page is wrong. Every
 * method checks that the page has as many values as are asked for.
 */
abstract class ValueDecoder {

    /** Begins a page: its values are in {@code bytes} from {@code from} to {@code to}, with slack behind. */
    abstract void reset(byte[] bytes, int from, int to, int valueCount);

    abstract void skip(int count);

    void booleans(boolean[] target, int offset, int count) {
        throw notEncodable(PhysicalType.BOOLEAN);
    }

    void ints(int[] target, int offset, int count) {
        throw notEncodable(PhysicalType.INT32);
    }

    void longs(long[] target, int offset, int count) {
        throw notEncodable(PhysicalType.INT64);
    }

    void floats(float[] target, int offset, int count) {
        throw notEncodable(PhysicalType.FLOAT);
    }

    void doubles(double[] target, int offset, int count) {
        throw notEncodable(PhysicalType.DOUBLE);
    }

    /** Appends byte arrays, fixed-length ones and INT96 included. */
    void bytes(ByteArrays target, int count) {
        throw notEncodable(PhysicalType.BYTE_ARRAY);
    }

    static CorruptParquetException truncated(long needed, long found) {
        return new CorruptParquetException(
                "Values of a page end too early", Map.of("bytesLeft", found, "bytesNeeded", needed));
    }

    private CorruptParquetException notEncodable(PhysicalType type) {
        return new CorruptParquetException(
                "Encoding of a page does not fit the column's type",
                Map.of("decoder", getClass().getSimpleName(), "physical", type));
    }
}
