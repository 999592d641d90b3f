package io.weir.table.commit;

import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.commit.Commit;
import io.weir.log.commit.CommitAttempt;
import io.weir.log.commit.CommitBase;
import io.weir.log.commit.CommitOutcome;
import io.weir.log.commit.CommitSignals;
import io.weir.log.commit.Conflict;
import io.weir.log.commit.ConflictRules;
import io.weir.log.commit.Guard;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.CommitUnknownException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.storage.StorageException;
import io.weir.table.deletion.RowDeletions;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to commit the transactions of a group, in one version: of one transaction, most often. In the hands of the thread that leads.
 *
 * <p>Each is checked by itself against all that it did not know of, and settled by itself: what ends one leaves the others as they
 * are. What nobody can lay at the door of one of them is tried with each alone.
 */
final class GroupCommit {
    /** Who lost this often in a row looks for the newest version before he tries again. */
    private static final int LOSSES_BEFORE_LOOKING = 2;

    private final DeltaLog log;
    private final TableEnvironment environment;
    private final VersionWriter versions;
    private final List<Member> members;

    /** The version that the next attempt follows. */
    private Snapshot base;

    private boolean baseIsNewest;
    private int losses;
    private @Nullable SharedFiles shared;
    private RowDeletions.@Nullable Written vectors;
    private final List<Done> done = new ArrayList<>();

    /**
     * A version that was made.
     *
     * @param snapshot at the version, or newer if others have gone on
     */
    record Done(Snapshot snapshot, CommitAttempt attempt) {}

    GroupCommit(DeltaLog log, TableEnvironment environment, VersionWriter versions, List<Member> members) {
        this.log = log;
        this.environment = environment;
        this.versions = versions;
        this.members = new ArrayList<>(members);
        this.base = log.current();
    }

    /** What became a version: one, or if members had to be tried alone, one of each. */
    List<Done> done() {
        return done;
    }

