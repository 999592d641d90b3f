package io.weir.table.diff;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.table.data.BatchSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of distinct keys that wait for others of the same key. First {@link #add}, then {@link #seal}, then {@link #take}. One thread at a time. */
final class HeldRows {
    private static final int MAX_SLOTS = 1 << 28;

    private final StructType schema;
    private final List<ColumnBatch> batches = new ArrayList<>();
    /** By key, the place of its row from 1; negative once it was taken. */
    private final HashTable places = new HashTable(MAX_SLOTS, false);

    private ColumnBatch rows;
    private int count;
    private long bytes;
    private int[] taken = new int[16];
    private int takenCount;

    HeldRows(StructType schema) {
        this.schema = schema;
        this.rows = ColumnBatch.concat(schema, List.of());
    }

    /** About how many bytes they take. */
    long bytes() {
        return bytes;
    }

    void add(RowComparison.Selection chosen, RowHashes keys) {
        if (chosen.count() == 0) {
            return;
        }
        ColumnBatch batch = chosen.batch();
        batches.add(batch);
        bytes += BatchSize.of(batch);
        for (int i = 0; i < chosen.count(); i++) {
            int row = chosen.row(i);
            places.put(places.findOrAdd(keys.first()[row], keys.second()[row]), ++count);
        }
    }

    void seal() {
        rows = ColumnBatch.concat(schema, batches);
        batches.clear();
    }

    /** Is there a row of the key that was not taken yet? Then it is now. */
    boolean take(RowHashes keys, int row) {
        int slot = places.find(keys.first()[row], keys.second()[row]);
        if (slot == HashTable.NONE || places.number(slot) <= 0) {
            return false;
        }
        if (takenCount == taken.length) {
            taken = Arrays.copyOf(taken, 2 * takenCount);
        }
        taken[takenCount++] = places.number(slot) - 1;
        places.put(slot, -places.number(slot));
        return true;
    }

    /** The rows that were taken since the last call, in that order. */
    ColumnBatch taken() {
        ColumnBatch batch = rows.take(taken, takenCount);
        takenCount = 0;
        return batch;
    }
}
