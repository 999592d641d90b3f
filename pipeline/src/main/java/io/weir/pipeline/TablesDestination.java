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
import java.util.Collection;
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
        for (TableOutput output : outputs.subList(1, outputs.size())) {
            requireNotAhead(output);
        }
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
            settle(loaded.get(loaded.size() - 1));
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

    /** A table that has epochs of this application which the first one does not know would take none of ours before those numbers. */
    private void requireNotAhead(TableOutput output) {
        Table table = output.table();
        if (table == null) {
            return;
        }
        OptionalLong there = EpochCommitter.of(table).lastEpoch(Objects.requireNonNull(appId));
        if (there.isPresent() && (lastEpoch == null || there.getAsLong() > lastEpoch)) {
            throw new IllegalArgumentException(
                    "A further table has epochs of this application id that the query's first table does not have; give the query another id {appId="
                            + appId + ", epoch=" + lastEpoch + ", epochThere=" + there.getAsLong() + ", table="
                            + output.address() + "}");
        }
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
    public TaskWriter writer() {
        return new TablesWriter(outputs);
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
                    requireNotAhead(output);
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
        List<List<EpochFiles>> files = new ArrayList<>();
        List<Set<Metadata>> writtenAs = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            files.add(new ArrayList<>());
            writtenAs.add(new LinkedHashSet<>());
        }
        @Nullable Memory remembered = null;
        for (TaskPart part : parts) {
            List<Files> written = ((TablesWriter.WrittenFiles) part.written()).tables();
            for (int i = 0; i < outputs.size(); i++) {
                files.get(i).add(written.get(i).files());
                if (written.get(i).writtenAs() != null) {
                    writtenAs.get(i).add(written.get(i).writtenAs());
                }
            }
            remembered = part.memory() == null ? remembered : part.memory();
        }
        @Nullable EpochRecord record = record(epoch, remembered, files, writtenAs);
        Map<String, Long> positions = new HashMap<>(state.moved());
        if (record != null) {
            positions.put(RECORD, record.name().nonce());
        }
        Epoch whole = new Epoch(
                List.of(new Guard.Expect(Objects.requireNonNull(appId), epoch, lastEpoch)),
                files.get(0),
                positions,
                Map.of("source", query.source.identity()),
                Map.of("numInputRows", state.rowsIn(), "numBadRows", state.badRows()));
        @Nullable Long version = commitFirst(whole, writtenAs.get(0), files, record);
        if (version == null) {
            return null;
        }
        query.hook.at(Step.COMMITTED);
        position = position.with(state.moved());
        lastEpoch = epoch;
        if (record != null) {
            settle(record);
        }
        return version;
    }

    /** What the epoch leaves, written; null if it leaves nothing. */
    private @Nullable EpochRecord record(
            long epoch, @Nullable Memory remembered, List<List<EpochFiles>> files, List<Set<Metadata>> writtenAs) {
        List<EpochRecord.Owed> owed = new ArrayList<>();
        for (int i = 1; i < outputs.size(); i++) {
            EpochFiles together = new EpochFiles(
                    files.get(i).stream().flatMap(part -> part.files().stream()).toList());
            if (!together.isEmpty()) {
                Table table = Objects.requireNonNull(outputs.get(i).table());
                owed.add(new EpochRecord.Owed(
                        table.location().toString(),
                        table.known().metadata().id(),
                        together,
                        List.copyOf(writtenAs.get(i))));
            }
        }
        if (owed.isEmpty() && remembered == null) {
            return null;
        }
        EpochRecord record =
                Objects.requireNonNull(records).write(epoch, RANDOM.nextLong() & Long.MAX_VALUE, remembered, owed);
        query.hook.at(Step.RECORDED);
        return record;
    }

    private @Nullable Long commitFirst(
            Epoch whole, Collection<Metadata> writtenAs, List<List<EpochFiles>> files, @Nullable EpochRecord record) {
        EpochCommitter committer = EpochCommitter.of(first());
        boolean empty = whole.parts().stream().allMatch(EpochFiles::isEmpty);
        EpochOutcome outcome = empty ? committer.commit(whole) : committer.commit(whole, writtenAs);
        if (outcome instanceof EpochOutcome.Committed committed) {
            return committed.version();
        }
        if (outcome instanceof EpochOutcome.Empty) {
            return null;
        }
        giveUp(whole, files, record);
        if (outcome instanceof EpochOutcome.Fenced fenced) {
            throw fenced(fenced.found(), fenced.version(), null);
        }
        if (outcome instanceof EpochOutcome.AlreadyIn already) { // these parts are new, so it was not us
            throw fenced(already.epoch(), already.version(), null);
        }
        throw new IllegalStateException("An epoch has an outcome it cannot have {outcome=" + outcome + "}");
    }

    /** The epoch is not in the table, and nobody else knows its files. */
    private void giveUp(Epoch whole, List<List<EpochFiles>> files, @Nullable EpochRecord record) {
        for (int i = 0; i < outputs.size(); i++) {
            Table table = outputs.get(i).table();
            if (table != null) {
                EpochCommitter.of(table).abort(new Epoch(whole.guards(), files.get(i), Map.of(), Map.of(), Map.of()));
            }
        }
        if (record != null) {
            Objects.requireNonNull(records).drop(record);
        }
    }

    /** The epoch is in the first table: the others get what is theirs, unless they have it. */
    private void settle(EpochRecord record) {
        for (EpochRecord.Owed owed : record.owed()) {
            TableOutput output = outputs.stream()
                    .filter(one -> one.table() != null
                            && one.table().known().metadata().id().equals(owed.tableId()))
                    .findFirst()
                    .orElse(null);
            if (output != null) {
                settle(record, owed, Objects.requireNonNull(output.table()));
            } else { // the query had it when it was run before
                try (Table table = Table.open(owed.address())) {
                    settle(record, owed, table);
                }
            }
        }
        Objects.requireNonNull(records).settled(record);
    }

    private void settle(EpochRecord record, EpochRecord.Owed owed, Table table) {
        Epoch epoch = new Epoch(
                List.of(new Guard.Newer(
                        Objects.requireNonNull(appId), record.name().epoch())),
                List.of(owed.files()),
                Map.of(),
                Map.of("source", query.source.identity()),
                Map.of());
        EpochOutcome outcome = EpochCommitter.of(table).commit(epoch, owed.writtenAs());
        if (outcome instanceof EpochOutcome.Fenced) {
            throw new IllegalStateException("An epoch has an outcome it cannot have {outcome=" + outcome + "}");
        }
        query.hook.at(Step.SETTLED);
    }

    private QueryFencedException fenced(@Nullable Long found, long version, @Nullable Throwable cause) {
        return QueryFencedException.of(Objects.requireNonNull(appId), lastEpoch, found, address(), version, cause);
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
