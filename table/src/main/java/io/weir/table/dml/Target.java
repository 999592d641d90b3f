package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.Expression;
import io.weir.format.parallel.Parallel;
import io.weir.format.parquet.read.ExcludedRows;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.TableFeature;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.Facts;
import io.weir.storage.ObjectStore;
import io.weir.table.commit.Transaction;
import io.weir.table.data.StagedRows;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.DeletionVectorReader;
import io.weir.table.deletion.RowDeletions;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.FileScan;
import io.weir.table.schema.TableProperties;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The table that an operation changes, as it is when it begins. Safe for many threads, but for the transaction.
 *
 * @param store whose root is the table's
 * @param transaction what the operation does
 */
public record Target(ObjectStore store, TableEnvironment environment, Transaction transaction) {
    Snapshot snapshot() {
        return transaction.snapshot();
    }

    /** @throws ConstraintViolationException if rows may only be added to the table */
    public void requireRowsMayLeave(String operation) {
        if (snapshot().protocol().supports(TableFeature.APPEND_ONLY)
                && snapshot().metadata().isTrue(TableProperties.APPEND_ONLY)) {
            throw new ConstraintViolationException(
                    "The table only takes new rows; turn the property off first, if rows may change",
                    Facts.of("operation", operation, "rule", TableProperties.APPEND_ONLY, "table", store.root()));
        }
    }

    /** Are rows deleted by vectors, and not by rewriting files? */
    boolean deletesByVector() {
        return RowDeletions.areByVector(snapshot());
    }

    /** Must changes of rows be recorded? (PROTOCOL.md, "Writer Requirements for AddCDCFile") */
    boolean recordsChanges() {
        return snapshot().protocol().supports(TableFeature.CHANGE_DATA_FEED)
                && snapshot().metadata().isTrue("delta.enableChangeDataFeed");
    }

    /** A scan of the table's files. */
    FileScan scan(Collection<String> columns, @Nullable Expression condition, boolean rowIds) {
        return FileScan.of(store, environment, snapshot(), columns, condition, rowIds);
    }

    /** A scan of files in which rows were {@linkplain StagedRows staged}. */
    FileScan scanStaged(Collection<String> columns) {
        return FileScan.ofStaged(store, environment, snapshot(), columns);
    }

    /** The rows that are not in a file any more; empty if all are. */
    DeletionVector gone(AddFile file) {
        @Nullable DeletionVectorDescriptor descriptor = file.deletionVector();
        return descriptor == null ? DeletionVector.EMPTY : new DeletionVectorReader(store).read(descriptor);
    }

    /** The rows of a file that are in the table. */
    CloseableIterator<ColumnBatch> read(FileScan scan, AddFile file) {
        return scan.read(file, excluded(gone(file)));
    }

    static @Nullable ExcludedRows excluded(DeletionVector rows) {
        return rows.isEmpty() ? null : rows;
    }

    /** Does the same to many files, on the threads of the environment. */
    <T, R> List<R> each(List<T> files, Function<T, R> work) {
        return Parallel.map(files, work, environment.executor(), environment.parallelism());
    }
}
