package io.weir.compaction.optimize;

import io.weir.compaction.curve.KeyOrder;
import io.weir.format.batch.ColumnBatch;
import io.weir.table.data.BatchSize;
import io.weir.table.data.SpillFile;
import java.util.ArrayList;
import java.util.List;

/** Rows in memory, as they came, and which of them belong to which piece. One thread at a time; any number of them once nothing is added any more. */
final class PiecesInMemory {
    private final int count;
    private final List<Portion> portions = new ArrayList<>();
    private long bytes;

    PiecesInMemory(int count) {
        this.count = count;
    }

    private record Portion(ColumnBatch rows, KeyOrder.Pieces pieces) {}

    void add(ColumnBatch rows, KeyOrder.Pieces pieces) {
        portions.add(new Portion(rows, pieces));
        bytes += BatchSize.of(rows) + (long) Integer.BYTES * (rows.rowCount() + count);
    }

    /** About how long all rows are. */
    long bytes() {
        return bytes;
    }

    /** The rows of a piece, in the order in which they were added. */
    List<ColumnBatch> piece(int piece) {
        List<ColumnBatch> rows = new ArrayList<>();
        for (Portion portion : portions) {
            int[] places = portion.pieces().of(piece);
            if (places.length > 0) {
                rows.add(portion.rows().take(places, places.length));
            }
        }
        return rows;
    }

    /** Writes all pieces, and forgets them. */
    SpillFile spill(SpillFile.Writer writer) {
        for (int piece = 0; piece < count; piece++) {
            writer.section(piece(piece));
        }
        SpillFile file = writer.finish();
        portions.clear();
        bytes = 0;
        return file;
    }
}
