package io.weir.table.dml;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import java.util.Arrays;
import java.util.List;

/**
 * Finds rows by the values of some columns, over primitive arrays. A null is equal to nothing, or for null-safe keys to a null. Without columns every row is found. Safe for
 * many threads once it is made.
 */
final class KeyTable {
    private static final long MIX = 0x9E3779B97F4A7C15L;
    static final int NONE = -1;

    private final List<ColumnVector> keys;
    private final boolean[] nullSafe;
    private final int[] heads;
    private final int[] next;
    private final int mask;
    private final int size;

    /**
     * @param keys of all rows
     * @param nullSafe for each key, is a null equal to a null?
     * @param rows those that are to be found
     */
    KeyTable(List<ColumnVector> keys, boolean[] nullSafe, int[] rows, int count) {
        this.keys = keys;
        this.nullSafe = nullSafe.clone();
        int capacity = Integer.highestOneBit(Math.max(16, count)) << 1;
        this.mask = capacity - 1;
        this.heads = new int[capacity];
        Arrays.fill(heads, NONE);
        int last = 0;
        for (int i = 0; i < count; i++) {
            last = Math.max(last, rows[i]);
        }
        this.next = new int[count == 0 ? 0 : last + 1];
        int found = 0;
        for (int i = count - 1; i >= 0; i--) { // so that chains are in the order of the rows
            if (canBeFound(keys, rows[i])) {
                int slot = slot(keys, rows[i]);
                next[rows[i]] = heads[slot];
                heads[slot] = rows[i];
                found++;
            }
        }
        this.size = found;
    }

    /** How many rows can be found. */
    int size() {
        return size;
    }

    /** Can a row with such keys be equal to any? Not with a null that is equal to nothing. */
    boolean canBeFound(List<ColumnVector> others, int row) {
        for (int i = 0; i < nullSafe.length; i++) {
            if (!nullSafe[i] && others.get(i).isNull(row)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first row with the values that a row of other columns of the same types has, that {@linkplain #canBeFound can be found};
     * {@link #NONE}.
     */
    int first(List<ColumnVector> others, int row) {
        return equalFrom(heads[slot(others, row)], others, row);
    }

    /** The row behind one that was found. */
    int after(int found, List<ColumnVector> others, int row) {
        return equalFrom(next[found], others, row);
    }

    private int equalFrom(int start, List<ColumnVector> others, int row) {
        int candidate = start;
        while (candidate != NONE && !equal(candidate, others, row)) {
            candidate = next[candidate];
        }
        return candidate;
    }

    private int slot(List<ColumnVector> vectors, int row) {
        long hash = 0;
        for (int i = 0; i < vectors.size(); i++) {
            hash = (hash ^ hash(vectors.get(i), row)) * MIX;
        }
        return (int) (hash >>> 32) & mask;
    }

    private boolean equal(int ours, List<ColumnVector> others, int row) {
        for (int i = 0; i < keys.size(); i++) {
            if (!equal(keys.get(i), ours, others.get(i), row)) {
                return false;
            }
        }
        return true;
    }

    private static long hash(ColumnVector vector, int row) {
        if (vector.isNull(row)) {
            return 0;
        }
        if (vector instanceof BytesVector bytes) {
            byte[] data = bytes.data();
            long hash = 1;
            for (int i = bytes.start(row); i < bytes.end(row); i++) {
                hash = hash * 31 + data[i];
            }
            return hash;
        }
        return vector instanceof Int128Vector wide ? wide.low(row) ^ wide.high(row) : bits(vector, row);
    }

    /** The same for equal values and different for others; {@code -0.0} equals {@code 0.0}, and NaN itself. */
    private static long bits(ColumnVector vector, int row) {
        if (vector instanceof LongVector longs) {
            return longs.value(row);
        }
        if (vector instanceof IntVector ints) {
            return ints.value(row);
        }
        if (vector instanceof DoubleVector doubles) {
            return Double.doubleToLongBits(doubles.value(row) + 0.0);
        }
        if (vector instanceof FloatVector floats) {
            return Float.floatToIntBits(floats.value(row) + 0.0f);
        }
        if (vector instanceof BooleanVector booleans) {
            return booleans.value(row) ? 1 : 0;
        }
        throw new IllegalArgumentException("Not a type of keys: " + vector.type());
    }

    private static boolean equal(ColumnVector a, int i, ColumnVector b, int j) {
        if (a.isNull(i) || b.isNull(j)) {
            return a.isNull(i) && b.isNull(j);
        }
        if (a instanceof BytesVector ours && b instanceof BytesVector theirs) {
            return Arrays.equals(
                    ours.data(), ours.start(i), ours.end(i), theirs.data(), theirs.start(j), theirs.end(j));
        }
        if (a instanceof Int128Vector ours && b instanceof Int128Vector theirs) {
            return ours.low(i) == theirs.low(j) && ours.high(i) == theirs.high(j);
        }
        return bits(a, i) == bits(b, j);
    }
}