    /** Settles every member. */
    void run() {
        try {
            while (true) {
                catchUp();
                checkGuards();
                each(this::compare);
                drop();
                if (members.isEmpty() || attempt()) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            failed(e);
        } finally {
            if (!mayBeNamed()) {
                abandonFiles();
            }
        }
    }

    /** The newest version that this process knows of, of a table that we still know how to write. */
    private void catchUp() {
        base = log.current();
    }

    private interface Step {
        void take(Member member);
    }

    /** Takes a step for each that is not settled; an error is that one's own. */
    private void each(Step step) {
        for (Member member : members) {
            if (!member.isSettled()) {
                try {
                    step.take(member);
                } catch (RuntimeException e) {
                    fail(member, e);
                }
            }
        }
    }

    private void drop() {
        members.removeIf(Member::isSettled);
    }

    private void checkGuards() {
        boolean fenced = members.stream()
                .anyMatch(m -> Guard.check(m.transaction.guards(), this::epoch) == Guard.Verdict.FENCED);
        if (fenced && !baseIsNewest) {
            // What guards see in an old version need not hold in the newest
            base = log.latest();
            baseIsNewest = true;
        }
        each(this::checkGuards);
        each(member -> {
            if (member.transaction.isEmpty()) {
                member.settle(new TransactionOutcome.Empty(base.version()));
            }
        });
    }

    private void checkGuards(Member member) {
        TransactionOutcome.decided(member.transaction.guards(), base).ifPresent(member::settle);
    }

    private @Nullable Long epoch(String appId) {
        return base.transaction(appId).map(t -> t.version()).orElse(null);
    }

    /** Whatever was committed since the transaction began must leave it possible. */
    private void compare(Member member) {
        if (member.comparedVersion >= base.version()) {
            return;
        }
        List<Commit> theirs = new ArrayList<>();
        for (long version = member.comparedVersion + 1; version <= base.version(); version++) {
            theirs.add(load(version));
        }
        Optional<Conflict> conflict = ConflictRules.check(member.ours, theirs);
        if (conflict.isEmpty() && !member.deletions.isEmpty()) {
            conflict = DeletedRows.check(member, theirs, log.store());
        }
        if (conflict.isPresent()) {
            throw conflict.get()
                    .toException()
                    .with("ours", base.version() + 1)
                    .with("readVersion", member.transaction.readSnapshot().version());
        }
        if (base.shape() != member.transaction.readSnapshot().shape()) {
            base.shape().requireWritable(); // somebody may have turned on what is not here
        }
        member.comparedVersion = base.version();
    }

    private Commit load(long version) {
        return versions.load(version)
                .orElseThrow(() -> new TableException("A commit that was there is gone", Facts.of("version", version)));
    }

    /** @return is everything settled? */
    private boolean attempt() {
        List<Action> remade = new ArrayList<>();
        SharedFiles files = SharedFiles.renewed(shared, members, log.store(), environment);
        shared = files;
        remade.addAll(files.actions());
        remade.addAll(renewedVectors());
        CommitAttempt attempt = GroupDraft.of(members, remade, files.metrics())
                .on(
                        new CommitBase(
                                base.version(),
                                base.protocol(),
                                base.metadata(),
                                base.domain(CommitBase.ROW_TRACKING_DOMAIN).orElse(null),
                                () -> log.commitMillis(base)),
                        environment.clock().millis());
        members.forEach(member -> member.attempts++);
        CommitOutcome outcome = versions.write(attempt, members, files.pending());
        if (outcome instanceof CommitOutcome.Committed) {
            committed(attempt, files);
            return true;
        }
        if (outcome instanceof CommitOutcome.Unknown unknown) {
            each(member -> fail(member, unknown(attempt, member, unknown.cause())));
            return true;
        }
        lost(attempt.version());
        return members.isEmpty();
    }

    /** The vectors of rows that are deleted, on top of what others have deleted meanwhile. */
    private List<Action> renewedVectors() {
        Member only = members.get(0);
        if (only.deletions.isEmpty()) {
            return List.of();
        }
        RowDeletions.Written written = vectors;
        if (written == null || !written.isOf(only.deletions)) {
            abandonVectors();
            written = RowDeletions.write(
                    log.store(),
                    only.deletions,
                    environment.ids().get(),
                    environment.clock().millis());
            vectors = written;
        }
        return written.actions();
    }

    /** From here on nothing that goes wrong may look like a failure of the commit. */
    private void committed(CommitAttempt attempt, SharedFiles files) {
        shared = null; // a version names them
        vectors = null;
        try {
            versions.remember(new Commit(attempt.version(), attempt.actions()));
            done.add(new Done(log.committed(attempt.version(), attempt.actions()), attempt));
        } catch (RuntimeException e) {
            log.forget(); // whoever comes next asks the store, which has the version
            environment.tell(new TableEvents.AfterCommitFailed(log.store().root(), attempt.version(), "snapshot", e));
        } finally {
            CommitSignals.committed(log.store().root());
            for (Member member : members) {
                List<AddFile> own = member.transaction.sharedRows() == null ? List.of() : files.of(member);
                member.settle(new TransactionOutcome.Committed(member.transaction.result(attempt.version(), own)));
            }
        }
    }

    private static CommitUnknownException unknown(CommitAttempt attempt, Member member, Throwable cause) {
        return new CommitUnknownException(
                "It cannot be found out whether the commit is in the table; look for its txnId in the table's"
                        + " history before doing it again, and delete none of its files",
                Facts.of("txnId", member.transaction.txnId(), "version", attempt.version()),
                cause);
    }

    private void lost(long version) {
        losses++;
        each(member -> {
            if (member.attempts >= environment.maxCommitAttempts()) {
                throw new CommitConflictException(
                        "Other writers won every version that was tried; try again later, or write less often",
                        Facts.of("attempts", member.attempts, "version", version));
            }
            environment.tell(new TableEvents.Rebased(
                    log.store().root(), version, member.transaction.operation(), member.attempts));
        });
        drop();
        Fairness.pause(environment.backoff(), losses);
        baseIsNewest = false;
        log.committed(version, load(version).actions());
        if (losses >= LOSSES_BEFORE_LOOKING) {
            for (long next = log.current().version() + 1; ; next++) {
                Optional<Commit> further = versions.load(next);
                if (further.isEmpty()) {
                    return;
                }
                log.committed(next, further.get().actions());
            }
        }
    }

    /** An error of one of several may be anyone's: each is tried alone. */
    private void failed(RuntimeException cause) {
        drop();
        if (members.size() == 1 || mayBeNamed() || cause instanceof StorageException) {
            members.forEach(member -> fail(member, cause));
            return;
        }
        abandonFiles();
        for (Member member : members) {
            GroupCommit alone = new GroupCommit(log, environment, versions, List.of(member));
            alone.run();
            done.addAll(alone.done);
        }
    }

    private void fail(Member member, RuntimeException cause) {
        member.fail(
                cause instanceof TableException e
                        ? e.with("table", log.store().root()).with("transaction", member.transaction.operation())
                        : cause);
    }

    /** May a version name the files, now or later? */
    private boolean mayBeNamed() {
        return members.stream().anyMatch(m -> m.fate.mayBeCommitted);
    }

    /** Files that no version names. */
    private void abandonFiles() {
        abandonVectors();
        if (shared != null) {
            shared.abandon();
            shared = null;
        }
    }

    private void abandonVectors() {
        if (vectors != null) {
            vectors.delete(log.store());
            vectors = null;
        }
    }
}
