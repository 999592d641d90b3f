package io.weir.table.scan;

import io.weir.format.parquet.read.ExcludedRows;
import io.weir.storage.ObjectStore;
import io.weir.table.deletion.DeletionVectorReader;
import io.weir.table.deletion.PlannedVectors;
import org.jspecify.annotations.Nullable;

/** The files of a plan, all read alike, without the rows that their deletion vectors name. Safe for many threads. */
final class PlannedFiles implements ScanFiles {
    private final ScanPlan plan;
    private final ScanShape shape;
    private final PlannedVectors vectors;

    PlannedFiles(ObjectStore table, ScanPlan plan, ScanShape shape) {
        this.plan = plan;
        this.shape = shape;
        this.vectors = new PlannedVectors(new DeletionVectorReader(table), plan::deletionVector, plan.filesKept());
    }

    @Override
    public int count() {
        return plan.filesKept();
    }

    @Override
    public ScanTask task(int place) {
        return plan.tasks().get(place);
    }

    @Override
    public ScanShape shape(int place) {
        return shape;
    }

    @Override
    public @Nullable ExcludedRows excluded(ScanTask task) {
        return task.deletionVector() == null ? null : vectors.take(task.ordinal());
    }

    @Override
    public long version(ScanTask task) {
        return plan.version();
    }
}
