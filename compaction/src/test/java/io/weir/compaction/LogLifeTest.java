package io.weir.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.compaction.retention.LogCleanupPlan;
import io.weir.log.DeltaLog;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.checkpoint.CompactedLog;
import io.weir.log.commit.LogNames;
import io.weir.log.error.TableException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectInfo;
import io.weir.table.Table;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.CountingStore;
import io.weir.testkit.simulation.SimulatedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is in a log, its clean-up takes no version that is to be kept. */
class LogLifeTest {
    private static final int SEEDS = Integer.getInteger("weir.seeds", 20);
    private static final String SCHEMA =
            "{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}}]}";

    private final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final TableEnvironment environment = TableEnvironment.standard()
            .withClock(clock)
            .withExecutor(Runnable::run, 1)
            .withBackoff(Backoff.NONE);

    @Test
    void everyVersionFromTheFirstKeptOneOnReadsTheSameFilesAfterwards() {
        int cleaned = 0;
        int sidecars = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            MemoryStore store = MemoryStore.create(clock);
            randomLog(store, new Random(seed));
            Map<Long, Optional<List<String>>> before = versions(store);
            if (at(before, newestBefore(store, Instant.MAX)).isEmpty()) {
                continue; // a table that cannot be opened is not cleaned up
            }

            LogCleanupPlan plan = LogCleanup.of(Table.open(store, environment)).run();

            Map<Long, Optional<List<String>>> after = versions(store);
            before.forEach((version, files) -> {
                if (version >= plan.firstKept()) {
                    assertThat(after).containsEntry(version, files);
                }
            });
            long expired = newestBefore(store, clock.instant().minus(Duration.ofDays(30)));
            assertThat(plan.firstKept()).as("seed " + seed).isLessThanOrEqualTo(Math.max(expired, -1));
            cleaned += plan.firstKept() > 0 ? 1 : 0;
            sidecars += plan.files().stream().anyMatch(file -> file.name().contains("_sidecars")) ? 1 : 0;
        }
        assertThat(cleaned).isGreaterThan(SEEDS / 4);
        assertThat(sidecars).isPositive();
    }

    /** Commits over some months; now and then a checkpoint of either form, by whoever is there, a compacted file, or an entry that gets lost. */
    private void randomLog(MemoryStore store, Random random) {
        boolean second = random.nextBoolean();
        put(
                store,
                0,
                second
                        ? new Protocol(3, 7, Set.of("v2Checkpoint"), Set.of("v2Checkpoint"), Map.of())
                        : Protocol.LEGACY_DEFAULT,
                Metadata.builder("6b1b1a4e-6c6a-4d0e-9d3c-1f2f3c4d5e6f")
                        .schemaString(SCHEMA)
                        .configuration(Map.of("delta.checkpointPolicy", second ? "v2" : "classic"))
                        .build());
        put(store, 1, files("base", random.nextInt(10) == 0 ? 1010 : 3)); // enough for sidecars, or not
        store.put(LogNames.SIDECARS + "/left-behind.parquet", new byte[] {1});
        DeltaLog writer = DeltaLog.forTable(store);
        List<AddFile> live = new ArrayList<>(List.of(files("base", 3)));
        long version = 1;
        int count = 5 + random.nextInt(25);
        for (int i = 0; i < count; i++) {
            clock.advance(Duration.ofHours(random.nextInt(96)));
            List<Action> actions = new ArrayList<>(List.of(files("f" + i + "-", 1 + random.nextInt(3))));
            if (random.nextInt(3) == 0 && !live.isEmpty()) {
                actions.add(live.remove(random.nextInt(live.size())).remove(clock.millis(), true));
            }
            actions.stream().filter(AddFile.class::isInstance).forEach(add -> live.add((AddFile) add));
            put(store, ++version, actions.toArray(Action[]::new));
            if (random.nextInt(4) == 0) {
                writer = random.nextInt(3) == 0 ? DeltaLog.forTable(store) : writer;
                writer.checkpoint(writer.latest(), clock.instant());
            }
            if (random.nextInt(5) == 0) {
                CompactedLog.write(store, Math.max(0, version - 1 - random.nextInt(6)), version);
            }
        }
        if (random.nextInt(4) == 0) {
            String lost = LogNames.commit(1 + random.nextInt((int) version - 1));
            store.delete(lost);
        }
    }

    private static AddFile[] files(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> AddFile.builder(name + i)
                        .sizeBytes(10)
                        .modificationTime(1)
                        .dataChange(true)
                        .build())
                .toArray(AddFile[]::new);
    }

    private void put(MemoryStore store, long version, Action... actions) {
        List<Action> all = new ArrayList<>();
        all.add(CommitInfo.builder()
                .timestamp(clock.millis())
                .operation("WRITE")
                .txnId("t" + version)
                .build());
        all.addAll(List.of(actions));
        store.put(LogNames.commit(version), ActionCodec.write(all));
    }

    /** The files of each version; empty if it cannot be read. */
    private static Map<Long, Optional<List<String>>> versions(MemoryStore store) {
        long newest = newestBefore(store, Instant.MAX);
        Map<Long, Optional<List<String>>> versions = new TreeMap<>();
        for (long version = 0; version <= newest; version++) {
            try {
                versions.put(
                        version,
                        Optional.of(DeltaLog.forTable(store).at(version).files().all().stream()
                                .map(AddFile::path)
                                .sorted()
                                .toList()));
            } catch (TableException e) {
                versions.put(version, Optional.empty());
            }
        }
        return versions;
    }

    private static Optional<List<String>> at(Map<Long, Optional<List<String>>> versions, long version) {
        return versions.getOrDefault(version, Optional.empty());
    }

    private static long newestBefore(MemoryStore store, Instant time) {
        long millis = time.equals(Instant.MAX) ? Long.MAX_VALUE : time.toEpochMilli();
        try (Stream<ObjectInfo> files = store.listFrom(LogNames.DIRECTORY, "")) {
            return files.filter(file -> file.name().matches(".*/\\d{20}\\.json") && file.modifiedMillis() < millis)
                    .mapToLong(file -> Long.parseLong(file.fileName().substring(0, 20)))
                    .max()
                    .orElse(-1);
        }
    }

    @Test
    void sidecarsThatNoCheckpointNamesGoWhenTheyAreOldAndOthersStay() {
        MemoryStore store = MemoryStore.create(clock);
        put(
                store,
                0,
                new Protocol(3, 7, Set.of("v2Checkpoint"), Set.of("v2Checkpoint"), Map.of()),
                Metadata.builder("6b1b1a4e-6c6a-4d0e-9d3c-1f2f3c4d5e6f")
                        .schemaString(SCHEMA)
                        .configuration(Map.of("delta.checkpointPolicy", "v2"))
                        .build());
        put(store, 1, files("old", 2000));
        DeltaLog log = DeltaLog.forTable(store);
        log.checkpoint(log.latest(), clock.instant());
        store.put(LogNames.SIDECARS + "/of-nobody.parquet", new byte[] {1});
        clock.advance(Duration.ofDays(31));
        store.put(LogNames.SIDECARS + "/young.parquet", new byte[] {1});
        put(store, 2, files("new", 1));
        log.checkpoint(log.latest(), clock.instant());

        LogCleanupPlan plan = LogCleanup.of(Table.open(store, environment)).run();

        assertThat(plan.files()).extracting(ObjectInfo::fileName).contains("of-nobody.parquet");
        assertThat(store.exists(LogNames.SIDECARS + "/young.parquet")).isTrue();
        assertThat(at(versions(store), 2).orElseThrow()).hasSize(2001);
    }

    @Test
    void whoeverHasATableOpenForLongerThanItsLogIsKeptGoesOnReadingAndWriting() {
        MemoryStore store = MemoryStore.create(clock);
        Table writer = Table.create(store, environment)
                .schema("id BIGINT")
                .property("delta.checkpointInterval", "3")
                .property("delta.logRetentionDuration", "interval 4 days")
                .commit();
        append(writer, 0, 3);
        Table reader = Table.open(store, environment);
        Table follower = Table.open(store, environment);
        assertThat(reader.scan().where("id >= 2").count()).isEqualTo(1);
        assertThat(follower.latest().version()).isEqualTo(3);
        Set<String> first = log(store);
        for (int i = 3; i < 30; i++) {
            clock.advance(Duration.ofDays(1));
            append(writer, i, i + 1);
            follower.latest();
            LogCleanup.of(writer).run();
        }
        assertThat(log(store)).doesNotContainAnyElementsOf(first);

        assertThat(reader.scan().where("id >= 2").count()).isEqualTo(28);
        assertThat(follower.scan().where("id >= 2").count()).isEqualTo(28);
        assertThat(follower.files()).hasSize(30);
        assertThat(follower.delete("id = 1").metric("numDeletedRows")).isEqualTo(1);
        assertThat(Optimize.of(follower).run().filesRemoved()).isEqualTo(29);
    }

    @Test
    void whoeverIsAlwaysThereBeforeTheCheckpointTakesANewerOneInTimeToo() {
        MemoryStore store = MemoryStore.create(clock);
        Table writer = Table.create(store, environment)
                .schema("id BIGINT")
                .property("delta.checkpointInterval", "1000")
                .property("delta.logRetentionDuration", "interval 8 days")
                .commit();
        append(writer, 0, 3);
        writer.checkpoint();
        CountingStore counted = new CountingStore(store);
        Table follower = Table.open(counted, environment);
        assertThat(follower.latest().version()).isEqualTo(3);
        for (int i = 3; i < 40; i++) {
            clock.advance(Duration.ofHours(23));
            append(writer, i, i + 1);
            follower.latest();
            writer.checkpoint();
            LogCleanup.of(writer).run();
        }

        assertThat(follower.files()).hasSize(40);
        assertThat(follower.delete("id = 1").metric("numDeletedRows")).isEqualTo(1);
        assertThat(counted.drain())
                .filteredOn(request -> request.startsWith("GET _delta_log/_last_checkpoint"))
                .as("looked for anew")
                .hasSizeBetween(4, 12);
    }

    @Test
    void whoeverHasATableOpenForLongerThanItsLogIsKeptKnowsWhatWasRemovedFromIt() {
        MemoryStore store = MemoryStore.create(clock);
        Table writer = Table.create(store, environment)
                .schema("id BIGINT")
                .property("delta.checkpointInterval", "3")
                .property("delta.logRetentionDuration", "interval 4 days")
                .commit();
        append(writer, 0, 3);
        Table follower = Table.open(store, environment);
        for (int i = 3; i < 30; i++) {
            clock.advance(Duration.ofHours(25)); // nothing is exactly as old as it is kept
            append(writer, i, i + 1);
            Optimize.of(writer).run(); // no file of an old checkpoint is left
            follower.latest();
            LogCleanup.of(writer).run();
        }

        assertThat(Vacuum.of(follower).plan().files()).isNotEmpty();
        assertThat(Vacuum.of(writer).plan().files())
                .hasSameSizeAs(Vacuum.of(follower).plan().files());
        assertThat(follower.checkpoint().version()).isEqualTo(writer.latest().version());
    }

    private static void append(Table table, int from, int to) {
        for (long id = from; id < to; id++) {
            table.appendValues(List.<Object[]>of(new Object[] {id}));
        }
    }

    private static Set<String> log(MemoryStore store) {
        try (Stream<ObjectInfo> objects = store.listFrom(LogNames.DIRECTORY, "")) {
            return objects.map(ObjectInfo::name)
                    .filter(name -> !name.equals(LogNames.LAST_CHECKPOINT))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void aCheckpointIsWrittenWhenTheCommitsBehindTheLastOneAreVeryLarge() {
        MemoryStore store = MemoryStore.create(clock);
        Table table = Table.create(store, environment)
                .schema("id BIGINT")
                .property("delta.checkpointInterval", "1000")
                .property("weir.checkpointBytes", "4mb")
                .commit();
        for (int i = 0; i < 2; i++) {
            var transaction = table.transaction("WRITE");
            for (AddFile file : files("f" + i + "-", 26_000)) {
                transaction.add(file);
            }
            transaction.commit();
        }
        table.close();

        assertThat(store.exists(LogNames.classicCheckpoint(1))).isFalse();
        assertThat(store.exists(LogNames.classicCheckpoint(2))).isTrue();
    }
}
