package io.weir.table.scan;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Expression;
import io.weir.format.parquet.read.ExcludedRows;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.action.TableFeature;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of one version one by one, and tells of each row its place in the file. Immutable and safe for many threads.
 *
 * <p>What comes out are the columns asked for, behind them {@link #PLACE}, and, where ids are asked for, {@link #ROW_ID} and {@link
 * #ROW_COMMIT_VERSION}.
 */
public final class FileScan {
    /** The row's place in its file, from 0 over all row groups, LONG. */
    public static final String PLACE = RowTracking.PLACE;

    /** The row's stable id, LONG. */
    public static final String ROW_ID = "_metadata.row_id";

    /** The version that last changed the row, LONG. */
    public static final String ROW_COMMIT_VERSION = "_metadata.row_commit_version";

    private final ObjectStore store;
    private final TableEnvironment environment;
    private final Snapshot snapshot;
    private final ScanShape shape;
    private final boolean tracked;

    private FileScan(
            ObjectStore store, TableEnvironment environment, Snapshot snapshot, ScanShape shape, boolean tracked) {
        this.store = store;
        this.environment = environment;
        this.snapshot = snapshot;
        this.shape = shape;
        this.tracked = tracked;
    }

    /**
     * A scan of a version's files.
     *
     * @param columns of the table, by name, as the table has them
     * @param condition over the table's columns; rows for which it is not true do not come out. Null: all do
     * @param rowIds also the ids of rows, if the table tracks them
     */
    public static FileScan of(
            ObjectStore store,
            TableEnvironment environment,
            Snapshot snapshot,
            Collection<String> columns,
            @Nullable Expression condition,
            boolean rowIds) {
        boolean tracked = rowIds && tracksRows(snapshot);
        StructType scanned = snapshot.schema().add(PLACE, PrimitiveType.LONG);
        List<String> constants = new ArrayList<>(snapshot.partitionColumns());
        List<Expression> select = withPlace(columns);
        if (tracked) {
            RowTracking tracking = RowTracking.of(snapshot);
            scanned = tracking.scanned();
            constants.addAll(tracking.constants());
            select.addAll(tracking.values());
        }
        ScanShape shape = new ScanShape(scanned, constants, snapshot.shape().columnMapping(), select, condition);
        return new FileScan(store, environment, snapshot, shape, tracked);
    }

    /** A scan of all rows of files that are not the version's own, but have all columns of it, those of the partitioning too. */
    public static FileScan ofStaged(
            ObjectStore store, TableEnvironment environment, Snapshot snapshot, Collection<String> columns) {
        StructType scanned = snapshot.schema().add(PLACE, PrimitiveType.LONG);
        ScanShape shape = new ScanShape(scanned, List.of(), snapshot.shape().columnMapping(), withPlace(columns), null);
        return new FileScan(store, environment, snapshot, shape, false);
    }

    private static List<Expression> withPlace(Collection<String> columns) {
        List<Expression> select = new ArrayList<>();
        for (String column : columns) {
            select.add(new ColumnReference(List.of(column)));
        }
        select.add(new ColumnReference(List.of(PLACE)));
        return select;
    }

    /** Do the version's rows have ids? */
    public static boolean tracksRows(Snapshot snapshot) {
        return snapshot.protocol().supports(TableFeature.ROW_TRACKING)
                && snapshot.metadata().isTrue("delta.enableRowTracking");
    }

    /** The columns that come out. */
    public StructType schema() {
        return shape.outputSchema();
    }

    /**
     * The rows of a file, in order. Read it to the end or close it.
     *
     * @param excluded which rows do not come out, those of the file's deletion vector among them; null: all do
     */
    public CloseableIterator<ColumnBatch> read(AddFile file, @Nullable ExcludedRows excluded) {
        return read(List.of(file), any -> excluded);
    }

    /**
     * The rows of several files, in the order of the files; some of them are read at the same time. Read them to the end or close them.
     *
     * @param excluded which rows of a file do not come out, as above; asked once a file, by any thread
     */
    public ParallelScan read(List<AddFile> files, Function<AddFile, @Nullable ExcludedRows> excluded) {
        return new ParallelScan(store, environment, new ChosenFiles(List.copyOf(files), excluded), -1);
    }

    private ScanTask task(AddFile file, int place) {
        Map<String, @Nullable String> values = new HashMap<>(file.partitionValues());
        if (tracked) {
            RowTracking.constants(file, values);
        }
        return new ScanTask(place, file.path(), file.sizeBytes(), values, file.deletionVector());
    }

    private final class ChosenFiles implements ScanFiles {
        private final List<AddFile> files;
        private final Function<AddFile, @Nullable ExcludedRows> excluded;

        ChosenFiles(List<AddFile> files, Function<AddFile, @Nullable ExcludedRows> excluded) {
            this.files = files;
            this.excluded = excluded;
        }

        @Override
        public int count() {
            return files.size();
        }

        @Override
        public ScanTask task(int place) {
            return FileScan.this.task(files.get(place), place);
        }

        @Override
        public ScanShape shape(int place) {
            return shape;
        }

        @Override
        public @Nullable ExcludedRows excluded(ScanTask asked) {
            return excluded.apply(files.get(asked.ordinal()));
        }

        @Override
        public long version(ScanTask asked) {
            return snapshot.version();
        }
    }
}
