package io.weir.format.batch;

/** Which elements the chosen rows of an array or map hold, and the offsets those rows then have. */
final class NestedRows {
    private final int[] offsets;
    private final int[] rows;

    private NestedRows(int[] offsets, int[] rows) {
        this.offsets = offsets;
        this.rows = rows;
    }

    static NestedRows of(ColumnVector parent, int[] parentOffsets, int[] chosen, int count) {
        int[] offsets = new int[count + 1];
        int size = 0;
        for (int i = 0; i < count; i++) {
            int row = chosen[i];
            size = Math.addExact(size, parent.isNull(row) ? 0 : parentOffsets[row + 1] - parentOffsets[row]);
            offsets[i + 1] = size;
        }
        int[] rows = new int[size];
        for (int i = 0; i < count; i++) {
            int first = parentOffsets[chosen[i]];
            for (int j = offsets[i]; j < offsets[i + 1]; j++) {
                rows[j] = first + j - offsets[i];
            }
        }
        return new NestedRows(offsets, rows);
    }

    int[] offsets() {
        return offsets;
    }

    int[] rows() {
        return rows;
    }

    int count() {
        return rows.length;
    }
}
