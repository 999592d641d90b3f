package io.weir.log.state;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import java.util.List;

/** Reads further columns of a chunk's files from the checkpoint it came from. Safe for many threads. */
public interface ChunkDetails {
    /** Everything the checkpoint says of a file, with the names and types that its columns have there. */
    StructType columns();

    /**
     * Reads columns of some files.
     *
     * @param columns a projection of {@link #columns()}; fields of structs that are not needed are left out
     * @param rows rows of the chunk, ascending
     * @return one row for each of {@code rows}
     */
    ColumnBatch load(StructType columns, int[] rows);

    /** Reads all that the checkpoint says of some files, ascending. */
    List<AddFile> files(int[] rows);
}
