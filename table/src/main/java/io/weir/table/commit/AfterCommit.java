package io.weir.table.commit;

import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.SetTransaction;
import io.weir.log.commit.CommitAttempt;
import io.weir.log.commit.VersionChecksum;
import io.weir.log.error.TableException;
import io.weir.storage.StorageException;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * What is done behind a commit and may fail without harm: the version checksum, and the checkpoint when it is due. Safe for
 * many threads.
 *
 * <p>The commit is durable before this begins, and its caller does not wait: the executor does it, or the caller if
 * too much is waiting already. What a process does not get to is left out; nothing depends on it.
 */
final class AfterCommit {
    /** Commits that may be waited behind; the next one does its part itself. */
    private static final int MAX_PENDING = 16;

    /** More applications are not listed in a checksum, which is written with every commit. */
    private static final int MAX_TRANSACTIONS = 1000;

    private final DeltaLog log;
    private final TableEnvironment environment;
    private final Semaphore free = new Semaphore(MAX_PENDING, true);

    AfterCommit(DeltaLog log, TableEnvironment environment) {
        this.log = log;
        this.environment = environment;
    }

    /** @param snapshot at the commit's version, or newer if others have gone on */
    void submit(Snapshot snapshot, CommitAttempt commit) {
        if (snapshot.version() != commit.version()) {
            return; // whoever went on does this for the newer version
        }
        if (!free.tryAcquire()) {
            run(snapshot, commit);
            return;
        }
        environment.executor().execute(() -> {
            try {
                run(snapshot, commit);
            } finally {
                free.release();
            }
        });
    }

    void await() {
        free.acquireUninterruptibly(MAX_PENDING);
        free.release(MAX_PENDING);
    }

    private void run(Snapshot snapshot, CommitAttempt commit) {
        step("version checksum", snapshot, () -> checksum(snapshot, commit).store(log.store(), snapshot.version()));
        if (log.isCheckpointDue(snapshot)) {
            step("checkpoint", snapshot, () -> checkpoint(snapshot));
        }
    }

    private void step(String name, Snapshot snapshot, Runnable step) {
        try {
            step.run();
        } catch (StorageException | TableException e) {
            environment
                    .events()
                    .on(new TableEvents.AfterCommitFailed(log.store().root(), snapshot.version(), name, e));
        }
    }

    private void checkpoint(Snapshot snapshot) {
        Instant start = environment.clock().instant();
        log.checkpoint(snapshot, start);
        environment
                .events()
                .on(new TableEvents.Checkpointed(
                        log.store().root(),
                        snapshot.version(),
                        Duration.between(start, environment.clock().instant())));
    }

    private static VersionChecksum checksum(Snapshot snapshot, CommitAttempt commit) {
        List<SetTransaction> transactions = List.copyOf(snapshot.transactions().values());
        List<DomainMetadata> domains = List.copyOf(snapshot.domains().values());
        return new VersionChecksum(
                commit.txnId(),
                snapshot.files().totalBytes(),
                snapshot.files().count(),
                snapshot.state().inCommitTimestamp(),
                transactions.size() > MAX_TRANSACTIONS ? null : transactions,
                domains,
                snapshot.metadata(),
                snapshot.protocol());
    }
}
