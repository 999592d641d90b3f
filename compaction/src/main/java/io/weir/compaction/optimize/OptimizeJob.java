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
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.data.WrittenFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Writes the files of a plan anew. One thread at a time.
 *
 * <p>Groups are written on all threads of the environment and committed together as soon as they are long enough, or many, so that what was committed
 * stays if the process stops; whoever runs it again plans what is left. A group of which somebody else changed a file in the meantime is left alone:
 * nobody else's commit is ever undone or made to fail.
 */
public final class OptimizeJob {
    /** So much is written before it is committed. */
    private static final long BYTES_A_COMMIT = 1L << 30;

    /** So many groups are, however short they are. */
    private static final int GROUPS_A_COMMIT = 32;

    /** Others who change files of the same groups make what is left be committed again, so often. */
    private static final int MAX_ROUNDS = 10;

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
        this.result = new OptimizeResult(snapshot.version(), 0, 0, 0, 0, 0, 0);
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
     * A group, and what its rows are in now.
     *
     * @param place of the group in the plan
     */
    private record Rewritten(int place, FileGroup group, List<WrittenFile> files) {}

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
        List<Rewritten> finished = Collections.synchronizedList(new ArrayList<>());
        try {
            Parallel.map(
                    IntStream.range(from, to).boxed().toList(),
                    place -> finished.add(write(place, share)),
                    table.environment().executor(),
                    threads);
            finished.sort(Comparator.comparingInt(Rewritten::place));
            commit(finished);
        } finally {
            finished.forEach(this::delete);
        }
    }

    private Rewritten write(int place, RewriteMemory share) {
        FileGroup group = plan.groups().get(place);
        Rewritten rewritten = new Rewritten(place, group, writer.write(group, share, progress::read));
        progress.wrote();
        return rewritten;
    }

    /** Takes out of the list what became part of the table; what is left in it in the end is not. */
    private void commit(List<Rewritten> written) {
        for (int round = 1; !written.isEmpty(); round++) {
            table.latest();
            Transaction transaction = table.transaction(plan.purpose().operation());
            requireSameTable(transaction.snapshot());
            leaveOutChanged(written, transaction.snapshot());
            if (written.isEmpty()) {
                return;
            }
            describe(transaction, written);
            try {
                TransactionOutcome outcome = transaction.commit();
                count(outcome.version(), written);
                written.clear();
                progress.committed(result);
            } catch (CommitConflictException e) {
                if (round == MAX_ROUNDS) {
                    throw e;
                }
                table.environment().backoff().pause(round);
            } catch (RuntimeException | Error e) {
                if (transaction.mayBeCommitted()) {
                    written.clear(); // their files are part of the table, or will be
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

    private void leaveOutChanged(List<Rewritten> written, Snapshot now) {
        List<Rewritten> changed = written.stream()
                .filter(rewritten -> !rewritten.group().files().stream().allMatch(now.files()::contains))
                .toList();
        written.removeAll(changed);
        changed.forEach(this::skip);
        changed.forEach(this::delete);
    }

    private void describe(Transaction transaction, List<Rewritten> written) {
        OptimizeMetrics metrics = new OptimizeMetrics();
        for (Rewritten rewritten : written) {
            rewritten.group().files().forEach(metrics::removed);
            rewritten.files().forEach(metrics::added);
            transaction.rearrange(rewritten.group().files(), rewritten.files());
        }
        metrics.all().forEach(transaction::metric);
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

    private void count(long version, List<Rewritten> written) {
        int removed = 0;
        int added = 0;
        long bytesRemoved = 0;
        long bytesAdded = 0;
        for (Rewritten rewritten : written) {
            removed += rewritten.group().files().size();
            bytesRemoved += rewritten.group().sizeBytes();
            added += rewritten.files().size();
            bytesAdded +=
                    rewritten.files().stream().mapToLong(WrittenFile::sizeBytes).sum();
        }
        result = new OptimizeResult(
                version,
                result.commits() + 1,
                result.filesRemoved() + removed,
                result.bytesRemoved() + bytesRemoved,
                result.filesAdded() + added,
                result.bytesAdded() + bytesAdded,
                result.filesSkipped());
    }

    private void skip(Rewritten rewritten) {
        result = new OptimizeResult(
                result.version(),
                result.commits(),
                result.filesRemoved(),
                result.bytesRemoved(),
                result.filesAdded(),
                result.bytesAdded(),
                result.filesSkipped() + rewritten.group().files().size());
    }

    private void delete(Rewritten rewritten) {
        WrittenFile.abandon(table.store(), rewritten.files());
    }
}
