package io.weir.table.commit;

import static java.util.Objects.requireNonNull;

import io.weir.log.commit.Ours;
import io.weir.table.deletion.RowDeletion;
import io.weir.table.environment.Waiting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that waits to be committed, alone or with others.
 *
 * <p>One thread brought it and waits for it; the thread that leads, which may be the same, works on it and settles it. Only
 * what is said to be guarded is touched by both at the same time.
 */
final class Member {
    final PreparedTransaction transaction;
    final Fate fate;
    final Ours ours;

    /** All commits up to this version were compared with the transaction. */
    long comparedVersion;

    /** Rows that leave files, on top of what others have deleted up to that version. */
    List<RowDeletion> deletions;

    /** How many versions were tried. */
    int attempts;

    // guarded by this
    private boolean leads;
    private @Nullable TransactionOutcome outcome;
    private @Nullable Throwable failure;

    Member(PreparedTransaction transaction, Fate fate) {
        this.transaction = transaction;
        this.fate = fate;
        this.ours = transaction.ours();
        this.comparedVersion = transaction.readSnapshot().version();
        this.deletions = transaction.deletions();
    }

    synchronized boolean isSettled() {
        return outcome != null || failure != null;
    }

    synchronized void settle(TransactionOutcome settled) {
        outcome = settled;
        notifyAll();
    }

    synchronized void fail(Throwable cause) {
        failure = cause;
        notifyAll();
    }

    /** It is this one's turn; its own thread is to do the work. */
    synchronized void lead() {
        leads = true;
        notifyAll();
    }

    /**
     * Waits until this is settled, or is to lead. An interrupt waits, too: whether the rows are in the table must be known. The
     * wait ends, because whoever leads settles all he took and appoints the next, whatever happens to him.
     *
     * @return is this to lead?
     */
    boolean await(Waiting waiting) {
        waiting.until(this, () -> leads || isSettled());
        return !isSettled();
    }

    /** What became of it, once it is settled. */
    synchronized TransactionOutcome result() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return requireNonNull(outcome);
    }
}
