package io.weir.table.commit;

import io.weir.format.batch.ColumnBatch;
import io.weir.table.data.WriteOptions;
import java.util.List;

/**
 * Rows of a small append that are not in a file yet: if others wait to append at the same time, their rows go into the same
 * file, which costs as much as one of them alone. Immutable.
 *
 * @param batches not all empty
 */
public record SharedRows(List<ColumnBatch> batches, WriteOptions options) {
    public SharedRows {
        batches = List.copyOf(batches);
    }

    public long rowCount() {
        return batches.stream().mapToLong(ColumnBatch::rowCount).sum();
    }
}
