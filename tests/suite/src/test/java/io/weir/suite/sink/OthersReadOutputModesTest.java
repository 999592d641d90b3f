package io.weir.suite.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.commit.Guard;
import io.weir.sink.Epoch;
import io.weir.sink.EpochCommitter;
import io.weir.sink.EpochFiles;
import io.weir.sink.EpochOutcome;
import io.weir.sink.OutputMode;
import io.weir.sink.SinkWriter;
import io.weir.suite.opinion.KernelReader;
import io.weir.suite.opinion.SparkReader;
import io.weir.suite.opinion.SparkSessions;
import io.weir.table.Table;
import io.weir.table.TableBuilder;
import io.weir.table.data.WriteOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delta Kernel and Delta Spark read what complete and update epochs wrote, with deletion vectors and without. */
class OthersReadOutputModesTest {
    private static final StructType SCHEMA =
            StructType.EMPTY.add("id", PrimitiveType.LONG).add("p", PrimitiveType.STRING);
    private static final OutputMode BY_ID = OutputMode.update("id");

    @TempDir
    Path directory;

    private Path table(boolean vectors) {
        Path path = directory.resolve("t-" + vectors);
        TableBuilder builder = Table.create(path)
                .schema(SCHEMA)
                .partitionBy("p")
                .property("delta.enableDeletionVectors", Boolean.toString(vectors))
                .property("delta.enableChangeDataFeed", "true")
                .property("delta.enableRowTracking", Boolean.toString(vectors));
        try (Table table = builder.commit()) {
            commit(table, 0, OutputMode.append(), row(1L, "a"), row(2L, "a"), row(null, "b"), row(4L, "b"));
            commit(table, 1, BY_ID, row(2L, "b"), row(null, "c"), row(5L, null), row(5L, "a"));
            commit(table, 2, BY_ID, row(2L, "a"));
            commit(table, 3, OutputMode.complete(), row(1L, "a"), row(7L, "c"));
            commit(table, 4, OutputMode.complete());
        }
        return path;
    }

    private static @Nullable Object[] row(@Nullable Long id, @Nullable String p) {
        return new @Nullable Object[] {id, p};
    }

    private static void commit(Table table, long number, OutputMode mode, Object[]... rows) {
        BatchBuilder batch = new BatchBuilder(SCHEMA);
        Arrays.stream(rows).forEach(batch::add);
        try (SinkWriter writer = SinkWriter.open(table, WriteOptions.DEFAULT, mode)) {
            writer.write(batch.build());
            Guard guard = new Guard.Expect("app", number, number == 0 ? null : Long.valueOf(number - 1));
            EpochFiles part = writer.finish();
            Epoch epoch = new Epoch(List.of(guard), List.of(part), Map.of(), Map.of(), Map.of());
            assertThat(EpochCommitter.of(table).commit(epoch.in(mode))).isInstanceOf(EpochOutcome.Committed.class);
        }
    }

    @Test
    void kernelAndSparkReadTheSameRowsAndSparkTheSameChanges() throws Exception {
        Map<Long, List<String>> versions = Map.of(
                2L, List.of("1 a", "2 b", "4 b", "5 a", "null c"),
                3L, List.of("1 a", "2 a", "4 b", "5 a", "null c"),
                4L, List.of("1 a", "7 c"),
                5L, List.of());
        List<String> changes = List.of(
                "2 insert 5 a",
                "2 update_preimage 2 a",
                "2 update_postimage 2 b",
                "2 update_preimage null b",
                "2 update_postimage null c",
                "3 update_preimage 2 b",
                "3 update_postimage 2 a",
                "4 delete 1 a",
                "4 delete 2 a",
                "4 delete 4 b",
                "4 delete 5 a",
                "4 delete null c",
                "4 insert 1 a",
                "4 insert 7 c",
                "5 delete 1 a",
                "5 delete 7 c");
        List<Dataset<Row>> bySpark = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (Path path : List.of(table(true), table(false))) {
            for (Map.Entry<Long, List<String>> version : versions.entrySet()) {
                assertThat(KernelReader.read(path, version.getKey()).rows())
                        .containsExactlyInAnyOrderElementsOf(version.getValue().stream()
                                .map(OthersReadOutputModesTest::canonical)
                                .toList());
                bySpark.add(texts(
                        SparkReader.frame(SparkSessions.shared(), path, version.getKey()),
                        "'" + version.getKey() + " rows'",
                        path));
                version.getValue().forEach(row -> expected.add(path + " " + version.getKey() + " rows " + row));
            }
            bySpark.add(texts(changes(path), "_commit_version, _change_type", path));
            changes.forEach(row -> expected.add(path + " " + row));
        }
        assertThat(bySpark.stream().reduce(Dataset::union).orElseThrow().collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(history(directory.resolve("t-true")))
                .containsExactly("Complete", "Complete", "Update", "Update", "Append");
    }

    private static String canonical(String row) {
        String[] cells = row.split(" ", -1);
        return "{\"id\":" + cells[0] + ",\"p\":\"" + cells[1] + "\"}";
    }

    private static Dataset<Row> texts(Dataset<Row> rows, String first, Path table) {
        return rows.selectExpr("concat_ws(' ', '" + table + "', " + first + ", coalesce(string(id), 'null'), p)");
    }

    private static Dataset<Row> changes(Path table) {
        return SparkSessions.shared()
                .read()
                .format("delta")
                .option("readChangeFeed", "true")
                .option("startingVersion", 2)
                .load(table.toString());
    }

    private static List<String> history(Path table) {
        return SparkSessions.shared()
                .sql("DESCRIBE HISTORY delta.`" + table + "`")
                .where("operation = 'STREAMING UPDATE'")
                .selectExpr("operationParameters['outputMode']")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
