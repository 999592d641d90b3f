package io.weir.compaction;

import io.weir.compaction.optimize.BinPacking;
import io.weir.compaction.optimize.OptimizeJob;
import io.weir.compaction.optimize.OptimizePlan;
import io.weir.compaction.optimize.OptimizeResult;
import io.weir.format.batch.LongVector;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Literal;
import io.weir.format.json.JsonOutput;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.error.CommitConflictException;
import io.weir.log.state.LiveFiles;
import io.weir.table.Table;
import io.weir.table.schema.TableProperties;
import io.weir.table.sql.SqlPredicates;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts the rows of many small files into few of the length they should have. Immutable: every method gives a new one, and nothing is done before
 * {@link #plan} or {@link #run}.
 *
 * <p>No row changes, and readers of changes see nothing of it. It goes on beside all other writers; files that others change in the meantime are
 * left alone.
 */
public final class Optimize {
    private static final int MAX_ROUNDS = 5;

    private final Table table;
    private final Expression condition;
    private final long targetBytes;
    private final Consumer<OptimizeResult> progress;

    private Optimize(Table table, Expression condition, long targetBytes, Consumer<OptimizeResult> progress) {
        this.table = table;
        this.condition = condition;
        this.targetBytes = targetBytes;
        this.progress = progress;
    }

    /** Of all files, to the length that the table's {@code delta.targetFileSize} asks for. */
    public static Optimize of(Table table) {
        return new Optimize(table, Literal.TRUE, 0, result -> {});
    }

    /** Only files that may have rows of a condition; others stay, also those of the same partition. */
    public Optimize where(Expression newCondition) {
        return new Optimize(table, newCondition, targetBytes, progress);
    }

    /** The same for a condition in SQL. */
    public Optimize where(String sql) {
        return where(SqlPredicates.parse(sql));
    }

    /** About how long a file is to be. */
    public Optimize targetBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("Not a length of files: " + bytes);
        }
        return new Optimize(table, condition, bytes, progress);
    }

    /** Tells after every commit what was done so far. */
    public Optimize progress(Consumer<OptimizeResult> listener) {
        return new Optimize(table, condition, targetBytes, listener);
    }

    /** What it would do. Looks into the log and at no file. */
    public OptimizePlan plan() {
        return plan(table.latest().snapshot());
    }

    private OptimizePlan plan(Snapshot snapshot) {
        long target = targetBytes > 0
                ? targetBytes
                : TableProperties.targetFileBytes(snapshot.metadata().configuration());
        LiveFiles files = snapshot.files();
        Expression bound = Evaluator.ofCondition(condition, snapshot.schema()).resolved();
        int[] ids = files.matching(bound);
        LongVector records = files.recordCounts(ids);
        List<BinPacking.Candidate> candidates = new ArrayList<>(ids.length);
        List<AddFile> live = files.files(ids);
        for (int i = 0; i < ids.length; i++) {
            candidates.add(new BinPacking.Candidate(live.get(i), deleted(live.get(i), records, i)));
        }
        return new OptimizePlan(snapshot.version(), files.count(), target, new BinPacking(target).choose(candidates));
    }

    private static double deleted(AddFile file, LongVector records, int place) {
        DeletionVectorDescriptor vector = file.deletionVector();
        if (vector == null || records.isNull(place) || records.value(place) == 0) {
            return 0;
        }
        return (double) vector.cardinality() / records.value(place);
    }

    /**
     * Does it. If the table's columns or properties are changed in the meantime, it begins again with what is left to do.
     *
     * @throws io.weir.log.error.UnsupportedTableException if the table needs of its writers what is not here
     * @throws CommitConflictException if others changed the table again and again; what was committed before stays
     */
    public OptimizeResult run() {
        for (int round = 1; ; round++) {
            Snapshot snapshot = table.latest().snapshot();
            snapshot.shape().requireWritable();
            try {
                return new OptimizeJob(table, snapshot, plan(snapshot), predicate(), false, progress).run();
            } catch (CommitConflictException e) {
                if (round == MAX_ROUNDS) {
                    throw e;
                }
                table.environment().backoff().pause(round);
            }
        }
    }

    /** As the history has it. */
    private String predicate() {
        JsonOutput predicate = new JsonOutput().beginArray();
        if (!condition.equals(Literal.TRUE)) {
            predicate.value(condition.toString());
        }
        return predicate.endArray().toString();
    }
}
