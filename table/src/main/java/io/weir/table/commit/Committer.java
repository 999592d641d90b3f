package io.weir.table.commit;

import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.error.CommitUnknownException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.storage.StorageException;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Commits the transactions of one table in this process. Safe for many threads.
 *
 * <p>An attempt is made at the version after the newest one known, without asking the store first: put-if-absent says whether
 * it was the newest. Transactions of this process go one after the other, in the order in which they came, and those that
 * wait at the same moment go together if they can, so that only writers elsewhere can win a version from them.
 */
public final class Committer {
    /**
     * How long the newest version known is believed to be near the newest there is. A version of which others have cleaned up
     * the log entry looks as free as one that nobody took, and what is committed there is lost.
     */
    private static final Duration MAX_UNSEEN = Duration.ofMinutes(10);

    private final DeltaLog log;
    private final TableEnvironment environment;
    private final AfterCommit afterCommit;
    private final Consumer<Snapshot> follower;
    private final VersionWriter versions;

    /** The queue of this process's writers; the store alone decides between processes. */
    private final CommitQueue queue = new CommitQueue();

    /** When a version was last found to be the newest; in the hands of the thread that leads. */
    private volatile Instant seen;

    /** @param follower gets every version that is made here, when those who made it have gone on */
    public Committer(DeltaLog log, TableEnvironment environment, Consumer<Snapshot> follower) {
        this.follower = follower;
        this.log = log;
        this.environment = environment;
        this.afterCommit = new AfterCommit(log, environment);
        this.versions = new VersionWriter(log.store(), environment, new RecentCommits());
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
        Member member = new Member(transaction, fate);
        if (queue.join(member) || member.await(environment.waiting())) {
            lead(member);
        }
        TransactionOutcome outcome = member.result();
        if (outcome instanceof TransactionOutcome.Committed committed) {
            CommitResult result = committed.result();
            environment.tell(new TableEvents.Committed(
                    log.store().root(),
                    result.version(),
                    transaction.operation(),
                    result.files(),
                    result.rows(),
                    result.bytes(),
                    member.attempts,
                    Duration.between(start, environment.clock().instant())));
        }
        return outcome;
    }

    private void lead(Member leader) {
        List<Member> group = List.of(leader);
        List<GroupCommit.Done> done = List.of();
        @Nullable Throwable stopped = null;
        try {
            group = queue.take(leader);
            Instant now = environment.clock().instant();
            if (Duration.between(seen, now).compareTo(MAX_UNSEEN) > 0) {
                log.latest();
                seen = now;
            }
            GroupCommit attempts = new GroupCommit(log, environment, versions, group);
            attempts.run();
            done = attempts.done();
            if (!done.isEmpty()) {
                seen = now;
            }
        } catch (RuntimeException | Error e) {
            stopped = e;
        } finally {
            // Whatever happened, nobody is left waiting
            for (Member member : group) {
                if (!member.isSettled()) {
                    boolean same =
                            member == leader || stopped instanceof StorageException && !member.fate.mayBeCommitted;
                    member.fail(same && stopped != null ? stopped : leftBehind(member, stopped));
                }
            }
            queue.handOver();
        }
        for (GroupCommit.Done version : done) {
            afterCommit.submit(version.snapshot(), version.attempt());
            follower.accept(version.snapshot());
        }
    }

    /** What those hear whose leader did not come back. */
    private TableException leftBehind(Member member, @Nullable Throwable cause) {
        Facts facts = Facts.of("table", log.store().root(), "txnId", member.transaction.txnId());
        return member.fate.mayBeCommitted
                ? new CommitUnknownException(
                        "The thread that wrote this commit with its own stopped; look for its txnId in the table's history before"
                                + " doing it again, and delete none of its files",
                        facts,
                        cause)
                : new TableException(
                        "The thread that was to write this commit with its own stopped; nothing was written, do it again",
                        facts,
                        cause);
    }
}
