package io.weir.table.scan;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.Expression;
import io.weir.format.schema.ColumnMapping;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out scans of one version. Immutable and safe for many threads. */
public final class ScanReader {
    /** Numbers of rows of so many files are fetched at once. */
    private static final int FILES_AT_ONCE = 64 * 1024;

    private final ObjectStore store;
    private final TableEnvironment environment;
    private final Snapshot snapshot;
    private final @Nullable RowTracking tracking;

    public ScanReader(ObjectStore store, TableEnvironment environment, Snapshot snapshot) {
        this(store, environment, snapshot, null);
    }

    private ScanReader(
            ObjectStore store, TableEnvironment environment, Snapshot snapshot, @Nullable RowTracking tracking) {
        this.store = store;
        this.environment = environment;
        this.snapshot = snapshot;
        this.tracking = tracking;
    }

    /**
     * The same with what is known of each row's origin.
     *
     * @throws IllegalArgumentException if the table does not track its rows
     */
    public ScanReader withRowTracking() {
        return new ScanReader(store, environment, snapshot, RowTracking.of(snapshot));
    }

    /** The columns that expressions may name. */
    public StructType columns() {
        return tracking == null ? snapshot.schema() : tracking.named();
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** The columns a selection gives; null is all. */
    public StructType schema(@Nullable List<Expression> select) {
        return shape(select, null).outputSchema();
    }

    private ScanShape shape(@Nullable List<Expression> select, @Nullable Expression condition) {
        ColumnMapping mapping = snapshot.shape().columnMapping();
        if (tracking == null) {
            return new ScanShape(snapshot.schema(), snapshot.partitionColumns(), mapping, select, condition);
        }
        List<String> constants = new ArrayList<>(snapshot.partitionColumns());
        constants.addAll(tracking.constants());
        return new ScanShape(
                tracking.scanned(), constants, mapping, tracking.select(select), tracking.where(condition));
    }

    /** The files that may hold rows of a condition. */
    public ScanPlan plan(@Nullable Expression condition) {
        ScanPlan plan = ScanPlan.of(snapshot, tracking == null ? condition : RowTracking.ofTable(condition));
        environment
                .events()
                .on(new TableEvents.Planned(store.root(), snapshot.version(), plan.filesKept(), plan.filesPruned()));
        return plan;
    }

    /** @param limit at most so many rows; -1: all */
    public CloseableIterator<ColumnBatch> read(
            @Nullable List<Expression> select, @Nullable Expression condition, long limit) {
        ScanShape shape = shape(select, condition); // an unknown column is an error before anything is read
        ScanPlan plan = plan(condition).limitedTo(limit);
        plan = tracking == null ? plan : plan.withRowOrigins();
        return new ParallelScan(store, environment, new PlannedFiles(store, plan, shape), limit);
    }

    /**
     * How many rows satisfy a condition. Reads nothing if the condition is only about partition columns and statistics say how
     * many rows each file has.
     */
    public long count(@Nullable Expression condition) {
        ScanShape shape = shape(List.of(), condition);
        if (!shape.needsOnlyRowCounts()) {
            return countRows(condition);
        }
        ScanPlan plan = plan(condition);
        long rows = 0;
        for (int from = 0; from < plan.filesKept(); from += FILES_AT_ONCE) {
            long[] counts = plan.rowCounts(from, Math.min(plan.filesKept(), from + FILES_AT_ONCE));
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == ScanPlan.UNKNOWN) {
                    return countRows(condition);
                }
                rows += shape.keepsAllOf(plan.tasks().get(from + i)) ? counts[i] : 0;
            }
        }
        return rows;
    }

    /** Reads what the condition is about, and no column that it is not about. */
    private long countRows(@Nullable Expression condition) {
        long rows = 0;
        try (CloseableIterator<ColumnBatch> batches = read(List.of(), condition, -1)) {
            while (batches.hasNext()) {
                rows += batches.next().rowCount();
            }
        }
        return rows;
    }
}
