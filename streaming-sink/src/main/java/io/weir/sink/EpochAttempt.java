package io.weir.sink;

import io.weir.log.action.AddFile;
import io.weir.log.error.TableException;
import io.weir.table.Table;
import io.weir.table.commit.Transaction;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.data.StagedRows;
import io.weir.table.data.WrittenFile;
import io.weir.table.dml.JoinedChange;
import io.weir.table.dml.Target;
import io.weir.table.dml.Upsert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An epoch as one transaction: what it does to the rows of one version, and what the history says of it. One thread at a time. */
final class EpochAttempt {
    static final String OPERATION = "STREAMING UPDATE";
    static final char SEPARATOR = '/';

    /** What the history says of an update beside what it says of every streaming write. */
    private static final List<String> UPDATE_METRICS = List.of(
            "numTargetRowsInserted",
            "numTargetRowsUpdated",
            "numCopiedRows",
            "numAddedChangeFiles",
            "numDeletionVectorsAdded",
            "numDeletionVectorsRemoved",
            "scanTimeMs",
            "rewriteTimeMs");

    private final Table table;
    private final Epoch epoch;
    private final Transaction transaction;
    private @Nullable JoinedChange change;

    EpochAttempt(Table table, Epoch epoch, Transaction transaction) {
        this.table = table;
        this.epoch = epoch;
        this.transaction = transaction;
    }

    /** Files that it wrote and that are not part of the table afterwards are deleted; those of the epoch's parts stay. */
    TransactionOutcome commit() {
        boolean committed = false;
        try {
            fill();
            TransactionOutcome outcome = transaction.commit();
            committed = outcome instanceof TransactionOutcome.Committed;
            return outcome;
        } finally {
            if (change != null && !committed && !transaction.mayBeCommitted()) {
                WrittenFile.abandon(table.store(), change.written());
            }
        }
    }

    /** How many rows came in, if it was committed. */
    long rows() {
        return change == null ? epoch.rows() : metric("numTargetRowsInserted") + metric("numTargetRowsUpdated");
    }

    private void fill() {
        OutputMode mode = epoch.mode();
        requirePartsFor(mode);
        transaction
                .textParameter("outputMode", mode.deltaName())
                .textParameter("queryId", epoch.appId())
                .textParameter("epochId", Long.toString(epoch.number()));
        epoch.parameters().forEach(transaction::textParameter);
        epoch.guards().forEach(transaction::guard);
        epoch.positions()
                .forEach((partition, next) -> transaction.setTransaction(epoch.appId() + SEPARATOR + partition, next));
        if (mode instanceof OutputMode.Update update) {
            update(update.keys());
        } else {
            if (mode instanceof OutputMode.Complete) {
                removeAll();
            } else {
                transaction.metric("numRemovedFiles", 0);
            }
            epoch.parts().forEach(part -> transaction.add(part.files()));
            metrics(files(), bytes());
        }
        epoch.metrics().forEach(transaction::metric);
    }

    private void requirePartsFor(OutputMode mode) {
        for (EpochFiles part : epoch.parts()) {
            for (WrittenFile file : part.files()) {
                if (StagedRows.isMarked(file.action()) != mode instanceof OutputMode.Update) {
                    throw new IllegalArgumentException(
                            "A part was written for another output mode; open its writer for the mode of the epoch {appId="
                                    + epoch.appId() + ", epoch=" + epoch.number() + ", file=" + file.name() + ", mode="
                                    + mode.deltaName() + "}");
                }
            }
        }
    }

    private void removeAll() {
        requireRowsMayLeave();
        transaction.readsAll().serializable();
        List<AddFile> removed = transaction.snapshot().files().all();
        removed.forEach(transaction::remove);
        transaction
                .metric("numRemovedFiles", removed.size())
                .metric(
                        "numRemovedBytes",
                        removed.stream().mapToLong(AddFile::sizeBytes).sum());
    }

    private void update(List<String> keys) {
        if (epoch.hasNoRows()) {
            transaction.metric("numRemovedFiles", 0);
            metrics(0, 0);
            return;
        }
        requireRowsMayLeave();
        List<AddFile> staged = epoch.parts().stream()
                .flatMap(part -> part.files().stream())
                .map(WrittenFile::action)
                .toList();
        JoinedChange joined = Upsert.join(target(), keys, staged);
        change = joined;
        transaction
                .metric("numRemovedFiles", metric("numRemovedFiles"))
                .metric("numRemovedBytes", metric("numRemovedBytes"));
        metrics(metric("numAddedFiles"), metric("numAddedBytes"));
        UPDATE_METRICS.forEach(name -> transaction.metric(name, metric(name)));
    }

    private void requireRowsMayLeave() {
        try {
            target().requireRowsMayLeave(OPERATION);
        } catch (TableException e) {
            throw e.with("outputMode", epoch.mode().deltaName());
        }
    }

    private Target target() {
        return new Target(table.store(), table.environment(), transaction);
    }

    /** The numbers every Delta engine shows for a streaming write. */
    private void metrics(long files, long bytes) {
        transaction
                .metric("numOutputRows", rows())
                .metric("numOutputBytes", bytes)
                .metric("numAddedFiles", files);
    }

    private long metric(String name) {
        return change == null ? 0 : change.metrics().getOrDefault(name, 0L);
    }

    private long files() {
        return epoch.parts().stream().mapToLong(part -> part.files().size()).sum();
    }

    private long bytes() {
        return epoch.parts().stream()
                .flatMap(part -> part.files().stream())
                .mapToLong(WrittenFile::sizeBytes)
                .sum();
    }
}
