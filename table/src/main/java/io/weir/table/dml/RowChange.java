package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.log.action.AddCdcFile;
import io.weir.log.action.AddFile;
import io.weir.log.state.TableShape;
import io.weir.table.commit.Transaction;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.data.WrittenFile;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.RowDeletion;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.FileScan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * Rows of a table that leave and rows that come, and what the table's files are when all are known. Safe for many threads until {@link
 * #commit}.
 *
 * <p>Where the table has deletion vectors turned on, a file that lost rows keeps the others; otherwise they are copied to new files. Closing it
 * without a commit deletes what it wrote.
 */
final class RowChange implements AutoCloseable {
    private final Target target;
    private final TableShape shape;
    private final Metrics metrics;
    private final Map<String, RowDeletion> leaving = new ConcurrentSkipListMap<>();
    private final Map<String, AddFile> removed = new ConcurrentSkipListMap<>();
    private final Collection<Lane> lanes = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Lane> idle = new ConcurrentLinkedQueue<>();
    private final List<WrittenFile> written = new ArrayList<>();
    private final Map<String, Long> liveRows = new ConcurrentHashMap<>();

    /** @param shape the table's columns as this change leaves them */
    RowChange(Target target, TableShape shape, Metrics metrics) {
        this.target = target;
        this.shape = shape;
        this.metrics = metrics;
    }

    /** Gives a thread files to write to; each has its own. */
    void write(Consumer<Lane> work) {
        Lane lane = idle.poll();
        if (lane == null) {
            lane = new Lane(target, shape);
            lanes.add(lane);
        }
        work.accept(lane);
        idle.add(lane);
    }

    /** Takes rows of a file out of the table. */
    void leave(AddFile file, DeletionVector rows) {
        if (!rows.isEmpty()) {
            leaving.merge(file.path(), new RowDeletion(file, rows), (known, more) -> known.and(more.rows()));
        }
    }

    /** Takes a file out of the table with all rows it has. */
    void remove(AddFile file) {
        removed.put(file.path(), file);
    }

    /** How many rows of a file are in the table; then it is known whether any stays. */
    void liveRows(AddFile file, long rows) {
        liveRows.put(file.path(), rows);
    }

    boolean isEmpty() {
        return leaving.isEmpty() && removed.isEmpty() && lanes.isEmpty();
    }

    /**
     * Makes the change one version of the table.
     *
     * @param describe says in the history what is known at the end
     */
    TransactionOutcome commit(Consumer<Transaction> describe) {
        Transaction transaction = target.transaction();
        stage();
        describe.accept(transaction);
        try {
            TransactionOutcome outcome = transaction.commit();
            written.clear();
            return outcome;
        } catch (RuntimeException | Error e) {
            if (transaction.mayBeCommitted()) {
                written.clear(); // they are part of the table, or will be
            }
            throw e;
        }
    }

    /** Puts the change into the transaction, for whoever commits it; deleting the files is then up to them. */
    List<WrittenFile> handOver() {
        stage();
        List<WrittenFile> files = List.copyOf(written);
        written.clear();
        return files;
    }

    private void stage() {
        Transaction transaction = target.transaction();
        List<RowDeletion> partly = new ArrayList<>();
        for (RowDeletion deletion : leaving.values()) {
            AddFile file = deletion.file();
            Long live = liveRows.get(file.path());
            if (live != null && live == deletion.rows().cardinality()) {
                removed.put(file.path(), file);
            } else {
                partly.add(deletion);
            }
        }
        if (target.deletesByVector()) {
            partly.forEach(deletion -> deleteByVector(transaction, deletion));
        } else {
            target.each(partly, this::copyRest);
            partly.forEach(deletion -> removed.put(deletion.file().path(), deletion.file()));
        }
        removed.values().forEach(transaction::remove);
        metrics.add("numRemovedFiles", removed.size());
        metrics.add(
                "numRemovedBytes",
                removed.values().stream().mapToLong(AddFile::sizeBytes).sum());
        addWritten(transaction);
    }

    private void deleteByVector(Transaction transaction, RowDeletion deletion) {
        transaction.deleteRows(deletion.file(), deletion.rows());
        metrics.add("numDeletionVectorsAdded", 1);
        if (deletion.file().deletionVector() != null) {
            metrics.add("numDeletionVectorsRemoved", 1);
            metrics.add("numDeletionVectorsUpdated", 1);
        }
    }

    private boolean copyRest(RowDeletion deletion) {
        DeletionVector without = target.gone(deletion.file()).union(deletion.rows());
        FileScan scan = target.scan(target.snapshot().schema().names(), null, true);
        write(lane -> {
            try (CloseableIterator<ColumnBatch> batches = scan.read(deletion.file(), without)) {
                while (batches.hasNext()) {
                    ColumnBatch rows = batches.next();
                    lane.copy(Rows.columns(rows, target.snapshot().schema()), rows);
                    metrics.add("numCopiedRows", rows.rowCount());
                }
            }
        });
        return true;
    }

    private void addWritten(Transaction transaction) {
        List<WrittenFile> rows = Lane.finishRows(lanes);
        written.addAll(rows);
        transaction.add(rows);
        metrics.add("numAddedFiles", rows.size());
        long bytes = rows.stream().mapToLong(WrittenFile::sizeBytes).sum();
        for (WrittenFile change : Lane.finishChanges(lanes)) {
            written.add(change);
            AddFile file = change.action();
            transaction.add(new AddCdcFile(file.path(), file.partitionValues(), file.sizeBytes(), Map.of(), Map.of()));
            metrics.add("numAddedChangeFiles", 1);
        }
        metrics.add("numAddedBytes", bytes);
    }

    /** Deletes what is not part of the table. */
    @Override
    public void close() {
        lanes.forEach(Lane::abort);
        WrittenFile.abandon(target.store(), written);
        written.clear();
    }
}
