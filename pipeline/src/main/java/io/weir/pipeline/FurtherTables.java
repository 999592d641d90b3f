package io.weir.pipeline;

import io.weir.log.commit.Guard;
import io.weir.sink.Epoch;
import io.weir.sink.EpochCommitter;
import io.weir.sink.EpochOutcome;
import io.weir.sink.EpochRecord;
import io.weir.sink.OutputMode;
import io.weir.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tables of a run behind the first one: they get what they are owed of an epoch when the first one has it. One thread at a time. */
final class FurtherTables {
    private final List<TableOutput> outputs;
    private final Step.Hook hook;

    FurtherTables(List<TableOutput> outputs, Step.Hook hook) {
        this.outputs = List.copyOf(outputs);
        this.hook = hook;
    }

    /**
     * A table that has epochs of this application which the first one does not know would take none of ours before those numbers.
     *
     * @param lastEpoch of the first table; null for none
     */
    void requireNotAhead(String appId, @Nullable Long lastEpoch) {
        for (TableOutput output : outputs) {
            Table table = output.table();
            OptionalLong there = table == null
                    ? OptionalLong.empty()
                    : EpochCommitter.of(table).lastEpoch(appId);
            if (there.isPresent() && (lastEpoch == null || there.getAsLong() > lastEpoch)) {
                throw new IllegalArgumentException(
                        "A further table has epochs of this application id that the query's first table does not have; give the query another id {appId="
                                + appId + ", epoch=" + lastEpoch + ", epochThere=" + there.getAsLong() + ", table="
                                + output.address() + "}");
            }
        }
    }

    /**
     * What the tables are to get.
     *
     * @param epochs makes the epoch of a table
     */
    List<EpochRecord.Owed> owed(Guard.Newer guard, BiFunction<TableOutput, Guard, Epoch> epochs) {
        List<EpochRecord.Owed> owed = new ArrayList<>();
        for (TableOutput output : outputs) {
            Epoch epoch = epochs.apply(output, guard);
            if (!epoch.hasNoRows() || epoch.mode() instanceof OutputMode.Complete) {
                Table table = Objects.requireNonNull(output.table());
                owed.add(new EpochRecord.Owed(
                        table.location().toString(), table.known().metadata().id(), epoch));
            }
        }
        return owed;
    }

    /** The epoch is not in the first table, and nobody else knows its files. */
    void giveUp(List<EpochRecord.Owed> owed) {
        for (EpochRecord.Owed one : owed) {
            with(one, table -> EpochCommitter.of(table).abort(one.epoch()));
        }
    }

    /**
     * The epoch is in the first table: the others get what is theirs, unless they have it.
     *
     * @param recovered was it written before a restart?
     */
    void settle(List<EpochRecord.Owed> owed, boolean recovered) {
        for (EpochRecord.Owed one : owed) {
            with(one, table -> {
                EpochCommitter committer = EpochCommitter.of(table);
                EpochOutcome outcome =
                        recovered ? committer.commitRecovered(one.epoch()) : committer.commit(one.epoch());
                if (outcome instanceof EpochOutcome.Fenced) {
                    throw new IllegalStateException("An epoch has an outcome it cannot have {outcome=" + outcome + "}");
                }
            });
            hook.at(Step.SETTLED);
        }
    }

    /** One of the run's tables, or one that the query had when it was run before. */
    private void with(EpochRecord.Owed owed, Consumer<Table> action) {
        for (TableOutput output : outputs) {
            Table table = output.table();
            if (table != null && table.known().metadata().id().equals(owed.tableId())) {
                action.accept(table);
                return;
            }
        }
        try (Table table = Table.open(owed.address())) {
            action.accept(table);
        }
    }
}
