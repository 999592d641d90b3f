package io.weir.table.dml;

import io.weir.log.action.AddFile;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.DeletionVectorBuilder;

/** What a merge found out about a file of the table so far. One thread at a time. */
final class MergeFile {
    final AddFile file;

    /** The rows that were not in the table any more before. */
    final DeletionVector gone;

    /** The rows that some row of the source matches; only kept where somebody asks for the others. */
    final DeletionVectorBuilder matched = new DeletionVectorBuilder();

    /** The rows that are updated or deleted. */
    final DeletionVectorBuilder changed = new DeletionVectorBuilder();

    MergeFile(AddFile file, DeletionVector gone) {
        this.file = file;
        this.gone = gone;
    }
}
