package io.weir.table.commit;

import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.checkpoint.CheckpointPolicy;
import io.weir.log.checkpoint.LogTail;
import io.weir.log.commit.CommitAttempt;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is done behind a commit and may fail without harm: the version checksum, and the checkpoint or compacted log
 * file when it is due. Safe for
 * many threads.
 *
 * <p>The commit is durable before this begins, and its caller does not wait: the executor does it, one version at a time.
 * Commits that come faster than that have the checksum of the newest one written, and the newest checkpoint and compacted log file
 * that is due, as {@link CheckpointPolicy} says. A checkpoint of a table with very many files takes longer than the versions between two: then fewer are written, so that this
 * takes no more than a tenth of the time.
 */
final class AfterCommit {
    /** Quicker ones may follow each other as the table's interval has it. */
    private static final Duration SLOW_CHECKPOINT = Duration.ofSeconds(1);

    private static final int PAUSE_BEHIND_SLOW_ONE = 9;

    private final DeltaLog log;
    private final TableEnvironment environment;

    // All that follows is guarded by this.
    private @Nullable Work checksum;
    private @Nullable Work checkpoint;
    private @Nullable Work compaction;
    private Instant nextCheckpoint = Instant.MIN;

    /** What was behind the newest checkpoint when the last one was found due, which may not be written yet; null if none was. */
    private @Nullable LogTail begun;

    private boolean running;
    private boolean taken;

    AfterCommit(DeltaLog log, TableEnvironment environment) {
        this.log = log;
        this.environment = environment;
    }

    /** @param snapshot at the commit's version */
    private record Work(Snapshot snapshot, CommitAttempt commit) {
        long version() {
            return snapshot.version();
        }
    }

    /** @param snapshot at the commit's version, or newer if others have gone on */
    void submit(Snapshot snapshot, CommitAttempt commit) {
        if (snapshot.version() != commit.version()) {
            return; // whoever went on does this for the newer version
        }
        Work work = new Work(snapshot, commit);
        synchronized (this) {
            checksum = newer(checksum, work);
            LogTail tail = begun == null ? snapshot.tail() : snapshot.tail().since(begun);
            if (CheckpointPolicy.of(snapshot.metadata())
                    .isDue(snapshot.version(), tail, snapshot.files().count())) {
                checkpoint = newer(checkpoint, work);
                begun = snapshot.tail();
            }
            if (log.isCompactionDue(snapshot)) {
                compaction = newer(compaction, work);
            }
            if (running) {
                return;
            }
            running = true;
            taken = false;
        }
        try {
            environment.executor().execute(this::work);
        } catch (RejectedExecutionException e) {
            // Whoever waits for the commit must not hear of this: he would do again what is in the table
            giveUp(work, e);
        }
    }

    private void giveUp(Work work, RuntimeException cause) {
        synchronized (this) {
            checksum = null;
            checkpoint = null;
            compaction = null;
            end();
        }
        environment.tell(new TableEvents.AfterCommitFailed(log.store().root(), work.version(), "executor", cause));
    }

    private static Work newer(@Nullable Work waiting, Work work) {
        return waiting == null || waiting.version() < work.version() ? work : waiting;
    }

    /** Returns when nothing is left to do. What the executor has not begun, and perhaps never will, is done here. */
    void await() {
        if (begin()) {
            workToTheEnd();
        }
        environment.waiting().until(this, () -> !running);
    }

    /** @return is the caller the one who works? */
    private synchronized boolean begin() {
        boolean first = running && !taken;
        taken |= first;
        return first;
    }

    private void work() {
        if (begin()) {
            workToTheEnd();
        }
    }

    private void workToTheEnd() {
        boolean ended = false;
        try {
            workUntilDone();
            ended = true;
        } finally {
            if (!ended) {
                end(); // an error that nobody handles must not leave await() waiting
            }
        }
    }

    private synchronized void end() {
        running = false;
        notifyAll();
    }

    private void workUntilDone() {
        while (true) {
            Work checksumNow;
            Work checkpointNow;
            Work compactionNow;
            synchronized (this) {
                checksumNow = checksum;
                checkpointNow =
                        checkpoint == null || environment.clock().instant().isBefore(nextCheckpoint)
                                ? null
                                : checkpoint;
                compactionNow = compaction;
                checksum = null;
                checkpoint = checkpointNow == null ? checkpoint : null;
                compaction = null;
                if (checksumNow == null && checkpointNow == null && compactionNow == null) {
                    end();
                    return;
                }
            }
            if (checksumNow != null) {
                step("version checksum", checksumNow, this::writeChecksum);
            }
            if (checkpointNow != null) {
                step("checkpoint", checkpointNow, this::writeCheckpoint);
            }
            if (compactionNow != null) {
                step("log compaction", compactionNow, work -> log.compact(work.snapshot()));
            }
        }
    }

    /** A failure is told and forgotten: the commit stands, and the next one tries again. */
    private void step(String name, Work work, Consumer<Work> step) {
        try {
            step.accept(work);
        } catch (RuntimeException e) {
            environment.tell(new TableEvents.AfterCommitFailed(log.store().root(), work.version(), name, e));
        }
    }

    private void writeCheckpoint(Work work) {
        Instant start = environment.clock().instant();
        log.checkpoint(work.snapshot(), start);
        Instant end = environment.clock().instant();
        Duration took = Duration.between(start, end);
        if (took.compareTo(SLOW_CHECKPOINT) > 0) {
            synchronized (this) {
                nextCheckpoint = end.plus(took.multipliedBy(PAUSE_BEHIND_SLOW_ONE));
            }
        }
        environment.tell(new TableEvents.Checkpointed(log.store().root(), work.version(), took));
    }

    private void writeChecksum(Work work) {
        work.snapshot().checksum(work.commit().txnId()).store(log.store(), work.commit());
    }
}
