package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.compaction.LogCleanup;
import io.weir.compaction.Optimize;
import io.weir.compaction.Vacuum;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.commit.LogNames;
import io.weir.storage.LocalStore;
import io.weir.storage.ObjectInfo;
import io.weir.table.Table;
import io.weir.table.commit.Transaction;
import io.weir.table.environment.TableEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that Weir vacuumed, whose log it cleaned up, and whose checkpoints name sidecars again are read by Delta Kernel and Delta Spark. */
class CleanedUpTablesAgreeWithSparkTest {
    @TempDir
    Path directory;

    private static List<Row> sql(Path place, String statement) {
        DeltaLog.clearCache();
        return SparkSessions.shared()
                .sql(statement.replace("$T", "delta.`" + place + "`"))
                .collectAsList();
    }

    /** Without the check that Spark would refuse by, and that would tell another time than is there. */
    private static void vacuumedBySpark(Path place, String how) {
        var settings = SparkSessions.shared().conf();
        settings.set("spark.databricks.delta.retentionDurationCheck.enabled", "false");
        try {
            sql(place, "VACUUM $T " + how);
        } finally {
            settings.unset("spark.databricks.delta.retentionDurationCheck.enabled");
        }
    }

    private static void everyoneReads(Path place, long version) throws Exception {
        List<String> rows = WeirReader.read(place, version).rows();
        assertThat(KernelReader.read(place, version).rows()).isEqualTo(rows);
        DeltaLog.clearCache();
        assertThat(SparkReader.read(place, version).rows()).isEqualTo(rows);
    }

    private static void fill(Table table) {
        for (long i = 0; i < 4; i++) {
            table.appendValues(List.of(new Object[] {2 * i, "a"}, new Object[] {2 * i + 1, "b"}));
        }
        table.delete("id = 3");
        Optimize.of(table).run();
        table.update().set("id", "id + 100").where("id = 5").commit();
    }

    private static Table create(Path place, TableEnvironment environment) {
        return Table.create(LocalStore.at(place), environment)
                .schema("id BIGINT, part STRING")
                .partitionBy("part")
                .property("delta.enableDeletionVectors", "true")
                .property("delta.enableChangeDataFeed", "true")
                .property("delta.checkpointInterval", "4")
                .commit();
    }

    @Test
    void theHistoryOfAVacuumSaysWhatThatOfDeltaSparkSays() throws Exception {
        Path ours = directory.resolve("ours");
        Path theirs = directory.resolve("theirs");
        fill(create(ours, TableEnvironment.standard()));
        try (LocalStore from = LocalStore.at(ours);
                LocalStore to = LocalStore.at(theirs);
                Stream<ObjectInfo> files = from.listDeep("")) {
            files.forEach(file -> to.put(file.name(), from.read(file.name())));
        }
        try (Table table = Table.open(ours)) {
            Vacuum.of(table).retain(Duration.ZERO).allowShorter().run();
        }
        vacuumedBySpark(theirs, "RETAIN 0 HOURS");

        try (Table table = Table.open(ours);
                Table other = Table.open(theirs)) {
            for (int i = 0; i < 2; i++) {
                CommitInfo our = table.history(2).get(i).info();
                CommitInfo their = other.history(2).get(i).info();
                assertThat(our.operation()).isEqualTo(their.operation());
                assertThat(plain(our.operationParameters())).isEqualTo(plain(their.operationParameters()));
                assertThat(plain(our.operationMetrics())).isEqualTo(plain(their.operationMetrics()));
                assertThat(our.isBlindAppend()).isEqualTo(their.isBlindAppend());
            }
        }
        assertThat(dataFiles(ours)).isEqualTo(dataFiles(theirs));
        everyoneReads(ours, Table.open(ours).latest().version());
    }

    private static Map<String, String> plain(Map<String, String> parameters) {
        Map<String, String> plain = new TreeMap<>();
        parameters.forEach((name, value) -> plain.put(name, value.replace("\"", "")));
        return plain;
    }

