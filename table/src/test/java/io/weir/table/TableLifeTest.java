package io.weir.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.Row;
import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.SchemaMismatchException;
import io.weir.log.error.TableException;
import io.weir.log.error.TableNotFoundException;
import io.weir.storage.LocalStore;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.alter.Clustering;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.sql.SchemaDdl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableLifeTest {
    private final MemoryStore store = MemoryStore.create();

    @TempDir
    Path directory;

    private TableBuilder builder() {
        return Table.create(store, TableEnvironment.standard());
    }

    private static Object[] row(@Nullable Object... values) {
        return values;
    }

    private static CommitInfo lastCommit(Table table) {
        return table.history(1).get(0).info();
    }

    private static List<Long> ids(Table table) {
        return table.scan().rows().stream()
                .map(row -> row.longValue("id"))
                .sorted()
                .toList();
    }

    @Test
    void aRestoredTableIsWhatItWas() {
        try (Table table = builder().schema("id BIGINT").commit()) {
            table.appendValues(List.of(row(1L), row(2L)));
            table.overwrite().values(List.<Object[]>of(row(3L)));
            table.alter().addColumns("name STRING").set("mine", "x").commit();
            table.restore(1);
            assertThat(table.latest().version()).isEqualTo(4);
            assertThat(ids(table)).containsExactly(1L, 2L);
            assertThat(table.schema().names()).containsExactly("id");
            assertThat(table.properties()).isEmpty();
            CommitInfo info = lastCommit(table);
            assertThat(info.operation()).isEqualTo("RESTORE");
            assertThat(info.operationParameters()).containsEntry("version", "\"1\"");
            assertThat(info.operationMetrics())
                    .containsEntry("numRestoredFiles", "\"1\"")
                    .containsEntry("numRemovedFiles", "\"1\"")
                    .containsEntry("numOfFilesAfterRestore", "\"1\"");
            assertThat(table.at(2).count()).isEqualTo(1);
        }
    }

    @Test
    void restoringNeverTakesAFeatureAway() {
        try (Table table = builder().schema("id BIGINT").commit()) {
            table.alter().set("delta.enableTypeWidening", "true").commit();
            table.restore(0);
            assertThat(table.latest().protocol().readerFeatures()).containsExactly("typeWidening");
            assertThat(table.properties()).isEmpty();
        }
    }

    @Test
    void rowsOfARestoredVersionHaveTheIdsTheyHadThen() {
        try (Table table = builder()
                .schema("id BIGINT")
                .property("delta.enableRowTracking", "true")
                .commit()) {
            table.appendValues(List.of(row(1L), row(2L)));
            table.appendValues(List.<Object[]>of(row(3L)));
            List<@Nullable Long> then = baseRowIds(table);
            table.dropFeature("rowTracking");
            assertThat(baseRowIds(table)).containsOnlyNulls();
            table.restore(2);
            assertThat(baseRowIds(table)).isEqualTo(then).containsExactlyInAnyOrder(0L, 2L);
            assertThat(table.scan()
                            .withRowTracking()
                            .where("_metadata.row_id = 2 AND id = 3")
                            .count())
                    .isEqualTo(1);
        }
    }

    private static List<@Nullable Long> baseRowIds(Table table) {
        return table.files()
                .sorted(Comparator.comparing(AddFile::path))
                .map(AddFile::baseRowId)
                .toList();
    }

    @Test
    void aRestoredTableStaysAppendOnlyUntilThatIsTurnedOff() {
        try (Table table = builder().schema("id BIGINT").commit()) {
            table.alter().set("delta.appendOnly", "true").commit();
            table.appendValues(List.<Object[]>of(row(1L)));
            assertThatThrownBy(() -> table.restore(0)).isInstanceOf(ConstraintViolationException.class);
            assertThatThrownBy(() -> builder().schema("id BIGINT").replace())
                    .isInstanceOf(ConstraintViolationException.class);
            assertThat(ids(table)).containsExactly(1L);
            table.alter().unset("delta.appendOnly").commit();
            table.restore(0);
            assertThat(table.count()).isZero();
        }
    }

    @Test
    void protectedCheckpointsStayProtectedWhateverTheTableBecomes() {
        String property = "delta.requireCheckpointProtectionBeforeVersion";
        try (Table table = Table.create(directory.resolve("protected"))
                .schema("id BIGINT")
                .property("delta.enableDeletionVectors", "true")
                .commit()) {
            String version = Long.toString(table.dropFeature("deletionVectors").version());
            table.restore(0);
            assertThat(table.properties()).containsEntry(property, version);
            try (Table clone =
                    table.latest().copyTo(directory.resolve("own history").toString())) {
                assertThat(clone.properties()).doesNotContainKey(property);
            }
            try (Table replaced = Table.create(directory.resolve("protected"))
                    .schema("name STRING")
                    .replace()) {
                assertThat(replaced.properties()).containsOnly(Map.entry(property, version));
            }
        }
    }

    @Test
    void anIdentityColumnThatWasRenamedGoesOnWhereItWas() {
        StructField number = new StructField("n", PrimitiveType.LONG)
                .withMetadata(FieldMetadata.EMPTY
                        .with("delta.identity.start", "1")
                        .with("delta.identity.step", "1")
                        .with("delta.identity.allowExplicitInsert", "false"));
        try (Table table = builder()
                .schema(StructType.of(number, new StructField("v", PrimitiveType.INTEGER)))
                .property("delta.columnMapping.mode", "name")
                .commit()) {
            appendNumbered(table, 1);
            table.alter().renameColumn("n", "number").commit();
            appendNumbered(table, 2);
            appendNumbered(table, 3);
            table.restore(1);
            appendNumbered(table, 4);
            assertThat(table.scan().where("v = 4 AND n = 4").count()).isEqualTo(1);
        }
    }

    private static void appendNumbered(Table table, int value) {
        table.append()
                .batches(List.of(
                        new BatchBuilder(SchemaDdl.parse("v INT")).add(value).build()));
    }

    @Test
    void aVersionWhoseFilesAreGoneIsNotRestored() {
        try (Table table = builder().schema("id BIGINT").commit()) {
            table.appendValues(List.<Object[]>of(row(1L)));
            String file = table.files().map(AddFile::path).findFirst().orElseThrow();
            table.overwrite().values(List.<Object[]>of(row(3L)));
            store.delete(file);
            assertThatThrownBy(() -> table.restore(1))
                    .isInstanceOfSatisfying(
                            TableException.class,
                            e -> assertThat(e.facts())
                                    .containsEntry("files", "[" + file + "]")
                                    .containsEntry("version", "1"));
            assertThat(table.latest().version()).isEqualTo(2);
        }
    }

    @Test
    void columnsOfAVersionBeforeARenameComeBack() {
        try (Table table = builder()
                .schema("id BIGINT, a INT")
                .property("delta.columnMapping.mode", "name")
                .commit()) {
            table.appendValues(List.<Object[]>of(row(1L, 10)));
            table.alter().renameColumn("a", "odd name").commit();
            table.appendValues(List.<Object[]>of(row(2L, 20)));
            assertThat(table.scan().where("`odd name` = 10").count()).isEqualTo(1);
            table.alter().dropColumns("odd name").commit();
            table.alter().addColumns("a INT").commit();
            assertThat(table.scan().where("a IS NOT NULL").count()).isZero();
            long max = Long.parseLong(
                    table.latest().property("delta.columnMapping.maxColumnId").orElseThrow());
            table.restore(1);
            assertThat(table.scan().where("a = 10").count()).isEqualTo(1);
            assertThat(table.properties()).containsEntry("delta.columnMapping.maxColumnId", Long.toString(max));
        }
    }

    @Test
    void aTableWithFilesMapsItsColumnsAndReadsThemAsBefore() {
        try (Table table = builder()
                .schema("id BIGINT, s STRUCT<x: INT>, d STRING")
                .partitionBy("d")
                .commit()) {
            table.appendValues(List.<Object[]>of(row(1L, null, "a")));
            table.alter().set("delta.columnMapping.mode", "name").commit();
            table.alter().renameColumn("d", "day").renameColumn("s.x", "y").commit();
            table.appendValues(List.<Object[]>of(row(2L, null, "b")));
            assertThat(table.partitionColumns()).containsExactly("day");
            assertThat(table.scan().where("day = 'a'").count()).isEqualTo(1);
            assertThat(table.scan().where("day = 'b'").count()).isEqualTo(1);
            assertThatThrownBy(() -> table.alter().dropColumns("day").commit()).isInstanceOf(TableException.class);
        }
    }

    @Test
    void aReplacedTableHasOnlyWhatItWasMadeWith() {
        try (Table table =
                builder().schema("id BIGINT, a INT").property("mine", "x").commit()) {
            table.appendValues(List.<Object[]>of(row(1L, 1)));
            table.alter().clusterBy("id").commit();
        }
        String id;
        try (Table table = Table.open(store, TableEnvironment.standard())) {
            id = table.latest().metadata().id();
        }
        try (Table table = builder().schema("name STRING").replace()) {
            assertThat(table.latest().version()).isEqualTo(3);
            assertThat(table.count()).isZero();
            assertThat(table.schema().names()).containsExactly("name");
            assertThat(table.properties()).isEmpty();
            assertThat(table.latest().metadata().id()).isEqualTo(id);
            assertThat(table.latest().snapshot().domains()).isEmpty();
            assertThat(lastCommit(table).operation()).isEqualTo("REPLACE TABLE");
            assertThat(table.at(1).count()).isEqualTo(1);
        }
    }

    @Test
    void aTableIsMadeWithItsClusteringColumnsAndReplacedWithOthers() {
        try (Table table = builder()
                .schema("id BIGINT, s STRUCT<x: INT>")
                .clusterBy("ID", "s.x")
                .commit()) {
            assertThat(table.latest().version()).isZero();
            assertThat(table.latest().protocol().writerFeatures()).contains("clustering", "domainMetadata");
            assertThat(clusteringColumns(table)).isEqualTo("[[\"id\"],[\"s\",\"x\"]]");
            assertThat(table.properties()).isEmpty();
            assertThat(lastCommit(table).operationParameters())
                    .containsEntry("clusterBy", "\"[\\\"ID\\\",\\\"s.x\\\"]\"")
                    .containsEntry("properties", "\"{}\"");
        }
        try (Table table = builder().schema("name STRING").clusterBy("name").replace()) {
            assertThat(clusteringColumns(table)).isEqualTo("[[\"name\"]]");
        }
        for (TableBuilder refused : List.of(
                builder().schema("id BIGINT, b BOOLEAN").clusterBy("b"),
                builder().schema("id BIGINT").partitionBy("id").clusterBy("id"),
                builder().schema("id BIGINT").clusterBy("id", "id"),
                builder().schema("id BIGINT").clusterBy("none"),
                builder().schema("a INT, b INT").clusterBy("b").property("delta.dataSkippingNumIndexedCols", "1"))) {
            assertThatThrownBy(refused::createOrReplace).isInstanceOf(TableException.class);
        }
        try (Table table = Table.open(store, TableEnvironment.standard())) {
            assertThat(table.latest().version()).as("nothing that was refused").isEqualTo(1);
        }
    }

    private static String clusteringColumns(Table table) {
        String configuration = table.latest()
                .snapshot()
                .domain(Clustering.DOMAIN)
                .orElseThrow()
                .configuration();
        return configuration.substring(configuration.indexOf('['), configuration.indexOf(",\"domainName\""));
    }

    @Test
    void replacingTakesATableAndCreateOrReplaceDoesNot() {
        assertThatThrownBy(() -> builder().schema("id BIGINT").replace()).isInstanceOf(TableNotFoundException.class);
        try (Table table = builder().schema("id BIGINT").createOrReplace()) {
            assertThat(lastCommit(table).operation()).isEqualTo("CREATE TABLE");
        }
        try (Table table = builder().schema("id INT").createOrReplace()) {
            assertThat(lastCommit(table).operation()).isEqualTo("CREATE OR REPLACE TABLE");
            assertThat(table.latest().version()).isEqualTo(1);
        }
    }

    @Test
    void clonesHaveTheRowsOfTheirVersionAndALifeOfTheirOwn() {
        Path source = directory.resolve("source table");
        try (Table table = Table.create(source)
                .schema("id BIGINT, d STRING")
                .partitionBy("d")
                .property("delta.enableRowTracking", "true")
                .property("delta.enableDeletionVectors", "true")
                .commit()) {
            table.appendValues(List.of(row(1L, "a b"), row(2L, "ü/%"), row(3L, null)));
            table.appendValues(List.<Object[]>of(row(4L, "c")));
            try (Table shallow =
                            table.at(1).cloneTo(directory.resolve("shallow").toString());
                    Table deep = table.latest().copyTo(directory.resolve("deep").toString())) {
                assertThat(ids(shallow)).containsExactly(1L, 2L, 3L);
                assertThat(ids(deep)).containsExactly(1L, 2L, 3L, 4L);
                assertThat(shallow.files().map(AddFile::path)).allMatch(path -> path.startsWith("file:/"));
                assertThat(deep.files().map(AddFile::path)).noneMatch(path -> path.startsWith("file:/"));
                assertThat(deep.latest().metadata().id())
                        .isNotEqualTo(table.latest().metadata().id());
                assertThat(deep.scan()
                                .withRowTracking()
                                .where("_metadata.row_id < 4")
                                .count())
                        .isEqualTo(4);
                assertThat(lastCommit(deep).operation()).isEqualTo("CLONE");
                assertThat(lastCommit(deep).operationMetrics()).containsEntry("numCopiedFiles", "\"4\"");
                shallow.appendValues(List.<Object[]>of(row(9L, "z")));
                assertThat(ids(shallow)).containsExactly(1L, 2L, 3L, 9L);
                assertThat(table.count()).isEqualTo(4);
                try (Table again =
                        shallow.latest().copyTo(directory.resolve("again").toString())) {
                    assertThat(ids(again)).containsExactly(1L, 2L, 3L, 9L);
                }
            }
            assertThatThrownBy(() ->
                            table.latest().copyTo(directory.resolve("deep").toString()))
                    .isInstanceOf(TableException.class);
        }
    }

    private static void parquet(ObjectStore store, String name, String ddl, Object[]... rows) {
        StructType schema = SchemaDdl.parse(ddl);
        BatchBuilder batch = new BatchBuilder(schema);
        for (Object[] values : rows) {
            batch.add(values);
        }
        try (ParquetFileWriter writer =
                ParquetFileWriter.create(store.create(name), schema, ParquetWriteOptions.DEFAULT)) {
            writer.write(batch.build());
            writer.finish();
        }
    }

    private ObjectStore local() {
        return LocalStore.at(directory);
    }

    @Test
    void filesOfADirectoryBecomeATable() {
        ObjectStore files = local();
        parquet(files, "day=2026-11-20/hour=7/a.parquet", "id BIGINT, v DOUBLE", row(1L, 1.5), row(2L, null));
        parquet(files, "day=2026-11-21/hour=12/b%20c.parquet", "id BIGINT, name STRING", row(3L, "x"));
        parquet(files, "day=__HIVE_DEFAULT_PARTITION__/hour=0/c", "id BIGINT", row(4L));
        files.put("_SUCCESS", new byte[0]);
        files.put("day=2026-11-20/hour=7/.a.parquet.crc", new byte[] {1});
        try (Table table = Table.convert(directory).commit()) {
            assertThat(SchemaDdl.format(table.schema()))
                    .isEqualTo("id BIGINT, v DOUBLE, name STRING, day DATE, hour INT");
            assertThat(table.partitionColumns()).containsExactly("day", "hour");
            assertThat(ids(table)).containsExactly(1L, 2L, 3L, 4L);
            assertThat(table.scan()
                            .where("day = DATE '2026-11-21' AND hour = 12 AND name = 'x'")
                            .count())
                    .isEqualTo(1);
            assertThat(table.scan().where("day IS NULL").count()).isEqualTo(1);
            assertThat(table.files().map(AddFile::stats).toList().toString())
                    .contains("\"numRecords\":2", "\"minValues\":{\"id\":1}");
            assertThat(table.scan().where("id > 100").plan().filesKept()).isZero();
            assertThat(lastCommit(table).operation()).isEqualTo("CONVERT");
            assertThat(lastCommit(table).operationMetrics()).containsEntry("numConvertedFiles", "\"3\"");
            table.append().rows(List.<Row>of());
        }
        assertThatThrownBy(() -> Table.convert(directory).commit())
                .isInstanceOfSatisfying(
                        TableException.class, e -> assertThat(e.sentence()).contains("already"));
    }

    @Test
    void filesThatDoNotGoTogetherAreRefusedByName() {
        ObjectStore files = local();
        parquet(files, "a.parquet", "id BIGINT", row(1L));
        parquet(files, "b.parquet", "id STRING", row("x"));
        assertThatThrownBy(() -> Table.convert(directory).commit())
                .isInstanceOfSatisfying(
                        SchemaMismatchException.class,
                        e -> assertThat(e.facts())
                                .containsEntry("file", "b.parquet")
                                .containsEntry("column", "id"));
        files.delete("b.parquet");
        files.put("c.csv", "id\n1\n".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Table.convert(directory).commit())
                .isInstanceOfSatisfying(
                        TableException.class,
                        e -> assertThat(e.facts())
                                .containsEntry("file", "c.csv")
                                .containsEntry("ending", "csv"));
        files.delete("c.csv");
        parquet(files, "day=1/d.parquet", "id BIGINT", row(1L));
        assertThatThrownBy(() -> Table.convert(directory).commit()).isInstanceOf(TableException.class);
        files.delete("day=1/d.parquet");
        files.put(".hoodie/hoodie.properties", new byte[] {1});
        assertThatThrownBy(() -> Table.convert(directory).commit())
                .isInstanceOfSatisfying(
                        TableException.class, e -> assertThat(e.facts()).containsEntry("format", "Hudi"));
        assertThat(Table.exists(directory)).isFalse();
    }

    @Test
    void partitionColumnsHaveTheTypesThatAreSaidOrFitAllValues() {
        ObjectStore files = local();
        parquet(files, "k=1/a.parquet", "id BIGINT", row(1L));
        parquet(files, "k=007/b.parquet", "id BIGINT", row(2L));
        try (Table table = Table.convert(directory)
                .property("delta.columnMapping.mode", "name")
                .commit()) {
            assertThat(SchemaDdl.format(table.schema())).isEqualTo("id BIGINT, k STRING");
            assertThat(table.scan().where("k = '007'").count()).isEqualTo(1);
            table.alter().renameColumn("id", "number").commit();
            assertThat(table.scan().where("number = 2").count()).isEqualTo(1);
        }
    }

    @Test
    void aDirectoryThatIsNoValueOfThePartitionColumnIsRefused() {
        parquet(local(), "k=seven/a.parquet", "id BIGINT", row(1L));
        assertThatThrownBy(() -> Table.convert(directory).partitionBy("k INT").commit())
                .isInstanceOfSatisfying(
                        TableException.class,
                        e -> assertThat(e.facts()).containsEntry("column", "k").containsEntry("found", "seven"));
        assertThatThrownBy(
                        () -> Table.convert(directory).partitionBy("other INT").commit())
                .isInstanceOf(TableException.class);
    }
}
