package io.weir.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.compaction.retention.VacuumPlan;
import io.weir.compaction.retention.VacuumProgress;
import io.weir.compaction.retention.VacuumResult;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.TableException;
import io.weir.log.error.UnsupportedTableException;
import io.weir.storage.LocalStore;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectInfo;
import io.weir.table.HistoryEntry;
import io.weir.table.Table;
import io.weir.table.changes.Feed;
import io.weir.table.clones.ShallowClone;
import io.weir.table.clones.ShallowClones;
import io.weir.table.consumers.Consumer;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.CountingStore;
import io.weir.testkit.simulation.SimulatedClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VacuumTest {
    private final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final MemoryStore store = MemoryStore.create(clock);
    private final TableEnvironment environment = TableEnvironment.standard()
            .withClock(clock)
            .withExecutor(Runnable::run, 1)
            .withBackoff(Backoff.NONE);
    private final Table table = Table.create(store, environment)
            .schema("id BIGINT, part STRING")
            .partitionBy("part")
            .property("delta.checkpointInterval", "5")
            .property("delta.enableDeletionVectors", "true")
            .commit();

    private void append(long id, String part) {
        append(table, id, part);
    }

    private static void append(Table to, long id, String part) {
        to.appendValues(List.<Object[]>of(new Object[] {id, part}, new Object[] {id + 1, part}));
    }

    private static List<Long> ids(Table of) {
        return of.scan().rows().toList().stream()
                .map(row -> row.longValue("id"))
                .sorted()
                .toList();
    }

    private static List<String> names(VacuumPlan plan) {
        return plan.files().stream().map(ObjectInfo::name).toList();
    }

    private String lastVacuum() {
        return new String(store.read("_delta_log/_last_vacuum_info"), StandardCharsets.UTF_8);
    }

    @Test
    void theHistoryHasAStartAndAnEndWithTheirNumbers() {
        append(1, "a");
        table.delete("id >= 0");
        clock.advance(Duration.ofDays(8));
        long bytes = Vacuum.of(table).plan().bytes();

        VacuumResult result =
                Vacuum.of(table).retain(Duration.ofHours(24)).allowShorter().run();

        assertThat(result.version()).isEqualTo(4);
        List<HistoryEntry> history = table.history(2);
        assertThat(history.get(1).info().operation()).isEqualTo("VACUUM START");
        assertThat(history.get(1).info().operationParameters())
                .isEqualTo(Map.of(
                        "retentionCheckEnabled",
                        "\"false\"",
                        "defaultRetentionMillis",
                        "\"604800000\"",
                        "specifiedRetentionMillis",
                        "\"86400000\""));
        assertThat(history.get(1).info().operationMetrics())
                .isEqualTo(Map.of("numFilesToDelete", "\"1\"", "sizeOfDataToDelete", "\"" + bytes + "\""));
        assertThat(history.get(0).info().operation()).isEqualTo("VACUUM END");
        assertThat(history.get(0).info().operationParameters()).isEqualTo(Map.of("status", "\"COMPLETED\""));
        assertThat(history.get(0).info().operationMetrics())
                .isEqualTo(Map.of("numDeletedFiles", "\"1\"", "numVacuumedDirectories", "\"2\""));
    }

    @Test
    void aTableWithNothingToDeleteGetsNoVersions() {
        append(1, "a");
        clock.advance(Duration.ofDays(8));

        assertThat(Vacuum.of(table).run().version()).isEqualTo(1);
        assertThat(table.latest().version()).isEqualTo(1);
    }

    @Test
    void withoutNotesNothingIsWrittenToTheLog() {
        append(1, "a");
        table.delete("id >= 0");
        clock.advance(Duration.ofDays(8));

        assertThat(Vacuum.of(table).withoutNotes().run().files()).hasSize(1);
        assertThat(table.latest().version()).isEqualTo(2);
        assertThat(store.exists("_delta_log/_last_vacuum_info")).isFalse();
    }

    @Test
    void filesOfChangesAndDeletionVectorsGoWhenTheyExpire() {
        table.alter().set("delta.enableChangeDataFeed", "true").commit();
        append(1, "a");
        table.delete("id = 1");
        table.update().set("id", "id + 10").where("id = 2").commit();
        clock.advance(Duration.ofDays(8));

        List<ObjectInfo> deleted = Vacuum.of(table).run().files();

        assertThat(deleted).anyMatch(file -> file.name().startsWith("_change_data/"));
        assertThat(deleted).anyMatch(file -> file.name().startsWith("deletion_vector_"));
        assertThat(ids(table)).containsExactly(12L);
    }

    @Test
    void aTableWhoseFeatureMeansNothingToUsIsLeftAlone() {
        store.put(
                LogNames.commit(1),
                "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"vacuumProtocolCheck\"],\"writerFeatures\":[\"vacuumProtocolCheck\",\"newerThanUs\"]}}\n"
                        .getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> Vacuum.of(table).plan())
                .isInstanceOf(UnsupportedTableException.class)
                .hasMessageContaining("newerThanUs");
    }

    @Test
    void aFileThatCameBackAfterThePlanStays() {
        append(1, "a");
        table.delete("id >= 0");
        clock.advance(Duration.ofDays(8));
        VacuumProgress restoring = new VacuumProgress() {
            @Override
            public void listed(long files) {
                table.restore(1);
            }
        };

        VacuumResult result = Vacuum.of(table).progress(restoring).run();

        assertThat(result.plan().files()).hasSize(1);
        assertThat(result.files()).isEmpty();
        assertThat(ids(table)).containsExactly(1L, 2L);
    }

    @Test
    void aLiteOneFindsWhatWasRemovedWithoutListingTheTable() {
        append(1, "a");
        append(3, "b");
        table.delete("part = 'a'");
        store.put("part=a/left-behind.parquet", new byte[] {1});
        clock.advance(Duration.ofDays(8));
        CountingStore counted = new CountingStore(store);
        Table opened = Table.open(counted, environment);
        counted.drain();

        VacuumResult result = Vacuum.of(opened).lite().run();

        assertThat(result.files())
                .singleElement()
                .satisfies(file -> assertThat(file.name()).startsWith("part=a/"));
        assertThat(counted.drain())
                .noneMatch(request -> request.startsWith("LIST-DEEP") || request.startsWith("LIST-DIRECTORIES"));
        assertThat(store.exists("part=a/left-behind.parquet")).isTrue();
        assertThat(lastVacuum()).isEqualTo("{\"latestCommitVersionOutsideOfRetentionWindow\":3}");
        assertThat(ids(table)).containsExactly(3L, 4L);
    }

    @Test
    void aLiteOneGoesOnWhereTheLastOneWas() {
        append(1, "a");
        table.delete("id >= 0");
        clock.advance(Duration.ofDays(8));
        Vacuum.of(table).lite().run();
        append(3, "b");
        table.delete("id >= 0");
        clock.advance(Duration.ofDays(8));
        CountingStore counted = new CountingStore(store);
        Table opened = Table.open(counted, environment);
        counted.drain();

        assertThat(names(Vacuum.of(opened).lite().plan()))
                .singleElement()
                .satisfies(name -> assertThat(name).startsWith("part=b/"));
        assertThat(counted.drain()).doesNotContain("GET " + LogNames.commit(2)).contains("GET " + LogNames.commit(6));
    }

    @Test
    void aLiteOneCanFollowAFullOne() {
        append(1, "a");
        table.delete("id >= 0");
        clock.advance(Duration.ofDays(8));
        Vacuum.of(table).run();
        LongStream.range(0, 8).forEach(i -> append(i, "b"));
        clock.advance(Duration.ofDays(31));
        assertThat(LogCleanup.of(table).run().firstKept()).isEqualTo(10);

        assertThatThrownBy(() -> Vacuum.of(table).lite().plan())
                .isInstanceOf(TableException.class)
                .hasMessageContaining("vacuum in full")
                .hasMessageContaining("earliest=10");
        Vacuum.of(table).run();
        assertThat(Vacuum.of(table).lite().plan().files()).isEmpty();
    }

    @Test
    void whatALiteOneHadToKeepItLooksAtAgain() {
        append(1, "a");
        table.consumers().put(new Consumer("late", 1, true, Feed.APPENDS, "{}", clock.instant(), Duration.ofDays(400)));
        table.delete("id >= 0");
        clock.advance(Duration.ofDays(8));

        assertThat(Vacuum.of(table).lite().run().files()).isEmpty();
        table.consumers().remove("late");

        assertThat(Vacuum.of(table).lite().run().files()).hasSize(1);
    }

    private Table shared(String path) {
        return Table.create(MemoryStore.shared(URI.create("memory://" + space + path)), environment)
                .schema("id BIGINT, part STRING")
                .partitionBy("part")
                .commit();
    }

    private final String space = "vacuum-" + UUID.randomUUID();
    private static final Duration AGES = Duration.ofDays(3650); // the shared memory has the machine's clock

    @Test
    void whatAShallowCloneNamesStaysAsLongAsItIsThere() {
        Table source = shared("/source");
        append(source, 1, "a");
        String address = "memory://" + space + "/clone";
        Table clone = source.latest().cloneTo(address);
        append(clone, 5, "a");
        source.truncate();
        clock.advance(AGES);
        clock.advance(AGES);

        assertThat(Vacuum.of(source).run().files()).isEmpty();
        assertThat(ids(Table.open(clone.store(), environment))).containsExactly(1L, 2L, 5L, 6L);

        clone.truncate();
        clock.advance(Duration.ofDays(3));
        assertThat(Vacuum.of(source).run().files())
                .as("the clone's own old versions")
                .isEmpty();
        clock.advance(Duration.ofDays(5));
        assertThat(Vacuum.of(source).run().files()).hasSize(1);
    }

    @Test
    void aCloneOfACloneKeepsWhatItNeedsToo() {
        Table source = shared("/source");
        append(source, 1, "a");
        Table clone = source.latest().cloneTo("memory://" + space + "/clone");
        Table further = clone.latest().cloneTo("memory://" + space + "/further");
        source.truncate();
        clone.truncate();
        clock.advance(AGES);
        clock.advance(AGES);

        assertThat(Vacuum.of(source).run().files()).isEmpty();
        assertThat(ids(further)).containsExactly(1L, 2L);
    }

    @Test
    void aCloneThatIsGoneIsForgottenWhenItHasBeenGoneForLong() {
        Table source = shared("/source");
        append(source, 1, "a");
        Table clone = source.latest().cloneTo("memory://" + space + "/clone");
        source.truncate();
        clock.advance(AGES);
        clock.advance(AGES);
        clone.store().listDeep("").forEach(file -> clone.store().delete(file.name()));

        assertThat(Vacuum.of(source).plan().files()).isEmpty();
        assertThat(Vacuum.of(source).run().files()).as("it may come back").isEmpty();
        assertThat(ShallowClones.of(source.store()).list())
                .singleElement()
                .satisfies(gone -> assertThat(gone.missingSince()).isEqualTo(clock.instant()));

        clock.advance(Duration.ofDays(8));
        assertThat(Vacuum.of(source).run().files()).hasSize(1);
        assertThat(ShallowClones.of(source.store()).list()).isEmpty();
    }

    @Test
    void aCloneThatCannotBeLookedAtStopsTheCleanUp() {
        ShallowClones.of(store).put(new ShallowClone("x", URI.create("nobody-knows://this"), 0, clock.instant(), null));

        assertThatThrownBy(() -> Vacuum.of(table).plan())
                .isInstanceOf(TableException.class)
                .hasMessageContaining("nobody-knows://this")
                .hasMessageContaining("_weir/clones/x.json");

        store.put("_weir/clones/x.json", new byte[] {'{'});
        assertThatThrownBy(() -> Vacuum.of(table).plan()).isInstanceOf(CorruptTableException.class);
    }

    @Test
    void onDiskTheRestsOfWritersAndEmptyDirectoriesGoToo(@TempDir Path directory) throws Exception {
        LocalStore local = LocalStore.at(directory);
        Table onDisk = Table.create(local, environment).schema("id BIGINT").commit();
        onDisk.appendValues(List.<Object[]>of(new Object[] {1L}));
        Path rest = Files.write(directory.resolve(".part-1.parquet.abc-1.tmp"), new byte[3]);
        Path ofLog = Files.write(directory.resolve("_delta_log/.00000000000000000002.json.abc-2.tmp"), new byte[3]);
        Path young = Files.write(directory.resolve(".part-2.parquet.abc-3.tmp"), new byte[3]);
        Path empty = Files.createDirectories(directory.resolve("p=1"));
        Path hidden = Files.createDirectories(directory.resolve("_mine"));
        for (Path old : List.of(rest, ofLog, empty, hidden)) {
            Files.setLastModifiedTime(old, FileTime.from(clock.instant().minus(Duration.ofDays(8))));
        }

        VacuumResult result = Vacuum.of(onDisk).run();

        assertThat(result.files()).hasSize(2);
        assertThat(result.directoriesDeleted()).isEqualTo(1);
        assertThat(rest).doesNotExist();
        assertThat(ofLog).doesNotExist();
        assertThat(empty).doesNotExist();
        assertThat(hidden).exists();
        assertThat(young).exists();
        assertThat(onDisk.count()).isEqualTo(1);
    }
}
