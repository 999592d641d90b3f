package io.weir.pipeline.window;

import java.util.Arrays;

/** Rows of a batch, by their numbers. One thread at a time. */
final class RowList {
    private int[] rows = new int[64];
    private int count;

    void add(int row) {
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, 2 * count);
        }
        rows[count++] = row;
    }

    int[] rows() {
        return rows;
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
    }
}
