package io.weir.table.commit;

import io.weir.log.commit.Commit;
import io.weir.log.commit.CommitAttempt;
import io.weir.log.commit.CommitOutcome;
import io.weir.log.commit.CommitWriter;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.storage.ObjectStore;
import io.weir.storage.PendingSync;
import io.weir.storage.StorageException;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;
import java.util.List;
import java.util.Optional;

/** Writes one version, and finds out what became of it if the store does not say. Used by the thread that leads. */
final class VersionWriter {
    /** Errors of the store that came to nothing, in a row, before one is passed on. */
    private static final int MAX_TRANSIENT_FAILURES = 5;

    /** Rounds of looking for a lost answer; the commit writer looks several times in each. */
    private static final int MAX_SETTLING_ROUNDS = 10;

    private final ObjectStore store;
    private final TableEnvironment environment;
    private final RecentCommits recent;

    VersionWriter(ObjectStore store, TableEnvironment environment, RecentCommits recent) {
        this.store = store;
        this.environment = environment;
        this.recent = recent;
    }

    /**
     * Tries to write a version.
     *
     * @param members of whom it is; what is known of their fate is always up to date
     * @param named files it names that may still be on their way to the disk
     * @return unknown only if it cannot be found out
     * @throws StorageException if the store refused, and nothing was written
     */
    CommitOutcome write(CommitAttempt attempt, List<Member> members, List<PendingSync> named) {
        for (int failures = 1; ; failures++) {
            members.forEach(member -> member.fate.mayBeCommitted = true);
            try {
                CommitOutcome outcome = settled(attempt, CommitWriter.attempt(store, attempt, named));
                if (outcome instanceof CommitOutcome.Lost) {
                    members.forEach(member -> member.fate.mayBeCommitted = false);
                }
                return outcome;
            } catch (StorageException e) {
                members.forEach(member -> member.fate.mayBeCommitted = false);
                if (!e.retryable() || failures > MAX_TRANSIENT_FAILURES) {
                    throw e;
                }
                environment.backoff().pause(failures);
            }
        }
    }

    private CommitOutcome settled(CommitAttempt attempt, CommitOutcome first) {
        CommitOutcome outcome = first;
        for (int round = 1; outcome instanceof CommitOutcome.Unknown unknown; round++) {
            if (round > MAX_SETTLING_ROUNDS) {
                return first;
            }
            environment.backoff().pause(round);
            outcome = CommitWriter.settle(store, unknown, attempt);
        }
        if (first instanceof CommitOutcome.Unknown) {
            environment.tell(new TableEvents.UnknownSettled(
                    store.root(), attempt.version(), outcome instanceof CommitOutcome.Committed));
        }
        return outcome instanceof CommitOutcome.Lost ? confirmed(attempt, outcome) : outcome;
    }

    /**
     * Something between us and the store may have sent the request twice, and we have the second answer. As long as whoever has the
     * version cannot be read, it may be us.
     */
    private CommitOutcome confirmed(CommitAttempt attempt, CommitOutcome lost) {
        for (int failures = 1; ; failures++) {
            try {
                Commit winner = Commit.load(store, attempt.version())
                        .orElseThrow(() -> new TableException(
                                "A commit that was there is gone", Facts.of("version", attempt.version())));
                recent.add(winner);
                return attempt.txnId().equals(winner.txnId()) ? new CommitOutcome.Committed(attempt.version()) : lost;
            } catch (StorageException e) {
                if (!e.retryable() || failures > MAX_TRANSIENT_FAILURES) {
                    return new CommitOutcome.Unknown(attempt.version(), e);
                }
                environment.backoff().pause(failures);
            }
        }
    }

    /** A commit that was just made need not be read. */
    void remember(Commit commit) {
        recent.add(commit);
    }

    /** A version's log entry; the last that were read or written here cost no request. */
    Optional<Commit> load(long version) {
        Commit known = recent.find(version);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Commit> loaded = Commit.load(store, version);
        loaded.ifPresent(recent::add);
        return loaded;
    }
}
