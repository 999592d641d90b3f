package io.weir.suite.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.Row;
import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddCdcFile;
import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.action.RemoveFile;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.SchemaChangedException;
import io.weir.log.error.TableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.Changes;
import io.weir.table.Table;
import io.weir.table.TableBuilder;
import io.weir.table.deletion.DeletionVector;
import io.weir.testkit.CountingStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What versions did to rows, from change files and without. */
class ChangesTest {
    private static final String FEED = "delta.enableChangeDataFeed";

    private long now = 1_700_000_000_000L;
    private final ObjectStore store = MemoryStore.create(() -> Instant.ofEpochMilli(now));

    private Table table(String... properties) {
        TableBuilder builder = Table.create(store, Tables.ENVIRONMENT).schema(Tables.SCHEMA);
        for (String property : properties) {
            builder.property(property, "true");
        }
        return builder.commit();
    }

    private static void commit(ObjectStore store, long version, Action... actions) {
        store.putIfAbsent(LogNames.commit(version), ActionCodec.write(Arrays.asList(actions)));
    }

    /** {@code insert 5 @2}: kind, id, version. */
    private static List<String> said(Changes changes) {
        return changes.rows().stream()
                .map(row -> row.value("_change_type") + " " + row.value("id") + " @" + row.longValue("_commit_version"))
                .toList();
    }

    private long write(String name, StructType schema, @Nullable Object[]... rows) {
        BatchBuilder batch = new BatchBuilder(schema);
        for (@Nullable Object[] row : rows) {
            batch.add(row);
        }
        try (ParquetFileWriter writer =
                ParquetFileWriter.create(store.create(name), schema, ParquetWriteOptions.DEFAULT)) {
            writer.write(batch.build());
            return writer.finish().sizeBytes();
        }
    }

    @Test
    void appendedRowsAreInsertsOfTheirVersionAndItsTime() {
        Table table = table();
        now += 5;
        table.append(Tables.rows(0, 2));
        now -= 100; // clocks go backwards, commit times do not
        table.append(Tables.rows(2, 3));

        assertThat(said(table.changes(0))).containsExactly("insert 0 @1", "insert 1 @1", "insert 2 @2");
        assertThat(table.changes(1, 2).rows().stream().map(row -> row.value("_commit_timestamp")))
                .containsExactly(
                        Instant.ofEpochMilli(1_700_000_000_005L),
                        Instant.ofEpochMilli(1_700_000_000_005L),
                        Instant.ofEpochMilli(1_700_000_000_006L));
        assertThat(table.changes(2).schema().names())
                .containsExactly("id", "_change_type", "_commit_version", "_commit_timestamp");
    }

    @Test
    void commitTimesAreThoseInTheCommitsWhereTheTableHasThem() {
        Table table = table("delta.enableInCommitTimestamps");
        table.append(Tables.rows(0, 1));
        Instant committed = table.history(1).get(0).timestamp();
        now += 1_000_000;
        store.put(LogNames.commit(1), store.read(LogNames.commit(1)));

        assertThat(table.changes(1).rows().first().orElseThrow().value("_commit_timestamp"))
                .isEqualTo(committed);
    }

    @Test
    void removedFilesAreDeletesWhereTheFeedIsOn() {
        Table table = table(FEED);
        table.append(Tables.rows(0, 2));
        table.overwrite(Tables.rows(5, 6));

        assertThat(said(table.changes(2))).containsExactlyInAnyOrder("delete 0 @2", "delete 1 @2", "insert 5 @2");
    }

    @Test
    void filesRewrittenWhileTheFeedWasOffAreNotGuessedAt() {
        Table table = table();
        table.append(Tables.rows(0, 2));
        table.overwrite(Tables.rows(5, 6));
        table.append(Tables.rows(7, 8));

        assertThatThrownBy(() -> said(table.changes(0)))
                .isInstanceOfSatisfying(
                        VersionNotFoundException.class,
                        e -> assertThat(e.facts()).containsEntry("version", "2").containsEntry("property", FEED));
        assertThat(said(table.changes(0, 1))).hasSize(2);
        assertThat(said(table.changes(3))).containsExactly("insert 7 @3");
    }

