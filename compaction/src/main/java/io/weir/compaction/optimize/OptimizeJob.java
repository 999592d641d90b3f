package io.weir.compaction.optimize;

import io.weir.compaction.optimize.Layout.AlongCurve;
import io.weir.format.json.JsonOutput;
import io.weir.format.parallel.Parallel;
import io.weir.log.Snapshot;
import io.weir.log.commit.Conflict;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.Facts;
import io.weir.table.Table;
import io.weir.table.commit.Transaction;
import io.weir.table.data.WrittenFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the files of a plan anew. One thread at a time.
 *
 * <p>Groups are written on all threads of the environment and committed together as soon as they are long enough, or many, so that what was committed
 * stays if the process stops; whoever runs it again plans what is left. Rows that somebody else deleted in the meantime are deleted where they are now,
 * or the group is left alone, as {@link Meanwhile} says: nobody else's commit is ever undone or made to fail.
 */
public final class OptimizeJob {
    /** So much is written before it is committed. */
    private static final long BYTES_A_COMMIT = 1L << 30;

    /** So many groups are, however short they are. */
    private static final int GROUPS_A_COMMIT = 32;

    /** Others who change files of the same groups make what is left be committed again, so often. */
    private static final int MAX_ROUNDS = 10;

    /** In so many of them, such groups are followed; then they are left alone, for the sake of the others. */
    private static final int FOLLOWING_ROUNDS = 5;

    private final Table table;
    private final Snapshot snapshot;
    private final OptimizePlan plan;
    private final String predicate;
    private final boolean auto;
    private final RewriteMemory memory;
    private final GroupWriter writer;
    private final JobProgress progress;
    private OptimizeResult result;

    /**
     * @param snapshot that the plan was made of
     * @param predicate as JSON, for the history
     * @param auto for the history: did nobody ask for it? Then it does one file after the other, and leaves the other threads to who did ask for something
     * @param memory for sorting, where the plan sorts
     * @param progress told after every file and every commit; never two threads at a time
     */
    public OptimizeJob(
            Table table,
            Snapshot snapshot,
            OptimizePlan plan,
            String predicate,
            boolean auto,
            RewriteMemory memory,
            Consumer<OptimizeProgress> progress) {
        this.table = table;
        this.snapshot = snapshot;
        this.plan = plan;
        this.predicate = predicate;
        this.auto = auto;
        this.memory = memory;
        this.writer = writer(table, snapshot, plan, !auto);
        this.result = OptimizeResult.none(snapshot.version());
        this.progress = new JobProgress(plan, result, progress);
    }

    private static GroupWriter writer(Table table, Snapshot snapshot, OptimizePlan plan, boolean ahead) {
        GroupRows rows = new GroupRows(table, snapshot);
        return plan.layout() instanceof AlongCurve layout
                ? new CurveWriter(
                        table,
                        rows,
                        new CurveSample(table, snapshot, layout),
                        layout,
                        plan::filesAfter,
                        plan.targetBytes())
                : new CopyWriter(rows, plan.targetBytes(), ahead);
    }

    /**
     * @throws CommitConflictException if the table's columns or properties were changed in the meantime; what was committed before stays
     * @throws io.weir.log.error.CommitUnknownException if it cannot be found out whether a commit is in the table
     */
    public OptimizeResult run() {
        int from = 0;
        long bytes = 0;
        for (int group = 0; group < plan.groups().size(); group++) {
            bytes += plan.groups().get(group).sizeBytes();
            if (bytes >= BYTES_A_COMMIT || group - from + 1 == GROUPS_A_COMMIT) {
                rewrite(from, group + 1);
                from = group + 1;
                bytes = 0;
            }
        }
        if (from < plan.groups().size()) {
            rewrite(from, plan.groups().size());
        }
        return result;
    }

    private void rewrite(int from, int to) {
        int threads = auto ? 1 : table.environment().parallelism();
        RewriteMemory share = memory.divided(Math.min(threads, to - from));
        List<RewrittenGroup> finished = Collections.synchronizedList(new ArrayList<>());
        try {
            List<RewrittenGroup> inOrder = Parallel.map(
                    plan.groups().subList(from, to),
                    group -> {
                        RewrittenGroup done = write(group, share);
                        finished.add(done);
                        return done;
                    },
                    table.environment().executor(),
                    threads);
            finished.clear();
            finished.addAll(inOrder);
            commit(finished);
        } finally {
            finished.forEach(this::delete);
        }
    }