    private static List<String> dataFiles(Path place) {
        try (LocalStore store = LocalStore.at(place);
                Stream<ObjectInfo> files = store.listDeep("")) {
            return files.map(ObjectInfo::name)
                    .filter(name -> !name.startsWith("_delta_log"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aTableIsReadByAllAfterLiteVacuumsAndCleanUpOfItsLog() throws Exception {
        Path place = directory.resolve("old");
        Instant later = Instant.now().plus(Duration.ofDays(40));
        TableEnvironment future = TableEnvironment.standard().withClock(() -> later);
        try (Table table = create(place, TableEnvironment.standard())) {
            fill(table);
        }
        long first;
        try (Table table = Table.open(LocalStore.at(place), future)) {
            long newest = table.latest().version();
            assertThat(Vacuum.of(table).lite().run().files()).isNotEmpty();
            long kept = LogCleanup.of(table).run().firstKept();
            assertThat(kept).isPositive().isLessThanOrEqualTo(newest + 2);
            first = Math.max(
                    kept, newest); // files of those before it have expired, whatever checkpoint the log begins with
            assertThat(table.latest().version()).isEqualTo(newest + 2);
        }
        assertThat(Files.exists(place.resolve(LogNames.commit(0)))).isFalse();
        long newest = WeirReader.read(place, -1).version();
        for (long version = first; version <= newest; version++) {
            everyoneReads(place, version);
        }
        sql(place, "INSERT INTO $T VALUES (7, 'c')");
        vacuumedBySpark(place, "LITE"); // it finds how far we came
        everyoneReads(place, newest + 1);
    }

    @Test
    void sidecarsThatAreNamedAgainAreReadByAll() throws Exception {
        Path place = directory.resolve("sidecars");
        try (Table table = Table.create(place)
                .schema("id BIGINT, part STRING")
                .partitionBy("part")
                .property("delta.checkpointPolicy", "v2")
                .property("delta.enableDeletionVectors", "true")
                .property("delta.checkpointInterval", "100")
                .commit()) {
            table.appendValues(List.<Object[]>of(new Object[] {1L, "a"}));
            AddFile one = table.files().findFirst().orElseThrow();
            byte[] bytes = table.store().read(one.path());
            Transaction many = table.transaction("WRITE");
            for (int i = 0; i < 1100; i++) {
                String name = "part=a/copy-" + i + ".parquet";
                Files.write(place.resolve(name), bytes);
                many.add(AddFile.builder(name)
                        .partitionValues(one.partitionValues())
                        .sizeBytes(bytes.length)
                        .modificationTime(one.modificationTime())
                        .dataChange(true)
                        .stats(one.stats())
                        .build());
            }
            many.commit();
            table.checkpoint();
        }
        for (int i = 0; i < 3; i++) {
            try (Table table = Table.open(place)) {
                table.appendValues(List.<Object[]>of(new Object[] {10L + i, "b"}));
                if (i == 1) {
                    table.delete("id = 10");
                }
                table.checkpoint();
            }
        }
        List<Path> sidecars = files(place.resolve(LogNames.SIDECARS));
        assertThat(sidecars).hasSizeBetween(4, 6); // the large one once, each small one, what was removed
        try (Stream<Path> log = Files.list(place.resolve(LogNames.DIRECTORY))) {
            for (Path commit : log.filter(file -> file.toString().endsWith(".json")
                            && !file.toString().contains("006"))
                    .toList()) {
                Files.delete(commit); // only the checkpoint is left
            }
        }

        List<String> expected = paths(place);
        assertThat(expected).hasSize(1103);
        assertThat(KernelReader.read(place, 6).rows()).hasSize(1103);
        DeltaLog.clearCache();
        List<String> spark = SparkReader.frame(SparkSessions.shared(), place, 6)
                .selectExpr("_metadata.file_name AS name", "id")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
        assertThat(spark).isEqualTo(expected);
    }

    private static List<Path> files(Path place) throws Exception {
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }

    private static List<String> paths(Path place) {
        try (Table table = Table.open(place)) {
            return table.files()
                    .map(file -> file.path().substring(file.path().lastIndexOf('/') + 1))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }
}
