package io.weir.pipeline;

import io.weir.compaction.Upkeep;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.pipeline.decode.ColumnNaming;
import io.weir.pipeline.transform.Transform;
import io.weir.sink.OutputMode;
import io.weir.table.Table;
import io.weir.table.data.WriteOptions;
import io.weir.table.schema.TableProperties;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One table that a run writes, which may not be there yet. Safe for many threads, but for {@link #makeReady} and the end. */
final class TableOutput implements AutoCloseable {
    private final Flow<?> flow;
    private final Target target;
    private final List<Supplier<Transform>> steps;
    private final String source;
    private final Set<Upkeep.Chore> chores;
    private volatile @Nullable Table table;
    private @Nullable Upkeep work;
    private @Nullable UpkeepThread upkeep;

    /**
     * Opens the table, or makes it if its columns are given, or leaves that to the first rows.
     *
     * @param steps on the way to this table alone
     * @param source for messages
     */
    TableOutput(Query query, Flow<?> flow, List<Supplier<Transform>> steps, String source) {
        this.flow = flow;
        this.target = flow.target(query.environment);
        this.steps = List.copyOf(steps);
        this.source = source;
        this.chores = query.chores();
        @Nullable Table there = target.openIfThere();
        if (there == null && flow.description == null) {
            there = Table.open(target.address()); // says that there is none
        }
        if (there == null && flow.tableSchema != null && flow.description != null) {
            there = target.create(flow.tableSchema, flow.description);
        }
        if (there != null) {
            found(there);
        }
    }

    private void found(Table there) {
        table = there;
        Set<Upkeep.Chore> left = EnumSet.noneOf(Upkeep.Chore.class);
        left.addAll(chores);
        if (TableProperties.compactsItself(there.known().metadata().configuration())) {
            left.remove(Upkeep.Chore.FOLD); // every commit does it
        }
        if (!left.isEmpty()) {
            Upkeep started = Upkeep.of(there, left);
            work = started;
            upkeep = UpkeepThread.start(started);
        }
    }

    /** How many of its files the run has put together. */
    long foldedFiles() {
        return work == null ? 0 : work.foldedFiles();
    }

    String address() {
        return target.address();
    }

    /** The table; null as long as it is not made. */
    @Nullable
    Table table() {
        return table;
    }

    WriteOptions options() {
        return flow.writeOptions;
    }

    OutputMode mode() {
        return flow.outputMode();
    }

    List<Transform> newSteps() {
        return steps.stream().map(Supplier::get).toList();
    }

    /** Is the table there, with the columns that it should have for these? Asks the store. */
    boolean isReady(StructType rows) {
        Table there = table;
        return there != null
                && !(flow.mergeSchema && SchemaEvolution.isNeeded(there.latest().metadata(), rows));
    }

    /** Can rows go into files that were begun when the table was this? */
    boolean isReady(Metadata begun, StructType rows) {
        return !(flow.mergeSchema && SchemaEvolution.isNeeded(begun, rows));
    }

    /** @return was the table made? */
    boolean makeReady(ColumnBatch rows) {
        Table there = table;
        if (there == null) {
            ColumnNaming.check(rows.schema(), source);
            found(target.create(rows.schema(), Objects.requireNonNull(flow.description)));
            return true;
        }
        if (!isReady(rows.schema())) {
            SchemaEvolution.addColumns(there, rows.schema());
        }
        return false;
    }

    /** Nothing is written any more, and the run has come to its end: the table is left in order. */
    void end() {
        endUpkeep(true);
    }

    private void endUpkeep(boolean inOrder) {
        UpkeepThread ending = upkeep;
        upkeep = null;
        if (ending != null) {
            ending.end(inOrder);
        }
    }

    @Override
    public void close() {
        endUpkeep(false);
        Table open = table;
        if (open != null && target.owned()) {
            open.close();
        }
    }
}
