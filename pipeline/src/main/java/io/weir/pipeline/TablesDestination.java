package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.log.action.Metadata;
import io.weir.log.commit.Guard;
import io.weir.pipeline.TablesWriter.Files;
import io.weir.pipeline.source.Position;
import io.weir.sink.Epoch;
import io.weir.sink.EpochCommitter;
import io.weir.sink.EpochFiles;
import io.weir.sink.EpochOutcome;
import io.weir.sink.EpochRecord;
import io.weir.sink.EpochRecords;
import io.weir.sink.Memory;
import io.weir.table.Table;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a run. The first one's log is the truth: it has the epoch, the positions, and the number of the record that the epoch left. The others get
 * their files of an epoch right behind that, with the epoch's number; what a process that died still owed them is in the record.
 */
final class TablesDestination implements Destination {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The number of the newest record, among the positions; no source has a partition of this name. */
    private static final String RECORD = "~record";

    private final Query query;
    private final List<TableOutput> outputs = new ArrayList<>();
    private FurtherTables further = new FurtherTables(List.of(), Step.Hook.NONE);
    private @Nullable String appId;
    private @Nullable EpochRecords records;
    private @Nullable Long lastEpoch;
    private Position position = Position.START;
    private List<List<byte[]>> memory = List.of();

    private TablesDestination(Query query) {
        this.query = query;
    }

    static TablesDestination open(Query query) {
        TablesDestination destination = new TablesDestination(query);
        try {
            String source = query.source.identity();
            destination.outputs.add(new TableOutput(query, query, List.of(), source));
            for (Branch branch : query.branches) {
                destination.outputs.add(new TableOutput(query, branch, branch.steps, source));
            }
            destination.further =
                    new FurtherTables(destination.outputs.subList(1, destination.outputs.size()), query.hook);
            destination.requireDifferentTables();
            if (destination.table() != null) {
                destination.recover();
            }
            return destination;
        } catch (RuntimeException e) {
            destination.close();
            throw e;
        }
    }

    private void requireDifferentTables() {
        Set<String> seen = new LinkedHashSet<>();
        for (TableOutput output : outputs) {
            if (!seen.add(output.address())) {
                throw new IllegalArgumentException(
                        "A query writes a table once; use one condition with OR {table=" + output.address() + "}");
            }
        }
    }

    /** Finds out where the runs before have come to, and makes visible what they owed. */
    private void recover() {
        Table table = first();
        String id = query.appIdFor(table.latest().metadata().id());
        EpochCommitter committer = EpochCommitter.of(table);
        OptionalLong last = committer.lastEpoch(id);
        Map<String, Long> positions = new HashMap<>(committer.positions(id));
        @Nullable Long nonce = positions.remove(RECORD);
        appId = id;
        lastEpoch = last.isPresent() ? last.getAsLong() : null;
        position = Position.of(positions);
        EpochRecords left = new EpochRecords(table.store(), id);
        records = left;
        if (nonce != null) {
            takeUp(left, nonce);
        }
        if (query.remembers() && memory.isEmpty() && lastEpoch != null) {
            throw new IllegalArgumentException(
                    "The query has steps that remember, but what it did before under this application id left nothing to go on from; give it another id"
                            + " {appId=" + id + ", epoch=" + lastEpoch + ", table=" + address() + "}");
        }
        further.requireNotAhead(id, lastEpoch);
    }

    private void takeUp(EpochRecords left, long nonce) {
        EpochRecord.@Nullable Name name = left.find(nonce);
        if (name == null && (query.remembers() || !query.branches.isEmpty())) {
            throw left.gone(nonce);
        }
        if (name == null) {
            return; // it would be needed for what this query does not do any more
        }
        List<EpochRecord> loaded = left.load(name);
        memory = query.remembers() ? memory(loaded) : List.of();
        if (lastEpoch != null && name.epoch() == lastEpoch) {
            settle(loaded.get(loaded.size() - 1), true);
        }
    }

    private List<List<byte[]>> memory(List<EpochRecord> loaded) {
        EpochRecord newest = loaded.get(loaded.size() - 1);
        if (newest.memory() == null) {
            return List.of();
        }
        if (lastEpoch == null || newest.name().epoch() != lastEpoch) {
            throw new IllegalArgumentException(
                    "Since what the query's steps remember was kept, others without such steps went on under its application id; give it another id {appId="
                            + appId + ", epoch=" + lastEpoch + ", remembered="
                            + newest.name().epoch() + ", table=" + address() + "}");
        }
        List<List<byte[]>> bySteps = new ArrayList<>();
        for (int step = 0; step < newest.memory().steps().size(); step++) {
            List<byte[]> written = new ArrayList<>();
            for (EpochRecord record : loaded) {
                written.add(Objects.requireNonNull(record.memory()).steps().get(step));
            }
            bySteps.add(written);
        }
        return bySteps;
    }

    private Table first() {
        return Objects.requireNonNull(outputs.get(0).table());
    }

    @Override
    public String address() {
        return outputs.get(0).address();
    }

    @Override
    public @Nullable String appId() {
        return appId;
    }

