package io.weir.compaction;

import io.weir.compaction.optimize.ClusterColumns;
import io.weir.compaction.optimize.Layout.AlongCurve;
import io.weir.compaction.optimize.OptimizeJob;
import io.weir.compaction.optimize.OptimizePlan;
import io.weir.compaction.optimize.OptimizePlanner;
import io.weir.compaction.optimize.OptimizeProgress;
import io.weir.compaction.optimize.OptimizeResult;
import io.weir.compaction.optimize.Purpose;
import io.weir.compaction.optimize.RewriteMemory;
import io.weir.compaction.optimize.TargetSize;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Literal;
import io.weir.format.json.JsonOutput;
import io.weir.log.Snapshot;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.sql.SqlPredicates;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of a table anew, so that it is read faster: the rows of many small files into few of the length they should have, or rows that are
 * near to each other in some columns into the same files. Immutable: every method gives a new one, and nothing is done before {@link #plan} or {@link
 * #run}.
 *
 * <p>No row changes, and readers of changes see nothing of it; rows keep their ids. It goes on beside all other writers: rows that others delete in the
 * meantime are deleted where they are now, if the table has deletion vectors and rows are not put in order; other files that change are left alone. What is done is committed every gigabyte or few dozen groups of files, so if it stops half-way, that much is done.
 */
public final class Optimize {
    private static final int MAX_ROUNDS = 5;

    private final Table table;
    private Expression condition = Literal.TRUE;
    private Purpose purpose = Purpose.OPTIMIZE;
    private List<String> zOrder = List.of();
    private boolean all;
    private long targetBytes;
    private long memoryBytes = RewriteMemory.DEFAULT_BYTES;
    private @Nullable ObjectStore spill;
    private Consumer<OptimizeProgress> progress = done -> {};

    private Optimize(Table table) {
        this.table = table;
    }

    /**
     * Of all files. A table with clustering columns gets its rows in their order, any other one files of the length that its {@code
     * delta.targetFileSize} asks for; {@link TargetSize} says how long they get if it asks for none.
     */
    public static Optimize of(Table table) {
        return new Optimize(table);
    }

    private Optimize with(Consumer<Optimize> change) {
        Optimize copy = new Optimize(table);
        copy.condition = condition;
        copy.purpose = purpose;
        copy.zOrder = zOrder;
        copy.all = all;
        copy.targetBytes = targetBytes;
        copy.memoryBytes = memoryBytes;
        copy.spill = spill;
        copy.progress = progress;
        change.accept(copy);
        return copy;
    }

    /** Only files that may have rows of a condition; others stay, also those of the same partition. */
    public Optimize where(Expression newCondition) {
        return with(copy -> copy.condition = newCondition);
    }

    /** The same for a condition in SQL. */
    public Optimize where(String sql) {
        return where(SqlPredicates.parse(sql));
    }

    /** Puts the rows of each partition in Z-order by columns, so that conditions on each of them need fewer files. Files that are in this order stay. */
    public Optimize zOrderBy(String... columns) {
        return with(copy -> copy.zOrder = List.of(columns));
    }

    /** Puts all rows in order again, also those that are. */
    public Optimize full() {
        return with(copy -> copy.all = true);
    }

    /** Writes only files again of which rows were deleted or columns dropped, so that these are gone for good once the table is vacuumed. */
    public Optimize purge() {
        return with(copy -> copy.purpose = Purpose.PURGE);
    }

    /** Writes only files again in which columns have narrower types than the table has now. */
    public Optimize rewriteTypes() {
        return with(copy -> copy.purpose = Purpose.REWRITE_TYPES);
    }

    /** About how long a file is to be. */
    public Optimize targetBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("Not a length of files: " + bytes);
        }
        return with(copy -> copy.targetBytes = bytes);
    }

    /** How many bytes of rows are held in memory when they are put in order; what is beyond goes into files for the time being. */
    public Optimize memory(long bytes) {
        return with(copy -> copy.memoryBytes = new RewriteMemory(bytes, table.store()).bytes());
    }

    /** Where these files are, if not beside those of the table; a directory on a fast disk, say. Stays open. */
    public Optimize spillTo(ObjectStore store) {
        return with(copy -> copy.spill = store);
    }

    /** Tells after every file and every commit how far it is; never by two threads at a time. */
    public Optimize progress(Consumer<OptimizeProgress> listener) {
        return with(copy -> copy.progress = listener);
    }

    /**
     * What it would do. Looks into the log, and at no file but where {@link #purge} or {@link #rewriteTypes} have to look at footers.
     *
     * @throws TableException if what is asked for makes no sense for the table; it says why
     */
    public OptimizePlan plan() {
        return plan(table.latest().snapshot());
    }

    private OptimizePlan plan(Snapshot snapshot) {
        Optional<AlongCurve> order = order(snapshot);
        OptimizePlanner planner = new OptimizePlanner(
                table, snapshot, condition, targetBytes > 0 ? targetBytes : TargetSize.of(snapshot));
        return switch (purpose) {
            case PURGE -> planner.purge();
            case REWRITE_TYPES -> planner.olderTypes();
            case OPTIMIZE -> order.map(layout -> planner.along(layout, all)).orElseGet(planner::shortFiles);
        };
    }

    private Optional<AlongCurve> order(Snapshot snapshot) {
        if (purpose != Purpose.OPTIMIZE) {
            if (all || !zOrder.isEmpty()) {
                throw new IllegalArgumentException(
                        "Files are either put in order or rewritten for what they have in them {full=" + all
                                + ", purpose=" + purpose + ", zOrderBy=" + zOrder + "}");
            }
            return Optional.empty();
        }
        Optional<AlongCurve> order =
                zOrder.isEmpty() ? ClusterColumns.ofTable(snapshot) : Optional.of(zOrder(snapshot));
        if (order.isEmpty() && all) {
            throw new TableException(
                    "The table has no clustering columns, so there is no order to bring all of it into; name columns to order by",
                    Facts.of("table", table.location(), "version", snapshot.version()));
        }
        if (order.isPresent() && order.get().ofTable() && !condition.equals(Literal.TRUE)) {
            throw new TableException(
                    "A clustered table is put in order as a whole; leave out the condition",
                    Facts.of("clusterBy", order.get().names(), "condition", condition, "table", table.location()));
        }
        return order;
    }

    private AlongCurve zOrder(Snapshot snapshot) {
        try {
            return ClusterColumns.named(zOrder, snapshot);
        } catch (TableException e) {
            throw e.with("table", table.location());
        }
    }

    /**
     * Does it. If the table's columns or properties are changed in the meantime, it begins again with what is left to do.
     *
     * @throws io.weir.log.error.UnsupportedTableException if the table needs of its writers what is not here
     * @throws TableException if what is asked for makes no sense for the table; it says why
     * @throws CommitConflictException if others changed the table again and again; what was committed before stays
     */
    public OptimizeResult run() {
        for (int round = 1; ; round++) {
            Snapshot snapshot = table.latest().snapshot();
            snapshot.shape().requireWritable();
            try {
                return job(snapshot).run();
            } catch (CommitConflictException e) {
                if (round == MAX_ROUNDS) {
                    throw e;
                }
                table.environment().backoff().pause(round);
            }
        }
    }

    private OptimizeJob job(Snapshot snapshot) {
        RewriteMemory memory = new RewriteMemory(memoryBytes, spill == null ? table.store() : spill);
        return new OptimizeJob(table, snapshot, plan(snapshot), predicate(), false, memory, progress);
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