    @Test
    void filesThatOnlyWentAreDeletesWithOrWithoutTheFeed() {
        Table table = table();
        table.append(Tables.rows(0, 2));
        AddFile file = table.files().findFirst().orElseThrow();
        commit(store, 2, file.remove(0, true));

        assertThat(said(table.changes(2))).containsExactly("delete 0 @2", "delete 1 @2");
    }

    @Test
    void rearrangedFilesChangeNothing() {
        Table table = table(FEED);
        table.append(Tables.rows(0, 2));
        AddFile file = table.files().findFirst().orElseThrow();
        long size = write("other.parquet", Tables.SCHEMA, new Object[] {0L}, new Object[] {1L});
        commit(
                store,
                2,
                file.remove(0, false),
                AddFile.builder("other.parquet")
                        .sizeBytes(size)
                        .dataChange(false)
                        .build());

        assertThat(said(table.changes(2))).isEmpty();
        assertThat(table.appends(1).rows().toList()).hasSize(2);
        assertThat(Tables.ids(table)).containsExactly(0L, 1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void changesAddUpToTheRowsOfEveryVersion(int seed) {
        Random random = new Random(seed);
        Table table = table();
        for (int i = 0; i < 4; i++) {
            table.append(Tables.rows(50 * i, 50 * i + 50));
        }
        for (int i = 0; i < 12; i++) {
            List<DeletionVector> vectors = IntStream.range(0, 4)
                    .mapToObj(file -> random.nextBoolean() ? someRows(random) : DeletionVector.EMPTY)
                    .toList();
            if (random.nextInt(4) == 0) {
                AddFile file = table.files().findFirst().orElseThrow();
                AddFile whole = file.toBuilder().deletionVector(null).build();
                commit(store, table.latest().version() + 1, file.remove(0, true), whole);
            } else if (random.nextBoolean()) {
                Deletions.commitInline(store, table, vectors);
            } else {
                Deletions.commitInOneFile(store, table, vectors);
            }
        }

        TreeSet<Long> rows = new TreeSet<>();
        for (long version = 0; version <= table.latest().version(); version++) {
            for (Row change : table.changes(version, version).rows()) {
                long id = change.longValue("id");
                boolean fits = "insert".equals(change.value("_change_type")) ? rows.add(id) : rows.remove(id);
                assertThat(fits).as("%s at %s", id, version).isTrue();
            }
            assertThat(table.at(version).scan().rows().stream().map(row -> row.longValue("id")))
                    .as("version " + version)
                    .containsExactlyInAnyOrderElementsOf(rows);
        }
        assertThat(said(table.changes(0))).hasSize((int)
                LongStream.rangeClosed(0, table.latest().version())
                        .map(version -> said(table.changes(version, version)).size())
                        .sum());
    }

    private static DeletionVector someRows(Random random) {
        return DeletionVector.of(random.longs(1 + random.nextInt(40), 0, 50).toArray());
    }

    @Test
    void changeFilesAreAllThatCountsForTheirVersion() {
        Table table = table(FEED);
        table.append(Tables.rows(0, 3));
        AddFile before = table.files().findFirst().orElseThrow();
        StructType recorded = Tables.SCHEMA.add("_change_type", PrimitiveType.STRING);
        long after = write("after.parquet", recorded, new Object[] {0L, null}, new Object[] {9L, null});
        long size = write(
                "_change_data/c.parquet",
                recorded,
                new Object[] {1L, "update_preimage"},
                new Object[] {9L, "update_postimage"},
                new Object[] {2L, "delete"});
        commit(
                store,
                2,
                before.remove(0, true),
                AddFile.builder("after.parquet").sizeBytes(after).build(),
                new AddCdcFile("_change_data/c.parquet", Map.of(), size, Map.of(), Map.of()));

        assertThat(said(table.changes(2)))
                .containsExactly("update_preimage 1 @2", "update_postimage 9 @2", "delete 2 @2");
        assertThat(said(table.changes(0).where("_change_type = 'delete'"))).containsExactly("delete 2 @2");
        assertThat(said(table.changes(0).where("id < 2 AND _commit_version = 2")))
                .containsExactly("update_preimage 1 @2");
        assertThat(table.scan().schema().names()).containsExactly("id");
        assertThat(Tables.ids(table)).containsExactly(0L, 9L);
        assertThat(table.changes(0).limit(4).rows().toList()).hasSize(4);
    }

    @Test
    void filesThatCannotHaveAWantedRowAreNotOpened() {
        CountingStore counted = new CountingStore(store);
        Table table = Table.create(counted, Tables.ENVIRONMENT)
                .schema(Tables.SCHEMA.add("part", PrimitiveType.INTEGER))
                .partitionBy("part")
                .commit();
        for (int i = 1; i <= 5; i++) {
            table.append(new BatchBuilder(table.schema()).add((long) i, i % 2).build());
        }
        counted.drain();

        assertThat(said(table.changes(1, 5).where("_commit_version > 3 AND part = 1")))
                .containsExactly("insert 5 @5");

        assertThat(counted.drain().stream()
                        .map(request -> request.replaceAll("part=.*", "data"))
                        .toList())
                .containsExactly(
                        "GET _delta_log/00000000000000000001.json",
                        "GET _delta_log/00000000000000000002.json",
                        "GET _delta_log/00000000000000000003.json",
                        "GET _delta_log/00000000000000000004.json",
                        "GET _delta_log/00000000000000000005.json",
                        "LIST _delta_log from 00000000000000000006.",
                        "LIST _delta_log from 00000000000000000000.", // when commits were made
                        "RANGE data",
                        "RANGE data");
    }

    @Test
    void olderRowsHaveTheColumnsOfTheLastVersion() {
        Table table = table();
        table.append(Tables.rows(0, 1));
        schema(table, 2, Tables.SCHEMA.add("later", PrimitiveType.STRING));

        assertThat(table.changes(0).rows().first().orElseThrow().value("later")).isNull();
        assertThat(table.changes(0, 1).schema().names()).doesNotContain("later");
    }

    @Test
    void aColumnThatWentOrChangedItsTypeEndsTheRange() {
        Table table = table();
        table.append(Tables.rows(0, 1));
        schema(table, 2, StructType.EMPTY.add("id", PrimitiveType.STRING));
        schema(table, 3, StructType.EMPTY.add("other", PrimitiveType.STRING));

        for (long end : new long[] {2, 3}) {
            assertThatThrownBy(() -> table.changes(1, end).rows().toList())
                    .isInstanceOfSatisfying(
                            SchemaChangedException.class,
                            e -> assertThat(e.facts())
                                    .containsEntry("column", "id")
                                    .containsEntry("version", "1"));
        }
        assertThat(said(table.changes(0, 1))).hasSize(1);
    }

    private void schema(Table table, long version, StructType schema, String... partitions) {
        Metadata metadata = table.latest().metadata();
        commit(
                store,
                version,
                metadata.toBuilder()
                        .schema(schema)
                        .partitionColumns(List.of(partitions))
                        .build());
    }

    @Test
    void aTableThatWasPartitionedOnTheWayIsReadAsEachVersionWas() {
        StructType both = Tables.SCHEMA.add("part", PrimitiveType.INTEGER);
        Table table = Table.create(store, Tables.ENVIRONMENT).schema(both).commit();
        table.append(new BatchBuilder(both).add(1L, 7).build());
        schema(table, 2, both, "part");
        table.latest();
        long size = write("in8.parquet", Tables.SCHEMA, new Object[] {2L});
        commit(
                store,
                3,
                AddFile.builder("in8.parquet")
                        .sizeBytes(size)
                        .partitionValues(Map.of("part", "8"))
                        .build());

        assertThat(table.changes(0).select("id", "part").rows().stream().map(row -> row.value(0) + " " + row.value(1)))
                .containsExactly("1 7", "2 8");
    }

    @Test
    void aVacuumedFileFailsByItsNameAndVersion() {
        Table table = table();
        table.append(Tables.rows(0, 1));
        String file = table.files().findFirst().orElseThrow().path();
        table.append(Tables.rows(1, 2));
        store.delete(file);

        assertThatThrownBy(() -> said(table.changes(0)))
                .isInstanceOfSatisfying(
                        CorruptTableException.class,
                        e -> assertThat(e.facts()).containsEntry("file", file).containsEntry("version", "1"));
        assertThat(said(table.changes(2))).hasSize(1);
    }

    @Test
    void aRemovedFileThatDoesNotSayItsPartitionIsNotGuessedAt() {
        Table table = Table.create(store, Tables.ENVIRONMENT)
                .schema(Tables.SCHEMA.add("part", PrimitiveType.INTEGER))
                .partitionBy("part")
                .commit();
        table.append(new BatchBuilder(table.schema()).add(1L, 7).build());
        String file = table.files().findFirst().orElseThrow().path();
        commit(store, 2, new RemoveFile(file, 0L, true, null, null, null, null, Map.of(), null, null, null, Map.of()));

        assertThatThrownBy(() -> said(table.changes(2))).isInstanceOf(CorruptTableException.class);
    }

    @Test
    void rangesAreOfVersionsThatThereAre() {
        Table table = table();
        table.append(Tables.rows(0, 1));

        assertThatThrownBy(() -> table.changes(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.changes(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.changes(0, 2)).isInstanceOf(VersionNotFoundException.class);
        assertThatThrownBy(() -> table.changes(0).where("nope = 1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timesStandForTheVersionsBetweenThem() {
        long start = now;
        Table table = table();
        for (int i = 1; i <= 4; i++) {
            now = start + 1000L * i;
            table.append(Tables.rows(i, i + 1));
        }
        Instant first = Instant.ofEpochMilli(start);

        Changes middle = table.changes(first.plusMillis(1500), first.plusMillis(3000));
        assertThat(List.of(middle.from(), middle.to())).containsExactly(2L, 3L);
        Changes all = table.changes(Instant.EPOCH, first.plusSeconds(1_000_000));
        assertThat(List.of(all.from(), all.to())).containsExactly(0L, 4L);
        Changes exact = table.changes(first.plusMillis(4000), first.plusMillis(4000));
        assertThat(List.of(exact.from(), exact.to())).containsExactly(4L, 4L);
        assertThatThrownBy(() -> table.changes(first.plusMillis(4001), first.plusMillis(9000)))
                .isInstanceOf(VersionNotFoundException.class);
        assertThatThrownBy(() -> table.changes(Instant.EPOCH, Instant.EPOCH))
                .isInstanceOf(VersionNotFoundException.class);
        assertThat(table.earliestVersion()).isZero();
    }

    @Test
    void aStreamOfAppendsEndsWhereRowsWereTaken() {
        Table table = table(FEED);
        table.append(Tables.rows(0, 2));
        table.append(Tables.rows(2, 3));
        table.overwrite(Tables.rows(5, 6));

        assertThat(table.appends(0, 2).rows().stream().map(row -> row.longValue("id")))
                .containsExactly(0L, 1L, 2L);
        assertThat(table.appends(0).schema()).isEqualTo(table.schema());
        assertThatThrownBy(() -> table.appends(1).rows().toList())
                .isInstanceOfSatisfying(
                        TableException.class, e -> assertThat(e.facts()).containsEntry("version", "3"));
    }
}
