package io.weir.table.commit;

import static java.util.Objects.requireNonNull;

import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.commit.Commit;
import io.weir.log.commit.CommitAttempt;
import io.weir.log.commit.CommitBase;
import io.weir.log.commit.CommitOutcome;
import io.weir.log.commit.CommitWriter;
import io.weir.log.commit.Conflict;
import io.weir.log.commit.ConflictRules;
import io.weir.log.commit.Guard;
import io.weir.log.commit.IsolationLevel;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.CommitUnknownException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.storage.StorageException;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Commits the transactions of one table in this process. Safe for many threads.
 *
 * <p>An attempt is made at the version after the newest one known, without asking the store first: put-if-absent says whether
 * it was the newest. Transactions of this process go one after the other, in the order in which they came, so that only
 * writers elsewhere can win a version from them.
 */
public final class Committer {
    /** Errors of the store that came to nothing, in a row, before one is passed on. */
    private static final int MAX_TRANSIENT_FAILURES = 5;

    /** Rounds of looking for a lost answer; the commit writer looks several times in each. */
    private static final int MAX_SETTLING_ROUNDS = 10;

    /**
     * How long the newest version known is believed to be near the newest there is. A version of which others have cleaned up
     * the log entry looks as free as one that nobody took, and what is committed there is lost.
     */
    private static final Duration MAX_UNSEEN = Duration.ofMinutes(10);

    private final DeltaLog log;
    private final TableEnvironment environment;
    private final AfterCommit afterCommit;
    private final RecentCommits recent = new RecentCommits();

    /** The queue of this process's writers; the store alone decides between processes. */
    private final ReentrantLock turn = new ReentrantLock(true);

    /** When a version was last found to be the newest; guarded by {@link #turn}. */
    private Instant seen;

    public Committer(DeltaLog log, TableEnvironment environment) {
        this.log = log;
        this.environment = environment;
        this.afterCommit = new AfterCommit(log, environment);
        this.seen = environment.clock().instant();
    }

    public DeltaLog log() {
        return log;
    }

    public TableEnvironment environment() {
        return environment;
    }

    /** Waits until nothing goes on behind commits any more. */
    public void awaitAfterCommits() {
        afterCommit.await();
    }

    /** @param fate told, before anything else, what can have become of the transaction */
    TransactionOutcome commit(PreparedTransaction transaction, Fate fate) {
        Instant start = environment.clock().instant();
        Attempts attempts = new Attempts(transaction, fate);
        TransactionOutcome outcome;
        turn.lock();
        try {
            outcome = attempts.run();
        } catch (TableException e) {
            throw e.with("table", log.store().root()).with("transaction", transaction.operation());
        } finally {
            turn.unlock();
        }
        if (outcome instanceof TransactionOutcome.Committed committed) {
            CommitResult result = committed.result();
            afterCommit.submit(attempts.committedSnapshot(), attempts.committedAttempt());
            environment
                    .events()
                    .on(new TableEvents.Committed(
                            log.store().root(),
                            result.version(),
                            transaction.operation(),
                            result.files(),
                            result.rows(),
                            result.bytes(),
                            attempts.count,
                            Duration.between(start, environment.clock().instant())));
        }
        return outcome;
    }

    /** The attempts of one transaction. In the hands of the thread whose turn it is. */
    private final class Attempts {
        private final PreparedTransaction transaction;
        private final IsolationLevel level;
        private final Fate fate;

        /** The version that the next attempt follows. */
        private Snapshot base;

        /** Commits between the version that was read and {@link #base}, as far as they were not compared with ours. */
        private final List<Commit> uncompared = new ArrayList<>();

        private boolean baseIsNewest;
        private int count;
        private @Nullable Snapshot committed;
        private @Nullable CommitAttempt committedAttempt;

        /** Who got the version that was tried last, if it was not us. */
        private @Nullable Commit winner;

        Attempts(PreparedTransaction transaction, Fate fate) {
            this.transaction = transaction;
            this.fate = fate;
            this.base = transaction.readSnapshot();
            this.level = transaction.isolationLevel();
        }

        Snapshot committedSnapshot() {
            return requireNonNull(committed);
        }

        CommitAttempt committedAttempt() {
            return requireNonNull(committedAttempt);
        }

        TransactionOutcome run() {
            Instant now = environment.clock().instant();
            if (Duration.between(seen, now).compareTo(MAX_UNSEEN) > 0) {
                log.latest();
                seen = now;
            }
            catchUpTo(log.current().version());
            while (true) {
                TransactionOutcome settled = checkGuards();
                if (settled != null) {
                    return settled;
                }
                if (transaction.isEmpty()) {
                    return new TransactionOutcome.Empty(base.version());
                }
                compare();
                CommitAttempt attempt = transaction
                        .draft(level)
                        .on(
                                new CommitBase(
                                        base.version(),
                                        base.protocol(),
                                        base.metadata(),
                                        base.domain(CommitBase.ROW_TRACKING_DOMAIN)
                                                .orElse(null),
                                        () -> log.commitMillis(base)),
                                environment.clock().millis());
                count++;
                CommitOutcome outcome = attempt(attempt);
                if (outcome instanceof CommitOutcome.Committed) {
                    seen = now;
                    return committed(attempt);
                }
                lost(attempt.version());
            }
        }

