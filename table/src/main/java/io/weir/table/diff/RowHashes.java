package io.weir.table.diff;

import io.weir.format.batch.ArrayVector;
import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.VariantVector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Hashes of rows, of two times 64 bits, column by column over primitive arrays. Immutable.
 *
 * <p>Equal values have equal hashes in whatever form a vector has them; all NaN are one value, the entries of maps have no order, and a
 * variant is what it says and not how it is encoded. Not meant against who looks for collisions.
 *
 * @param first one half, a row
 * @param second the other half
 */
@SuppressWarnings("ArrayRecordComponent") // packed, and never compared
record RowHashes(long[] first, long[] second) {
    private static final long NULL_FIRST = 0x9E3779B97F4A7C15L;
    private static final long NULL_SECOND = 0xC2B2AE3D27D4EB4FL;
    private static final long FIRST = 0xff51afd7ed558ccdL;
    private static final long SECOND = 0xc4ceb9fe1a85ec53L;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The hashes of rows that have these columns. */
    static RowHashes of(List<ColumnVector> columns, int rows) {
        RowHashes hashes = new RowHashes(new long[rows], new long[rows]);
        for (ColumnVector column : columns) {
            hashes.combine(values(column));
        }
        return hashes;
    }

    private void combine(RowHashes values) {
        for (int row = 0; row < first.length; row++) {
            first[row] = mix(first[row] * SECOND + values.first[row], FIRST);
            second[row] = mix(second[row] * FIRST + values.second[row] + 1, SECOND);
        }
    }

    private static long mix(long value, long factor) {
        long mixed = (value ^ (value >>> 32)) * factor;
        mixed = (mixed ^ (mixed >>> 29)) * NULL_FIRST;
        return mixed ^ (mixed >>> 32);
    }

    private static RowHashes values(ColumnVector vector) {
        RowHashes hashes = unmasked(vector);
        boolean[] nulls = vector.nulls();
        if (nulls != null) {
            for (int row = 0; row < vector.length(); row++) {
                if (nulls[row]) {
                    hashes.first[row] = NULL_FIRST;
                    hashes.second[row] = NULL_SECOND;
                }
            }
        }
        return hashes;
    }

    private static RowHashes unmasked(ColumnVector vector) {
        int rows = vector.length();
        if (vector instanceof BytesVector bytes) {
            return bytes(bytes);
        }
        if (vector instanceof StructVector struct) {
            return of(struct.fields(), rows);
        }
        if (vector instanceof ArrayVector array) {
            return elements(array);
        }
        if (vector instanceof MapVector map) {
            return entries(map);
        }
        RowHashes hashes = new RowHashes(new long[rows], new long[rows]);
        if (vector instanceof VariantVector variant) {
            for (int row = 0; row < rows; row++) {
                if (!variant.isNull(row)) {
                    byte[] json = variant.variant(row).toJson().getBytes(StandardCharsets.UTF_8);
                    hashes.put(row, json, 0, json.length);
                }
            }
        } else if (vector instanceof Int128Vector wide) {
            for (int row = 0; row < rows; row++) {
                hashes.first[row] = mix(wide.high(row), FIRST) + wide.low(row);
                hashes.second[row] = mix(wide.low(row), SECOND) + wide.high(row);
            }
        } else {
            numbers(vector, hashes.first);
            System.arraycopy(hashes.first, 0, hashes.second, 0, rows);
        }
        return hashes;
    }

    private static void numbers(ColumnVector vector, long[] bits) {
        int rows = vector.length();
        if (vector instanceof LongVector longs) {
            System.arraycopy(longs.values(), 0, bits, 0, rows);
        } else if (vector instanceof IntVector ints) {
            for (int row = 0; row < rows; row++) {
                bits[row] = ints.value(row);
            }
        } else if (vector instanceof DoubleVector doubles) {
            for (int row = 0; row < rows; row++) {
                bits[row] = Double.doubleToLongBits(doubles.value(row));
            }
        } else if (vector instanceof FloatVector floats) {
            for (int row = 0; row < rows; row++) {
                bits[row] = Float.floatToIntBits(floats.value(row));
            }
        } else if (vector instanceof BooleanVector booleans) {
            for (int row = 0; row < rows; row++) {
                bits[row] = booleans.value(row) ? 1 : 0;
            }
        } else {
            throw new IllegalArgumentException("Not a type that can be compared: " + vector.type());
        }
    }

    /** Each entry of a dictionary once. */
    private static RowHashes bytes(BytesVector vector) {
        int rows = vector.length();
        int[] ids = vector.ids();
        int[] offsets = vector.offsets();
        int count = ids == null ? rows : vector.dictionarySize();
        RowHashes entries = new RowHashes(new long[count], new long[count]);
        for (int entry = 0; entry < count; entry++) {
            if (ids != null || !vector.isNull(entry)) {
                entries.put(entry, vector.data(), offsets[entry], offsets[entry + 1]);
            }
        }
        if (ids == null) {
            return entries;
        }
        RowHashes hashes = new RowHashes(new long[rows], new long[rows]);
        for (int row = 0; row < rows; row++) {
            if (!vector.isNull(row)) {
                hashes.first[row] = entries.first[ids[row]];
                hashes.second[row] = entries.second[ids[row]];
            }
        }
        return hashes;
    }

    private void put(int row, byte[] data, int start, int end) {
        long one = (end - start) * FIRST;
        long two = (end - start) * SECOND;
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long word = (long) WORD.get(data, at);
            one = Long.rotateLeft(one ^ mix(word, FIRST), 27) * 5 + 0x52dce729;
            two = Long.rotateLeft(two ^ mix(word, SECOND), 31) * 5 + 0x38495ab5;
        }
        long rest = 0;
        for (int i = at; i < end; i++) {
            rest = rest << Byte.SIZE | (data[i] & 0xFF);
        }
        first[row] = mix(one ^ mix(rest, FIRST), SECOND);
        second[row] = mix(two ^ mix(rest, SECOND), FIRST);
    }

    private static RowHashes elements(ArrayVector array) {
        int rows = array.length();
        RowHashes hashes = new RowHashes(new long[rows], new long[rows]);
        int base = array.offsets()[0];
        RowHashes elements = values(array.elements().slice(base, array.offsets()[rows]));
        for (int row = 0; row < rows; row++) {
            if (array.isNull(row)) {
                continue;
            }
            long one = 0;
            long two = 0;
            for (int i = array.start(row) - base; i < array.end(row) - base; i++) {
                one = mix(one * SECOND + elements.first[i], FIRST);
                two = mix(two * FIRST + elements.second[i] + 1, SECOND);
            }
            int length = array.end(row) - array.start(row);
            hashes.first[row] = mix(one + length, FIRST);
            hashes.second[row] = mix(two - length, SECOND);
        }
        return hashes;
    }

    private static RowHashes entries(MapVector map) {
        int rows = map.length();
        RowHashes hashes = new RowHashes(new long[rows], new long[rows]);
        int base = map.offsets()[0];
        int end = map.offsets()[rows];
        RowHashes entries = of(List.of(map.keys().slice(base, end), map.values().slice(base, end)), end - base);
        for (int row = 0; row < rows; row++) {
            if (map.isNull(row)) {
                continue;
            }
            long one = map.end(row) - map.start(row);
            long two = -one;
            for (int i = map.start(row) - base; i < map.end(row) - base; i++) {
                one += mix(entries.first[i], FIRST);
                two += mix(entries.second[i], SECOND);
            }
            hashes.first[row] = mix(one, SECOND);
            hashes.second[row] = mix(two, FIRST);
        }
        return hashes;
    }
}