    @Override
    public @Nullable Long lastEpoch() {
        return lastEpoch;
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public List<List<byte[]>> memory() {
        return memory;
    }

    @Override
    public @Nullable Table table() {
        return outputs.get(0).table();
    }

    @Override
    public TaskWriter writer(int tasks) {
        return new TablesWriter(outputs, tasks);
    }

    @Override
    public List<TaskPart> together(List<TaskPart> parts) {
        List<TablesWriter.WrittenFiles> written = TablesWriter.together(parts.stream()
                .map(part -> (TablesWriter.WrittenFiles) part.written())
                .toList());
        List<TaskPart> whole = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            TaskPart part = parts.get(i);
            whole.add(new TaskPart(part.state(), written.get(i), part.memory(), part.bad()));
        }
        return whole;
    }

    @Override
    public void makeReady(List<ColumnBatch> rows) {
        for (int i = 0; i < outputs.size(); i++) {
            TableOutput output = outputs.get(i);
            if (output.makeReady(rows.get(i))) {
                if (i == 0) {
                    recover();
                    if (lastEpoch != null) { // another run was quicker to make it
                        throw fenced(lastEpoch, first().known().version(), null);
                    }
                } else if (appId != null) {
                    further.requireNotAhead(appId, lastEpoch);
                }
            }
        }
    }

    @Override
    public boolean isOvertaken() {
        OptionalLong there = EpochCommitter.of(first()).lastEpoch(Objects.requireNonNull(appId));
        return there.isPresent() ? !Objects.equals(there.getAsLong(), lastEpoch) : lastEpoch != null;
    }

    @Override
    public @Nullable Long commit(long epoch, EpochState state, List<TaskPart> parts) {
        String appId = Objects.requireNonNull(this.appId);
        Epoch first = epoch(outputs.get(0), new Guard.Expect(appId, epoch, lastEpoch), state, parts);
        List<EpochRecord.Owed> owed =
                further.owed(new Guard.Newer(appId, epoch), (table, guard) -> epoch(table, guard, state, parts));
        @Nullable EpochRecord record = record(epoch, remembered(parts), owed);
        Map<String, Long> positions = new HashMap<>(state.moved());
        if (record != null) {
            positions.put(RECORD, record.name().nonce());
        }
        @Nullable Long version = commit(first.at(positions), owed, record);
        if (version == null) {
            return null;
        }
        query.hook.at(Step.COMMITTED);
        position = position.with(state.moved());
        lastEpoch = epoch;
        if (record != null) {
            settle(record, false);
        }
        return version;
    }

    /** What the tasks wrote for one of the tables. */
    private Epoch epoch(TableOutput table, Guard guard, EpochState state, List<TaskPart> parts) {
        int place = outputs.indexOf(table);
        List<EpochFiles> files = new ArrayList<>();
        List<Metadata> writtenAs = new ArrayList<>();
        for (TaskPart part : parts) {
            Files written =
                    ((TablesWriter.WrittenFiles) part.written()).tables().get(place);
            files.add(written.files());
            if (written.writtenAs() != null) {
                writtenAs.add(written.writtenAs());
            }
        }
        return new Epoch(
                        List.of(guard),
                        files,
                        Map.of(),
                        Map.of("source", query.source.identity()),
                        Map.of("numInputRows", state.rowsIn(), "numBadRows", state.badRows()))
                .in(table.mode())
                .writtenAs(writtenAs);
    }

    /** What the steps remember now; one task at most has steps that do. */
    private static @Nullable Memory remembered(List<TaskPart> parts) {
        return parts.stream()
                .map(TaskPart::memory)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** What the epoch leaves, written; null if it leaves nothing. */
    private @Nullable EpochRecord record(long epoch, @Nullable Memory remembered, List<EpochRecord.Owed> owed) {
        if (owed.isEmpty() && remembered == null) {
            return null;
        }
        EpochRecord record =
                Objects.requireNonNull(records).write(epoch, RANDOM.nextLong() & Long.MAX_VALUE, remembered, owed);
        query.hook.at(Step.RECORDED);
        return record;
    }

    private @Nullable Long commit(Epoch epoch, List<EpochRecord.Owed> owed, @Nullable EpochRecord record) {
        EpochCommitter committer = EpochCommitter.of(first());
        EpochOutcome outcome = committer.commit(epoch);
        if (outcome instanceof EpochOutcome.Committed committed) {
            return committed.version();
        }
        if (outcome instanceof EpochOutcome.Empty) {
            return null;
        }
        EpochCommitter.of(first()).abort(epoch);
        further.giveUp(owed);
        if (record != null) {
            Objects.requireNonNull(records).drop(record);
        }
        if (outcome instanceof EpochOutcome.Fenced fenced) {
            throw fenced(fenced.found(), fenced.version(), null);
        }
        if (outcome instanceof EpochOutcome.AlreadyIn already) { // these parts are new, so it was not us
            throw fenced(already.epoch(), already.version(), null);
        }
        throw new IllegalStateException("An epoch has an outcome it cannot have {outcome=" + outcome + "}");
    }

    /** @param recovered was it written before a restart? */
    private void settle(EpochRecord record, boolean recovered) {
        further.settle(record.owed(), recovered);
        Objects.requireNonNull(records).settled(record);
    }

    private QueryFencedException fenced(@Nullable Long found, long version, @Nullable Throwable cause) {
        return QueryFencedException.of(Objects.requireNonNull(appId), lastEpoch, found, address(), version, cause);
    }

    @Override
    public long foldedFiles() {
        return outputs.stream().mapToLong(TableOutput::foldedFiles).sum();
    }

    @Override
    public void end() {
        outputs.forEach(TableOutput::end);
    }

    @Override
    public void close() {
        @Nullable RuntimeException failure = null;
        for (TableOutput output : outputs) {
            try {
                output.close();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