        /** Empty if the transaction is to go on. What guards see in an old version need not hold in the newest. */
        private @Nullable TransactionOutcome checkGuards() {
            if (transaction.guards().isEmpty()) {
                return null;
            }
            Guard.Verdict verdict = Guard.check(transaction.guards(), appId -> epoch(appId));
            if (verdict == Guard.Verdict.FENCED && !baseIsNewest) {
                catchUpTo(log.latest().version());
                baseIsNewest = true;
                verdict = Guard.check(transaction.guards(), appId -> epoch(appId));
            }
            if (verdict == Guard.Verdict.OK) {
                return null;
            }
            Guard deciding = transaction.guards().stream()
                    .filter(guard -> guard.check(appId -> epoch(appId)) != Guard.Verdict.OK)
                    .findFirst()
                    .orElseThrow();
            Long found = epoch(deciding.appId());
            return verdict == Guard.Verdict.ALREADY && found != null
                    ? new TransactionOutcome.AlreadyCommitted(base.version(), deciding, found)
                    : new TransactionOutcome.Fenced(base.version(), deciding, found);
        }

        private @Nullable Long epoch(String appId) {
            return base.transaction(appId).map(t -> t.version()).orElse(null);
        }

        private CommitOutcome attempt(CommitAttempt attempt) {
            int failures = 0;
            while (true) {
                fate.mayBeCommitted = true;
                CommitOutcome outcome;
                try {
                    outcome = CommitWriter.attempt(log.store(), attempt);
                } catch (StorageException e) {
                    fate.mayBeCommitted = false;
                    failures++;
                    if (!e.retryable() || failures > MAX_TRANSIENT_FAILURES) {
                        throw e;
                    }
                    environment.backoff().pause(failures);
                    continue;
                }
                CommitOutcome settled =
                        outcome instanceof CommitOutcome.Unknown unknown ? settle(attempt, unknown) : outcome;
                if (settled instanceof CommitOutcome.Lost) {
                    // Something between us and the store may have sent the request twice, and we have the second answer
                    winner = readBack(attempt);
                    if (attempt.txnId().equals(winner.txnId())) {
                        settled = new CommitOutcome.Committed(attempt.version());
                    }
                }
                fate.mayBeCommitted = settled instanceof CommitOutcome.Committed;
                return settled;
            }
        }

        /** Whoever has the version. As long as it cannot be read, it may be ours. */
        private Commit readBack(CommitAttempt attempt) {
            for (int failures = 1; ; failures++) {
                try {
                    return load(attempt.version());
                } catch (StorageException e) {
                    if (!e.retryable() || failures > MAX_TRANSIENT_FAILURES) {
                        throw unknown(attempt, e);
                    }
                    environment.backoff().pause(failures);
                }
            }
        }

        private CommitOutcome settle(CommitAttempt attempt, CommitOutcome.Unknown first) {
            CommitOutcome outcome = first;
            for (int round = 1; round <= MAX_SETTLING_ROUNDS; round++) {
                if (!(outcome instanceof CommitOutcome.Unknown unknown)) {
                    environment
                            .events()
                            .on(new TableEvents.UnknownSettled(
                                    log.store().root(), attempt.version(), outcome instanceof CommitOutcome.Committed));
                    return outcome;
                }
                environment.backoff().pause(round);
                outcome = CommitWriter.settle(log.store(), unknown, attempt);
            }
            throw unknown(attempt, first.cause());
        }

        private static CommitUnknownException unknown(CommitAttempt attempt, RuntimeException cause) {
            return new CommitUnknownException(
                    "It cannot be found out whether the commit is in the table; look for its txnId in the table's"
                            + " history before doing it again, and delete none of its files",
                    Facts.of("txnId", attempt.txnId(), "version", attempt.version()),
                    cause);
        }

        private TransactionOutcome committed(CommitAttempt attempt) {
            recent.add(new Commit(attempt.version(), attempt.actions()));
            committed = log.committed(attempt.version(), attempt.actions());
            committedAttempt = attempt;
            return new TransactionOutcome.Committed(transaction.result(attempt.version()));
        }

        private void lost(long version) {
            if (count >= environment.maxCommitAttempts()) {
                throw new CommitConflictException(
                        "Other writers won every version that was tried; try again later, or write less often",
                        Facts.of("attempts", count, "version", version));
            }
            environment
                    .events()
                    .on(new TableEvents.Rebased(log.store().root(), version, transaction.operation(), count));
            environment.backoff().pause(count);
            catchUpTo(Math.max(version, log.current().version()));
            baseIsNewest = false;
        }

        /** Reads every commit up to a version, or further if somebody else in this process has; goes on from there. */
        private void catchUpTo(long version) {
            long target = version;
            while (base.version() < target) {
                Snapshot next = base;
                for (long v = base.version() + 1; v <= target; v++) {
                    if (uncompared.isEmpty()
                            || uncompared.get(uncompared.size() - 1).version() < v) {
                        Commit winner = load(v);
                        uncompared.add(winner);
                        next = log.committed(v, winner.actions());
                    }
                }
                if (next.version() <= target) {
                    base = next;
                }
                target = next.version();
            }
        }

        /** Whatever was committed since must leave ours possible. */
        private void compare() {
            if (uncompared.isEmpty()) {
                return;
            }
            Optional<Conflict> conflict =
                    ConflictRules.check(transaction.reads(), transaction.actions(), level, uncompared);
            if (conflict.isPresent()) {
                throw conflict.get()
                        .toException()
                        .with("ours", base.version() + 1)
                        .with("readVersion", transaction.readSnapshot().version());
            }
            uncompared.clear();
        }

        private Commit load(long version) {
            Commit known = winner != null && winner.version() == version ? winner : recent.find(version);
            if (known != null) {
                return known;
            }
            return Commit.load(log.store(), version)
                    .orElseThrow(
                            () -> new TableException("A commit that was there is gone", Facts.of("version", version)));
        }
    }
}
