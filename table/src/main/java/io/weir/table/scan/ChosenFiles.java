package io.weir.table.scan;

import io.weir.format.parquet.read.ExcludedRows;
import io.weir.log.Snapshot;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.state.LiveFiles;
import io.weir.storage.ObjectStore;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.DeletionVectorReader;
import io.weir.table.deletion.PlannedVectors;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Some files of a version, all read alike, without rows that are deleted. Safe for many threads. */
public final class ChosenFiles implements ScanFiles {
    private final Snapshot snapshot;
    private final int[] ids;
    private final Map<Integer, DeletionVectorDescriptor> onlyRowsOf;
    private final ScanShape shape;
    private final PlannedVectors vectors;

    /** @param ids numbers of files, as {@link LiveFiles} has them */
    public ChosenFiles(ObjectStore table, Snapshot snapshot, int[] ids, ScanShape shape) {
        this(table, snapshot, ids, Map.of(), shape);
    }

    /** @param onlyRowsOf by numbers of files, the rows that alone are meant; of files that are not in it, all */
    public ChosenFiles(
            ObjectStore table,
            Snapshot snapshot,
            int[] ids,
            Map<Integer, DeletionVectorDescriptor> onlyRowsOf,
            ScanShape shape) {
        this.snapshot = snapshot;
        this.ids = ids.clone();
        this.onlyRowsOf = Map.copyOf(onlyRowsOf);
        this.shape = shape;
        this.vectors = new PlannedVectors(new DeletionVectorReader(table), this::descriptor, 2 * ids.length);
    }

    /** Two a file: the rows that are meant, and those of them that are not there. */
    private @Nullable DeletionVectorDescriptor descriptor(int place) {
        int id = ids[place / 2];
        return place % 2 == 0 ? onlyRowsOf.get(id) : files().deletionVector(id);
    }

    private LiveFiles files() {
        return snapshot.files();
    }

    @Override
    public int count() {
        return ids.length;
    }

    @Override
    public ScanTask task(int place) {
        int id = ids[place];
        return new ScanTask(
                place,
                files().path(id),
                files().sizeBytes(id),
                files().partitionValues(id),
                files().deletionVector(id));
    }

    @Override
    public ScanShape shape(int place) {
        return shape;
    }

    @Override
    public @Nullable ExcludedRows excluded(ScanTask task) {
        @Nullable DeletionVector only = vectors.take(2 * task.ordinal());
        @Nullable DeletionVector deleted = vectors.take(2 * task.ordinal() + 1);
        if (only == null) {
            return deleted;
        }
        return (deleted == null ? only : only.minus(deleted)).others();
    }

    @Override
    public long version(ScanTask task) {
        return snapshot.version();
    }
}
