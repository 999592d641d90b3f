package io.weir.log.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the rows of a chunk are in a checkpoint's file: row groups, and for each row of the chunk its place among their rows. Immutable.
 */
final class RowPositions {
    private final List<Integer> rowGroups;
    private final int[] runStarts; // first row of the chunk in each run of rows that follow each other
    private final long[] runPositions; // and its place

    private RowPositions(List<Integer> rowGroups, int[] runStarts, long[] runPositions) {
        this.rowGroups = List.copyOf(rowGroups);
        this.runStarts = runStarts;
        this.runPositions = runPositions;
    }

    List<Integer> rowGroups() {
        return rowGroups;
    }

    /** The place of a row of the chunk. */
    long of(int row) {
        int run = Arrays.binarySearch(runStarts, row);
        run = run < 0 ? -run - 2 : run;
        return runPositions[run] + row - runStarts[run];
    }

    /** Collects positions row by row. One thread at a time. */
    static final class Builder {
        private final List<Integer> rowGroups = new ArrayList<>();
        private long before; // rows of the row groups before the current one
        private long current;
        private int rows;
        private int runs;
        private int[] runStarts = new int[4];
        private long[] runPositions = new long[4];
        private long next = -1;

        void beginRowGroup(int rowGroup, long rowCount) {
            if (!rowGroups.isEmpty()) {
                before += current;
            }
            rowGroups.add(rowGroup);
            current = rowCount;
        }

        /** The chunk's next row is this row of the current row group. */
        void add(long rowInGroup) {
            long position = before + rowInGroup;
            if (position != next) {
                if (runs == runStarts.length) {
                    runStarts = Arrays.copyOf(runStarts, runs * 2);
                    runPositions = Arrays.copyOf(runPositions, runs * 2);
                }
                runStarts[runs] = rows;
                runPositions[runs++] = position;
            }
            rows++;
            next = position + 1;
        }

        RowPositions build() {
            return new RowPositions(rowGroups, Arrays.copyOf(runStarts, runs), Arrays.copyOf(runPositions, runs));
        }
    }
}
