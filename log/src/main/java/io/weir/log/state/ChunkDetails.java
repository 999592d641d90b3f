package io.weir.log.state;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads further columns of a chunk's files from the checkpoint it came from. Safe for many threads. */
public interface ChunkDetails {
    /** Everything the checkpoint says of a file, with the names and types that its columns have there. */
    StructType columns();

    /** When the newest checkpoint was written of which it is known that it names what is read; milliseconds since the epoch. */
    long namedMillis();

    /**
     * Reads columns of some files and hands them over piece by piece, in order.
     *
     * @param columns fields of {@link #columns()}, those of structs left out that are not needed; what the checkpoint does not
     *     have is null, and narrower numbers become what is asked for
     * @param rows rows of the chunk, ascending
     * @param each gets as many rows in all as there are in {@code rows}
     */
    void scan(StructType columns, int[] rows, Consumer<ColumnBatch> each);

    /** The same at once. */
    default ColumnBatch load(StructType columns, int[] rows) {
        List<ColumnBatch> batches = new ArrayList<>();
        scan(columns, rows, batches::add);
        return batches.isEmpty() ? new BatchBuilder(columns).build() : ColumnBatch.concat(columns, batches);
    }

    /**
     * Reads what the checkpoint says of some files beyond what the chunk has in memory.
     *
     * @param rows rows of the chunk, ascending
     * @param files as many, which are told
     */
    void describe(int[] rows, List<AddFile.Builder> files);
}
