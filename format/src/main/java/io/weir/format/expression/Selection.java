package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;

/** Lists of row numbers, ascending. */
final class Selection {
    private Selection() {}

    static int whereTrue(BooleanVector condition, int count, int[] out) {
        boolean[] values = condition.values();
        boolean[] nulls = condition.nulls();
        int matches = 0;
        if (nulls == null) {
            for (int i = 0; i < count; i++) {
                out[matches] = i;
                matches += values[i] ? 1 : 0;
            }
        } else {
            for (int i = 0; i < count; i++) {
                out[matches] = i;
                matches += values[i] & !nulls[i] ? 1 : 0;
            }
        }
        return matches;
    }

    static int whereTrue(BooleanVector condition, int[] rows, int count, int[] out) {
        int matches = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            out[matches] = row;
            matches += condition.value(row) && !condition.isNull(row) ? 1 : 0;
        }
        return matches;
    }

    /** The rows of the first list that are not in the second, which is part of it. */
    static int without(int[] rows, int count, int[] leftOut, int leftOutCount, int[] out) {
        int kept = 0;
        int next = 0;
        for (int i = 0; i < count; i++) {
            if (next < leftOutCount && leftOut[next] == rows[i]) {
                next++;
            } else {
                out[kept++] = rows[i];
            }
        }
        return kept;
    }

    /** The rows of both lists, which have none in common. */
    static int merge(int[] a, int aCount, int[] b, int bCount, int[] out) {
        int i = 0;
        int j = 0;
        int merged = 0;
        while (i < aCount || j < bCount) {
            out[merged++] = j >= bCount || i < aCount && a[i] < b[j] ? a[i++] : b[j++];
        }
        return merged;
    }

    static int[] all(int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = i;
        }
        return rows;
    }
}