    private RewrittenGroup write(FileGroup group, RewriteMemory share) {
        RewrittenGroup rewritten = writer.write(group, share, progress::read);
        progress.wrote();
        return rewritten;
    }

    /** Takes out of the list what became part of the table; what is left in it in the end is not. */
    private void commit(List<RewrittenGroup> written) {
        for (int round = 1; !written.isEmpty(); round++) {
            table.latest();
            Transaction transaction = table.transaction(plan.purpose().operation());
            requireSameTable(transaction.snapshot());
            List<FollowedGroup> groups = follow(written, transaction.snapshot(), round <= FOLLOWING_ROUNDS);
            if (groups.isEmpty()) {
                return;
            }
            Rearrangement rearrangement = Rearrangement.of(groups, table);
            try {
                describe(transaction, rearrangement);
                long version = transaction.commit().version();
                written.clear();
                WrittenFile.abandon(table.store(), rearrangement.notNamed());
                result = rearrangement.committed(version, result);
                progress.committed(result);
            } catch (CommitConflictException e) {
                rearrangement.abandon(table.store());
                if (round == MAX_ROUNDS) {
                    throw e;
                }
                table.environment().backoff().pause(round);
            } catch (RuntimeException | Error e) {
                if (transaction.mayBeCommitted()) {
                    written.clear(); // their files are part of the table, or will be
                    WrittenFile.abandon(table.store(), rearrangement.notNamed());
                } else {
                    rearrangement.abandon(table.store());
                }
                throw e;
            }
        }
    }

    /** What was written is for the columns and properties of the version that was read. */
    private void requireSameTable(Snapshot now) {
        if (!now.metadata().equals(snapshot.metadata()) || !now.protocol().equals(snapshot.protocol())) {
            throw new CommitConflictException(
                    "Another commit changed the table's metadata; run it again",
                    Facts.of("kind", Conflict.Kind.METADATA_CHANGED, "readVersion", snapshot.version())
                            .and("table", table.location()));
        }
    }

    /** Takes groups out of the list that are left alone. */
    private List<FollowedGroup> follow(List<RewrittenGroup> written, Snapshot now, boolean changed) {
        Meanwhile meanwhile = new Meanwhile(table.store(), snapshot, now);
        List<FollowedGroup> followed = new ArrayList<>();
        for (Iterator<RewrittenGroup> groups = written.iterator(); groups.hasNext(); ) {
            RewrittenGroup group = groups.next();
            FollowedGroup found = meanwhile.follow(group).orElse(null);
            if (found != null && (changed || found.filesFollowed() == 0)) {
                followed.add(found);
                continue;
            }
            groups.remove();
            result = result.without(group.group().files().size());
            delete(group);
        }
        return followed;
    }

    private void describe(Transaction transaction, Rearrangement rearrangement) {
        rearrangement.putInto(transaction);
        transaction.parameter("predicate", predicate);
        if (plan.purpose() == Purpose.OPTIMIZE) {
            boolean ofTable = plan.layout() instanceof AlongCurve layout && layout.ofTable();
            transaction
                    .parameter("auto", Boolean.toString(auto))
                    .parameter("clusterBy", ofTable ? curveColumns() : "[]")
                    .parameter("zOrderBy", ofTable ? "[]" : curveColumns());
            if (ofTable) {
                transaction.parameter("isFull", Boolean.toString(plan.all()));
            }
        } else {
            transaction.parameter("applyPurge", "true");
        }
    }

    private String curveColumns() {
        JsonOutput names = new JsonOutput().beginArray();
        if (plan.layout() instanceof AlongCurve layout) {
            layout.names().forEach(names::value);
        }
        return names.endArray().toString();
    }

    private void delete(RewrittenGroup group) {
        WrittenFile.abandon(table.store(), group.files());
    }
}
