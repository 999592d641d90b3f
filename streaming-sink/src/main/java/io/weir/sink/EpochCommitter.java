package io.weir.sink;

import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.commit.Guard;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.table.Table;
import io.weir.table.commit.Transaction;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.data.WrittenFile;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Commits epochs: their files, number and positions together, in one version, once. Safe for many threads.
 *
 * <p>An application's epoch is {@code txn(appId)} in the log, its place in partition {@code p} of its source {@code
 * txn(appId/p)}. These are actions of the protocol that every Delta engine carries along, so the form needs no table feature. (PROTOCOL.md,
 * "Transaction Identifiers")
 */
public final class EpochCommitter {
    private static final String OPERATION = "STREAMING UPDATE";
    private static final char SEPARATOR = '/';
    private static final String TRANSACTION_RETENTION = "delta.setTransactionRetentionDuration";

    private final Table table;

    private EpochCommitter(Table table) {
        this.table = table;
    }

    public static EpochCommitter of(Table table) {
        return new EpochCommitter(table);
    }

    /**
     * Puts an epoch into the table unless it is there, or must not be.
     *
     * @throws io.weir.log.error.CommitConflictException if another commit made it impossible; the parts are kept
     * @throws io.weir.log.error.CommitUnknownException if it cannot be found out whether it is in the table; the parts are kept, for they may
     *     be in it
     */
    public EpochOutcome commit(Epoch epoch) {
        return commit(epoch, table.transaction(OPERATION));
    }

    /**
     * The same for parts that were written when the table's metadata was this. Transactions begin with the newest metadata this
     * process knows of; whoever opened a writer earlier may have rows that do not fit it. Columns that were only added since, and may be null, do no
     * harm.
     *
     * @param writtenAs of any part
     * @throws CommitConflictException also if the table's columns or constraints are others now; the parts are kept
     */
    public EpochOutcome commit(Epoch epoch, Collection<Metadata> writtenAs) {
        Transaction transaction = table.transaction(OPERATION);
        Metadata now = transaction.snapshot().metadata();
        if (!writtenAs.stream().allMatch(was -> SameColumns.stillFit(was, now))) {
            throw new CommitConflictException(
                    "Another commit changed the table's columns since these rows were written; start again",
                    Facts.of("readVersion", transaction.readVersion(), "table", table.location()));
        }
        return commit(epoch, transaction);
    }

    private EpochOutcome commit(Epoch epoch, Transaction transaction) {
        if (epoch.parts().stream().allMatch(EpochFiles::isEmpty)
                && epoch.positions().isEmpty()) {
            return new EpochOutcome.Empty(table.known().version());
        }
        if (!epoch.positions().isEmpty()) {
            requireThatPositionsAreKept(transaction.snapshot().metadata());
        }
        transaction
                .parameter("outputMode", "\"Append\"")
                .parameter("queryId", quoted(epoch.appId()))
                .parameter("epochId", Long.toString(epoch.guards().get(0).next()));
        epoch.guards().forEach(transaction::guard);
        epoch.positions()
                .forEach((partition, next) -> transaction.setTransaction(epoch.appId() + SEPARATOR + partition, next));
        epoch.parts().forEach(part -> transaction.add(part.files()));
        epoch.parameters().forEach((name, text) -> transaction.parameter(name, quoted(text)));
        metrics(epoch, transaction);
        TransactionOutcome outcome = transaction.commit();
        if (outcome instanceof TransactionOutcome.Committed committed) {
            return new EpochOutcome.Committed(
                    committed.version(), committed.result().rows());
        }
        if (outcome instanceof TransactionOutcome.AlreadyCommitted already) {
            return new EpochOutcome.AlreadyIn(already.version(), already.found());
        }
        if (outcome instanceof TransactionOutcome.Fenced fenced) {
            Long expected = fenced.guard() instanceof Guard.Expect expect ? expect.expected() : null;
            return new EpochOutcome.Fenced(fenced.version(), expected, fenced.found());
        }
        return new EpochOutcome.Empty(outcome.version());
    }

    /**
     * A table that lets old transactions expire forgets how far a source was read, and the source would be read, and its rows added,
     * again. An engine that keeps positions of its own commits none here and may go on.
     */
    private void requireThatPositionsAreKept(Metadata metadata) {
        String retention = metadata.configuration().get(TRANSACTION_RETENTION);
        if (retention != null) {
            throw new TableException(
                    "The table lets transactions expire, so it would forget how far a source was read and its rows would be added"
                            + " again; take the property away to stream into it",
                    Facts.of("property", TRANSACTION_RETENTION, "table", table.location(), "value", retention));
        }
    }

    /** The numbers every Delta engine shows for a streaming write, and the query's own. */
    private static void metrics(Epoch epoch, Transaction transaction) {
        long files = 0;
        long bytes = 0;
        for (EpochFiles part : epoch.parts()) {
            files += part.files().size();
            bytes += part.files().stream().mapToLong(WrittenFile::sizeBytes).sum();
        }
        transaction
                .metric("numRemovedFiles", 0)
                .metric("numOutputRows", epoch.rows())
                .metric("numOutputBytes", bytes)
                .metric("numAddedFiles", files);
        epoch.metrics().forEach(transaction::metric);
    }

    /**
     * Deletes the files of an epoch that is not going to be in the table, but none that the table has. Only its caller can know the former:
     * parts that came back from an engine's own store may have been committed before it stopped, and then they are in the table
     * although {@link #commit} answers {@link EpochOutcome.AlreadyIn}. Leave such parts to vacuum.
     */
    public void abort(Epoch epoch) {
        Set<String> live;
        try (Stream<AddFile> files = table.latest().files()) {
            live = files.map(AddFile::path).collect(Collectors.toSet());
        }
        for (EpochFiles part : epoch.parts()) {
            for (WrittenFile file : part.files()) {
                if (!live.contains(file.action().path())) {
                    table.store().delete(file.name());
                }
            }
        }
    }

    /** The application's newest epoch in the table. Goes to the store; the only truth after a restart. */
    public OptionalLong lastEpoch(String appId) {
        return table.latest().transaction(appId);
    }

    /** The application's place in each partition of its source. Goes to the store. */
    public Map<String, Long> positions(String appId) {
        String prefix = appId + SEPARATOR;
        Map<String, Long> positions = new TreeMap<>();
        table.latest().transactions().forEach((key, next) -> {
            if (key.startsWith(prefix)) {
                positions.put(key.substring(prefix.length()), next);
            }
        });
        return positions;
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
