package io.weir.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.log.checkpoint.CompactedLog;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.deletion.DeletionVectorFile;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.Fault;
import io.weir.testkit.FaultStore;
import io.weir.testkit.ProcessStopped;
import io.weir.testkit.StoreOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that dies at any request of its maintenance leaves a table that reads the same, and the next one finishes the work. */
class MaintenanceDiesTest {
    /** What a death leaves depends on these alone: one at a read is one behind the write before. */
    private static final List<StoreOperation> WRITES = List.of(
            StoreOperation.DELETE,
            StoreOperation.PUT,
            StoreOperation.PUT_IF_ABSENT,
            StoreOperation.CREATE,
            StoreOperation.FINISH);

    private long newest;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final MemoryStore made = MemoryStore.create(() -> now);
    private final TableEnvironment environment = TableEnvironment.standard()
            .withClock(() -> now)
            .withExecutor(Runnable::run, 1)
            .withBackoff(Backoff.NONE);

    /** Appends, deletes by vectors, changes and a merge of files over ten days; two days' removed files and four days of the log are kept. */
    @BeforeEach
    void aTableWithAPast() {
        Table table = Table.create(made, environment)
                .schema("id BIGINT, part STRING")
                .partitionBy("part")
                .property("delta.enableDeletionVectors", "true")
                .property("delta.enableChangeDataFeed", "true")
                .property("delta.checkpointPolicy", "v2")
                .property("delta.checkpointInterval", "3")
                .property("delta.deletedFileRetentionDuration", "interval 2 days")
                .property("delta.logRetentionDuration", "interval 4 days")
                .commit();
        for (long i = 0; i < 3; i++) {
            now = now.plus(Duration.ofHours(36));
            table.appendValues(List.<Object[]>of(new Object[] {2 * i, "a"}, new Object[] {2 * i + 1, "a"}));
            if (i == 1) {
                table.delete("id = 2");
            }
        }
        CompactedLog.write(made, 1, 2);
        Optimize.of(table).run();
        made.put("part=a/left-behind.parquet", new byte[] {1});
        made.put("_delta_log/_sidecars/left-behind.parquet", new byte[] {1});
        now = now.plus(Duration.ofDays(3));
        table.appendValues(List.<Object[]>of(new Object[] {100L, "a"}));
        now = now.plus(Duration.ofHours(20));
        table.delete("id = 100");
        now = now.plus(Duration.ofHours(20));
        table.appendValues(List.<Object[]>of(new Object[] {101L, "a"}));
        newest = table.latest().version();
        made.put("part=a/being-written.parquet", new byte[] {1});
    }

    @Test
    void aVacuumThatListsTheTable() {
        diesEverywhere(
                store -> Vacuum.of(Table.open(store, environment)).run(),
                store -> assertThat(
                                Vacuum.of(Table.open(store, environment)).plan().isEmpty())
                        .isTrue());
    }

    @Test
    void aVacuumFromTheLog() {
        diesEverywhere(
                store -> Vacuum.of(Table.open(store, environment)).lite().run(),
                store -> assertThat(Vacuum.of(Table.open(store, environment))
                                .lite()
                                .plan()
                                .isEmpty())
                        .isTrue());
    }

    @Test
    void aCleanUpOfTheLog() {
        diesEverywhere(
                store -> LogCleanup.of(Table.open(store, environment)).run(),
                store -> assertThat(LogCleanup.of(Table.open(store, environment))
                                .plan()
                                .files())
                        .isEmpty());
    }

    @Test
    void aCheckpoint() {
        diesEverywhere(
                store -> Table.open(store, environment).checkpoint(),
                store -> assertThat(Table.open(store, environment).checkpoint().version())
                        .isEqualTo(Table.open(store, environment).latest().version()));
    }

    /** @param done says that a second run has left nothing to do */
    private void diesEverywhere(Consumer<ObjectStore> work, Consumer<ObjectStore> done) {
        Map<Long, List<String>> before = keptVersions(made);
        assertThat(before).hasSizeGreaterThan(2);
        int deaths = 0;
        for (StoreOperation operation : WRITES) {
            for (Fault fault : List.of(Fault.STOP_BEFORE, Fault.STOP_AFTER)) {
                boolean died = true;
                for (int request = 0; died; request++) {
                    ObjectStore store = copy();
                    died = diesAt(store, operation, request, fault, work);
                    deaths += died ? 1 : 0;
                    String where = operation + " " + request + " " + fault;
                    assertThat(keptVersions(store)).as(where).containsAllEntriesOf(before);
                    if (died) {
                        work.accept(store);
                    }
                    assertThat(keptVersions(store)).as(where).containsAllEntriesOf(before);
                    done.accept(store);
                    assertThat(store.exists("part=a/being-written.parquet")).isTrue();
                }
            }
        }
        assertThat(deaths).isGreaterThan(2);
        assertThat(rows(made)).isEqualTo(rows(copy()));
    }

    private static boolean diesAt(
            ObjectStore store, StoreOperation operation, int request, Fault fault, Consumer<ObjectStore> work) {
        FaultStore dying = FaultStore.over(store);
        for (int i = 0; i < request; i++) {
            dying.before(operation, "", () -> {});
        }
        dying.next(operation, "", fault);
        try {
            work.accept(dying);
            return false;
        } catch (ProcessStopped e) {
            return true;
        }
    }

    private ObjectStore copy() {
        Instant[] times = {now};
        boolean[] copied = {false};
        MemoryStore copy = MemoryStore.create(() -> copied[0] ? now : times[0]);
        try (Stream<ObjectInfo> objects = made.listDeep("")) {
            objects.forEach(object -> {
                times[0] = Instant.ofEpochMilli(object.modifiedMillis());
                copy.put(object.name(), made.read(object.name()));
            });
        }
        copied[0] = true;
        return copy;
    }

    /** Of versions that were the newest within the time that removed files are kept: their files, all of which are there. */
    private Map<Long, List<String>> keptVersions(ObjectStore store) {
        Table table = Table.open(store, environment);
        long first = table.versionUpTo(now.minus(Duration.ofDays(2)));
        Map<Long, List<String>> versions = new TreeMap<>();
        for (long version = first; version <= newest; version++) {
            Snapshot snapshot = DeltaLog.forTable(store).at(version);
            List<String> names = new ArrayList<>();
            for (AddFile file : snapshot.files().all()) {
                names.add(DataPath.decode(file.path()));
                if (file.deletionVector() != null) {
                    DeletionVectorFile.path(file.deletionVector()).ifPresent(path -> names.add(DataPath.decode(path)));
                }
            }
            assertThat(names).as("version " + version).allMatch(store::exists);
            versions.put(version, names);
        }
        return versions;
    }

    private List<String> rows(ObjectStore store) {
        return Table.open(store, environment).scan().rows().toList().stream()
                .map(Object::toString)
                .sorted()
                .toList();
    }
}
