package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.compaction.Optimize;
import io.weir.compaction.optimize.OptimizeResult;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.FaultStore;
import io.weir.testkit.StoreOperation;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Weir puts in order, purges or rewrites, others read as it was, and go on with as if they had done it. */
class OptimizedTablesAgreeWithSparkTest {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("x", PrimitiveType.INTEGER)
            .add("y", PrimitiveType.STRING)
            .add("day", PrimitiveType.DATE)
            .add("price", new DecimalType(20, 2))
            .add("place", StructType.EMPTY.add("lat", PrimitiveType.DOUBLE));

    @TempDir
    private Path scratch;

    private final SparkSession spark = SparkSessions.shared();

    private static ColumnBatch rows(int from, int count) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (int i = from; i < from + count; i++) {
            int x = i * 7919 % 1000;
            @Nullable String y = i % 10 == 0 ? null : "y-" + (i * 31 % 100);
            rows.add(
                    x,
                    y,
                    LocalDate.ofEpochDay(i % 400),
                    BigDecimal.valueOf(x, 2),
                    List.of(i % 3 == 0 ? Double.NaN : i / 8.0));
        }
        return rows.build();
    }

    private static void requireSameRows(Path path, long... versions) throws IOException {
        for (long version : versions) {
            List<String> ours = WeirReader.read(path, version).rows();
            assertThat(SparkReader.read(path, version).rows())
                    .as("Spark at " + version)
                    .isEqualTo(ours);
            assertThat(KernelReader.read(path, version).rows())
                    .as("Kernel at " + version)
                    .isEqualTo(ours);
        }
    }

    @Test
    void everyVersionOfATableThatIsClusteredPurgedAndRewrittenHasTheSameRowsForAll() throws IOException {
        Path path = scratch.resolve("all");
        try (Table table = Table.create(path)
                .schema(SCHEMA)
                .properties(Map.of(
                        "delta.enableDeletionVectors", "true",
                        "delta.enableRowTracking", "true",
                        "delta.columnMapping.mode", "name",
                        "delta.enableTypeWidening", "true"))
                .commit()) {
            table.append(rows(0, 400));
            table.append(rows(400, 400));
            table.alter().clusterBy("x", "place.lat").commit();
            Optimize.of(table).targetBytes(4000).memory(60_000).run();
            long clustered = table.latest().version();
            table.delete("x % 10 = 3");
            table.alter().dropColumns("price").commit();
            Optimize.of(table).purge().run();
            table.alter().changeType("x", "bigint").commit();
            table.append(table.scan().where("x < 100").batches().next());
            Optimize.of(table).rewriteTypes().run();
            Optimize.of(table).full().run();

            long last = table.latest().version();
            assertThat(last).isEqualTo(11);
            assertThat(WeirReader.read(path, clustered).rows())
                    .isEqualTo(WeirReader.read(path, 2).rows());
            requireSameRows(path, 2, clustered, 7, 10, last);
            assertThat(sparkIds(path)).isEqualTo(ids(table));
            Row detail = spark.sql("DESCRIBE DETAIL delta.`" + path + "`").first();
            assertThat(detail.getList(detail.fieldIndex("clusteringColumns"))).isEqualTo(List.of("x", "place.lat"));
        }
    }

    @Test
    void aTableOfWhichRowsWereDeletedWhileItWasOptimizedHasTheSameRowsForAll() throws IOException {
        Path path = scratch.resolve("followed");
        FaultStore store = FaultStore.over(ObjectStores.open(path.toString()));
        try (Table table = Table.create(store, TableEnvironment.standard())
                .schema(SCHEMA)
                .properties(Map.of(
                        "delta.enableDeletionVectors", "true",
                        "delta.enableRowTracking", "true",
                        "delta.enableChangeDataFeed", "true",
                        "delta.columnMapping.mode", "name"))
                .commit()) {
            table.append(rows(0, 400));
            table.append(rows(400, 400));
            table.delete("x % 10 = 3");
            store.before(StoreOperation.PUT_IF_ABSENT, "0004.json", () -> deleteAndUpdate(path));

            OptimizeResult result = Optimize.of(table).run();

            assertThat(result.version()).isEqualTo(6);
            assertThat(result.filesRemoved()).isEqualTo(2);
            assertThat(result.rowsFollowed()).isEqualTo(160);
            assertThat(WeirReader.read(path, 6).rows())
                    .isEqualTo(WeirReader.read(path, 5).rows());
            requireSameRows(path, 5, 6);
            assertThat(sparkIds(path)).isEqualTo(ids(table));
            assertThat(spark.sql("SELECT * FROM table_changes_by_path('" + path + "', 6, 6)")
                            .count())
                    .isZero();
            spark.sql("DELETE FROM delta.`" + path + "` WHERE x % 10 = 4");
            spark.sql("REORG TABLE delta.`" + path + "` APPLY (PURGE)");
            requireSameRows(path, 8);
            assertThat(table.files().map(AddFile::deletionVector)).containsOnlyNulls();
            assertThat(sparkIds(path)).isEqualTo(ids(table));
        }
    }

    private static void deleteAndUpdate(Path path) {
        try (Table other = Table.open(path)) {
            other.delete("x % 10 = 1");
            other.update().set("y", "'updated'").where("x % 10 = 2").commit();
        }
    }

    private static List<String> ids(Table table) {
        return table.scan().withRowTracking().rows().stream()
                .map(row -> row.value("x") + " " + row.longValue("_metadata.row_id"))
                .sorted()
                .toList();
    }

    private List<String> sparkIds(Path path) {
        return spark
                .sql("SELECT CAST(x AS BIGINT), _metadata.row_id FROM delta.`" + path + "`")
                .collectAsList()
                .stream()
                .map(row -> row.getLong(0) + " " + row.getLong(1))
                .sorted()
                .toList();
    }

    @Test
    void whatOneEnginePutInOrderTheOtherLeavesAlone() {
        Path theirs = make("theirs", "x", "y");
        spark.sql("OPTIMIZE delta.`" + theirs + "`");
        Path ours = make("ours", "x", "y");
        try (Table table = Table.open(theirs)) {
            assertThat(table.latest().version()).isEqualTo(4);
            assertThat(Optimize.of(table).plan().isEmpty()).isTrue();
        }
        try (Table table = Table.open(ours)) {
            Optimize.of(table).run();
            spark.sql("OPTIMIZE delta.`" + ours + "`");
            assertThat(table.latest().version()).isEqualTo(4);
        }
    }

    @Test
    void theHistorySaysWhatDeltaSparkWouldSay() {
        requireSameHistory(
                "OPTIMIZE $T ZORDER BY (x, y)", table -> Optimize.of(table).zOrderBy("x", "y"));
        requireSameHistory("OPTIMIZE $T", Optimize::of);
        requireSameHistory("OPTIMIZE $T", Optimize::of, "x", "y");
        requireSameHistory("OPTIMIZE $T FULL", table -> Optimize.of(table).full(), "x", "y");
        requireSameHistory(
                "REORG TABLE $T APPLY (PURGE)", table -> Optimize.of(table).purge());
    }

    private void requireSameHistory(String sql, Function<Table, Optimize> optimize, String... clusterBy) {
        Path theirs = make(sql + " by Spark " + clusterBy.length, clusterBy);
        spark.sql(sql.replace("$T", "delta.`" + theirs + "`"));
        Path ours = make(sql + " by Weir " + clusterBy.length, clusterBy);
        try (Table table = Table.open(ours)) {
            optimize.apply(table).run();
        }
        CommitInfo expected = newest(theirs);
        CommitInfo found = newest(ours);
        assertThat(found.operation()).isEqualTo(expected.operation());
        assertThat(plain(found.operationParameters())).as(sql).isEqualTo(plain(expected.operationParameters()));
        assertThat(found.operationMetrics().keySet())
                .as(sql)
                .isEqualTo(expected.operationMetrics().keySet());
    }

    /** Two files, one of which has a deleted row. */
    private Path make(String name, String... clusterBy) {
        Path path = scratch.resolve(name.replaceAll("\\W+", "-"));
        try (Table table = Table.create(path)
                .schema(SCHEMA)
                .clusterBy(clusterBy)
                .property("delta.enableDeletionVectors", "true")
                .commit()) {
            table.append(rows(0, 100));
            table.append(rows(100, 100));
            table.delete("x = 7919 % 1000");
        }
        return path;
    }

    private static CommitInfo newest(Path path) {
        try (Table table = Table.open(path)) {
            return table.history(1).get(0).info();
        }
    }

    /** Without the quotes that some writers put around a value and some do not. */
    private static Map<String, String> plain(Map<String, String> parameters) {
        Map<String, String> plain = new TreeMap<>();
        parameters.forEach(
                (name, json) -> plain.put(name, CommitInfo.plain(json).orElse(json)));
        return plain;
    }
}
