package io.weir.sink;

import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.commit.Guard;
import io.weir.log.commit.TransactionSearch;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.storage.ObjectNotFoundException;
import io.weir.table.Table;
import io.weir.table.commit.Transaction;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.data.StagedRows;
import io.weir.table.data.WrittenFile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Commits epochs: their files, number and positions together, in one version, once. Safe for many threads.
 *
 * <p>An application's epoch is {@code txn(appId)} in the log, its place in partition {@code p} of its source {@code
 * txn(appId/p)}. These are actions of the protocol that every Delta engine carries along, so the form needs no table feature. (PROTOCOL.md,
 * "Transaction Identifiers")
 *
 * <p>An epoch that replaces rows decides which on the version that it follows: if anything else came in between, it decides again.
 */
public final class EpochCommitter {
    private static final String TRANSACTION_RETENTION = "delta.setTransactionRetentionDuration";

    /** How often an epoch that replaces rows is planned, before the conflict is passed on. */
    private static final int MAX_PLANS = 50;

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
     * <p>Of an epoch that {@linkplain OutputMode.Update updates}, the files of the parts are deleted once it is certain that it is in the table; those
     * of other epochs are part of the table then.
     *
     * @throws CommitConflictException if another commit made it impossible, such as one that changed the table's columns or constraints since the
     *     parts were {@linkplain Epoch#writtenAs written}. Columns that were only added, and may be null, do no harm. The parts are kept
     * @throws io.weir.log.error.CommitUnknownException if it cannot be found out whether it is in the table; the parts are kept, for they may
     *     be in it
     * @throws io.weir.log.error.ConstraintViolationException if the epoch replaces rows of a table that only takes new ones
     * @throws io.weir.log.error.SchemaMismatchException if a key of an update is no column, or one whose values cannot be compared
     * @throws EpochFilesLostException if a file of an update's part is gone
     * @throws IllegalArgumentException if a part was written for another output mode
     */
    public EpochOutcome commit(Epoch epoch) {
        if (epoch.hasNoRows() && epoch.positions().isEmpty() && !(epoch.mode() instanceof OutputMode.Complete)) {
            return new EpochOutcome.Empty(table.known().version());
        }
        return epoch.mode() instanceof OutputMode.Append ? append(epoch) : replace(epoch);
    }

    /** The same for parts that were written when the table's metadata was this. */
    public EpochOutcome commit(Epoch epoch, Collection<Metadata> writtenAs) {
        return commit(epoch.writtenAs(writtenAs));
    }

    /**
     * The same for an epoch that was kept over a restart. If it is in, that is the answer even if the application has gone on since. Vacuum may
     * have removed files of it meanwhile, so it is looked whether they are there: a request for each.
     *
     * @throws EpochFilesLostException if one is not; nothing was committed
     */
    public EpochOutcome commitRecovered(Epoch epoch) {
        PendingEpoch pending = recover(List.of(epoch)).get(0);
        if (pending instanceof PendingEpoch.Committed in) {
            deleteStaged(epoch);
            return alreadyIn(epoch.guards().get(0), in.version());
        }
        TransactionOutcome decided = TransactionOutcome.decided(
                        epoch.guards(), table.known().snapshot())
                .orElse(null);
        if (decided != null) {
            return outcome(epoch, decided, 0);
        }
        for (EpochFiles part : epoch.parts()) {
            part.files().forEach(file -> requireIsThere(epoch, file));
        }
        return commit(epoch);
    }

    private void requireIsThere(Epoch epoch, WrittenFile file) {
        long found;
        try {
            found = table.store().info(file.name()).sizeBytes();
        } catch (ObjectNotFoundException e) {
            throw new EpochFilesLostException(epoch, file.name(), Facts.of("table", table.location()));
        }
        if (found != file.sizeBytes()) {
            throw new EpochFilesLostException(
                    epoch,
                    file.name(),
                    Facts.of("bytes", found, "bytesWritten", file.sizeBytes(), "table", table.location()));
        }
    }

    /**
     * Says of epochs that were kept over a restart what the log says of them, all by one version. They come back ordered by application and number:
     * those that are open can be committed in that order.
     */
    public List<PendingEpoch> recover(Collection<Epoch> pending) {
        return new Recovery(latest(), TransactionSearch.in(table.store())).of(pending);
    }

    private EpochOutcome append(Epoch epoch) {
        Transaction transaction = table.transaction(EpochAttempt.OPERATION);
        requireThatRowsFit(epoch.writtenAs(), transaction);
        return attempt(epoch, transaction);
    }

    private EpochOutcome replace(Epoch epoch) {
        Collection<Metadata> writtenAs = epoch.writtenAs();
        for (int plan = 1; ; plan++) {
            Transaction transaction = table.transactionOnLatest(EpochAttempt.OPERATION);
            Snapshot version = transaction.snapshot();
            TransactionOutcome decided =
                    TransactionOutcome.decided(epoch.guards(), version).orElse(null);
            if (decided != null) {
                return outcome(epoch, decided, 0);
            }
            if (epoch.hasNoRows()
                    && epoch.positions().isEmpty()
                    && version.files().count() == 0) {
                return new EpochOutcome.Empty(version.version());
            }
            writtenAs = writtenAs.isEmpty() ? List.of(version.metadata()) : writtenAs;
            requireThatRowsFit(writtenAs, transaction);
            try {
                return attempt(epoch, transaction);
            } catch (CommitConflictException e) {
                if (plan == MAX_PLANS) {
                    throw e.with("plans", plan);
                }
                table.environment().backoff().pause(plan);
            } catch (CorruptTableException e) {
                return orWasMerged(epoch, e);
            }
        }
    }

    /** Files of an update are deleted when it is in the table, which somebody else may just have seen to. */
    private EpochOutcome orWasMerged(Epoch epoch, CorruptTableException cause) {
        boolean partIsGone = cause.getCause() instanceof ObjectNotFoundException gone
                && epoch.parts().stream()
                        .flatMap(part -> part.files().stream())
                        .anyMatch(file -> file.name().equals(gone.name()));
        if (!partIsGone) {
            throw cause;
        }
        TransactionOutcome decided = TransactionOutcome.decided(epoch.guards(), latest())
                .orElseThrow(() -> new EpochFilesLostException(
                        epoch, cause.facts().get("file"), Facts.of("table", table.location())));
        return outcome(epoch, decided, 0);
    }

    private EpochOutcome attempt(Epoch epoch, Transaction transaction) {
        if (!epoch.positions().isEmpty()) {
            requireThatPositionsAreKept(transaction.snapshot().metadata());
        }
        EpochAttempt attempt = new EpochAttempt(table, epoch, transaction);
        TransactionOutcome outcome = attempt.commit();
        return outcome(epoch, outcome, attempt.rows());
    }

    private EpochOutcome outcome(Epoch epoch, TransactionOutcome outcome, long rows) {
        if (outcome instanceof TransactionOutcome.Committed committed) {
            deleteStaged(epoch);
            return new EpochOutcome.Committed(committed.version(), rows);
        }
        if (outcome instanceof TransactionOutcome.AlreadyCommitted already) {
            deleteStaged(epoch);
            return alreadyIn(already.guard(), committedIn(already.guard(), already.version(), already.found()));
        }
        if (outcome instanceof TransactionOutcome.Fenced fenced) {
            Long expected = fenced.guard() instanceof Guard.Expect expect ? expect.expected() : null;
            return new EpochOutcome.Fenced(fenced.version(), expected, fenced.found());
        }
        return new EpochOutcome.Empty(outcome.version());
    }

    private @Nullable Long committedIn(Guard guard, long version, long there) {
        TransactionSearch.Found found =
                TransactionSearch.in(table.store()).find(guard.appId(), guard.next(), version, there);
        return found instanceof TransactionSearch.Found.In in ? Long.valueOf(in.version()) : null;
    }

    private EpochOutcome alreadyIn(Guard guard, @Nullable Long committedIn) {
        Snapshot now = latest(); // what decided may be older
        long newest = now.transaction(guard.appId()).map(t -> t.version()).orElse(guard.next());
        return new EpochOutcome.AlreadyIn(now.version(), newest, guard, committedIn);
    }

    /** No version names them, and none will: their rows are in the table, in other files. */
    private void deleteStaged(Epoch epoch) {
        if (epoch.mode() instanceof OutputMode.Update) {
            epoch.parts()
                    .forEach(part -> WrittenFile.abandon(
                            table.store(),
                            part.files().stream()
                                    .filter(file -> StagedRows.isMarked(file.action()))
                                    .toList()));
        }
    }

    /**
     * Transactions begin with metadata that is newer than what a writer knew that was opened earlier, and conflicts are only looked for from there
     * on.
     */
    private void requireThatRowsFit(Collection<Metadata> writtenAs, Transaction transaction) {
        Metadata now = transaction.snapshot().metadata();
        if (!writtenAs.stream().allMatch(was -> SameColumns.stillFit(was, now))) {
            throw new CommitConflictException(
                    "Another commit changed the table's columns since these rows were written; start again",
                    Facts.of("readVersion", transaction.readVersion(), "table", table.location()));
        }
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
        String prefix = appId + EpochAttempt.SEPARATOR;
        Map<String, Long> positions = new TreeMap<>();
        table.latest().transactions().forEach((key, next) -> {
            if (key.startsWith(prefix)) {
                positions.put(key.substring(prefix.length()), next);
            }
        });
        return positions;
    }

    private Snapshot latest() {
        return table.latest().snapshot();
    }
}
