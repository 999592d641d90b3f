package io.weir.compaction.optimize;

import io.weir.table.data.WrittenFile;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.DeletionVectorBuilder;
import io.weir.table.deletion.RowDeletion;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;

/**
 * Takes rows that have left the files of a group out of the files that they were copied to. One thread at a time; files of the group come in their order,
 * each at most once.
 *
 * <p>Rows are where the rows before them end: those of the files before their own, and of their own file those that had not been deleted when it was read.
 */
final class MovedRows {
    private final RewrittenGroup group;
    private final List<RowDeletion> gone = new ArrayList<>();
    private final DeletionVectorBuilder rows = new DeletionVectorBuilder();
    private long count;

    /** The file that rows are taken out of, and where its rows begin and end among all that were written. */
    private int file = -1;

    private long start;
    private long end;

    /** The file of the group whose rows come next, and where these begin among all that were written. */
    private int source;

    private long sourceStart;

    /** @param group that was written in the order in which it was read */
    MovedRows(RewrittenGroup group) {
        this.group = group;
    }

    /** Takes out all rows that a file had left when it was read. */
    void takeAll(int place) {
        seek(place);
        long left = group.rowsRead().get(place);
        for (long row = 0; row < left; row++) {
            takeOut(sourceStart + row);
        }
    }

    /**
     * Takes out some rows.
     *
     * @param place of their file in the group
     * @param before rows that the file had lost when it was read
     * @param since rows that it has lost since; none of those before
     */
    void take(int place, DeletionVector before, DeletionVector since) {
        seek(place);
        PrimitiveIterator.OfLong lost = before.rows();
        long nextLost = next(lost);
        long lostBefore = 0;
        long left = group.rowsRead().get(place);
        for (PrimitiveIterator.OfLong taken = since.rows(); taken.hasNext(); ) {
            long row = taken.nextLong();
            while (nextLost < row) {
                lostBefore++;
                nextLost = next(lost);
            }
            if (row - lostBefore < left) { // vectors exist that name rows beyond the file
                takeOut(sourceStart + row - lostBefore);
            }
        }
    }

    private static long next(PrimitiveIterator.OfLong rows) {
        return rows.hasNext() ? rows.nextLong() : Long.MAX_VALUE;
    }

    private void seek(int place) {
        if (place < source) {
            throw new IllegalArgumentException(
                    "Files come in their order {before=" + source + ", place=" + place + "}");
        }
        while (source < place) {
            sourceStart += group.rowsRead().get(source++);
        }
    }

    private void takeOut(long row) {
        while (row >= end) {
            endFile();
            file++;
            start = end;
            end += group.files().get(file).rows();
        }
        rows.add(row - start);
        count++;
    }

    private void endFile() {
        if (!rows.isEmpty()) {
            gone.add(new RowDeletion(file().action(), rows.build()));
        }
    }

    private WrittenFile file() {
        return group.files().get(file);
    }

    /** How many rows were taken out. */
    long count() {
        return count;
    }

    /** Out of which of the files that were written which rows were taken; nothing is taken out afterwards. */
    List<RowDeletion> end() {
        endFile();
        return List.copyOf(gone);
    }
}
