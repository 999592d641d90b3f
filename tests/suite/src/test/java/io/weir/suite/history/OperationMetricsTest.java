package io.weir.suite.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.compaction.Optimize;
import io.weir.compaction.Vacuum;
import io.weir.pipeline.Query;
import io.weir.pipeline.Sources;
import io.weir.pipeline.Trigger;
import io.weir.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The history's numbers have the names that Delta Spark gives them (DeltaOperations.scala, DeltaOperationMetrics), operation by operation: all of
 * them, and none beside them but those that are said here.
 */
class OperationMetricsTest {
    private static final String CHANGE =
            " numAddedFiles numRemovedFiles numAddedBytes numRemovedBytes numAddedChangeFiles"
                    + " numDeletionVectorsAdded numDeletionVectorsRemoved numDeletionVectorsUpdated numCopiedRows"
                    + " executionTimeMs scanTimeMs rewriteTimeMs";

    private static final String OPTIMIZE =
            "numAddedFiles numRemovedFiles numAddedBytes numRemovedBytes minFileSize p25FileSize p50FileSize"
                    + " p75FileSize maxFileSize numDeletionVectorsRemoved";

    /** By operation, the names of Delta Spark. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("CREATE TABLE", ""),
            Map.entry("WRITE", "numFiles numOutputBytes numOutputRows"),
            Map.entry("STREAMING UPDATE", "numAddedFiles numRemovedFiles numOutputRows numOutputBytes"),
            Map.entry("DELETE", "numDeletedRows" + CHANGE),
            Map.entry("UPDATE", "numUpdatedRows" + CHANGE),
            Map.entry("TRUNCATE", "numRemovedFiles executionTimeMs"),
            Map.entry(
                    "MERGE",
                    "numSourceRows numTargetRowsInserted numTargetRowsUpdated numTargetRowsMatchedUpdated"
                            + " numTargetRowsNotMatchedBySourceUpdated numTargetRowsDeleted numTargetRowsMatchedDeleted"
                            + " numTargetRowsNotMatchedBySourceDeleted numTargetRowsCopied numTargetBytesAdded"
                            + " numTargetBytesRemoved numOutputRows numTargetFilesAdded numTargetFilesRemoved"
                            + " numTargetChangeFilesAdded executionTimeMs scanTimeMs rewriteTimeMs"
                            + " numTargetDeletionVectorsAdded numTargetDeletionVectorsRemoved"
                            + " numTargetDeletionVectorsUpdated"),
            Map.entry("OPTIMIZE", OPTIMIZE),
            Map.entry("REORG", OPTIMIZE),
            Map.entry("VACUUM START", "numFilesToDelete sizeOfDataToDelete"),
            Map.entry("VACUUM END", "numDeletedFiles numVacuumedDirectories"),
            Map.entry(
                    "RESTORE",
                    "tableSizeAfterRestore numOfFilesAfterRestore numRemovedFiles numRestoredFiles removedFilesSize"
                            + " restoredFilesSize"),
            Map.entry(
                    "CLONE",
                    "sourceTableSize sourceNumOfFiles numRemovedFiles numCopiedFiles removedFilesSize copiedFilesSize"),
            Map.entry("CONVERT", "numConvertedFiles"),
            Map.entry("REPLACE TABLE", ""),
            Map.entry("ADD COLUMNS", ""),
            Map.entry("CHANGE COLUMN", ""),
            Map.entry("RENAME COLUMN", ""),
            Map.entry("DROP COLUMNS", ""),
            Map.entry("ADD CONSTRAINT", ""),
            Map.entry("DROP CONSTRAINT", ""),
            Map.entry("CLUSTER BY", ""),
            Map.entry("UPGRADE PROTOCOL", ""),
            Map.entry("SET TBLPROPERTIES", ""),
            Map.entry("UNSET TBLPROPERTIES", ""));

    /** What a query knows and Spark's sink does not; what Delta Spark counts of a truncation that is a delete of all rows. */
    private static final Map<String, String> BESIDE = Map.of(
            "STREAMING UPDATE", "numInputRows numBadRows", "TRUNCATE", "numDeletedRows numRemovedBytes" + CHANGE);

    @TempDir
    Path directory;

    private static Set<String> words(String text) {
        Set<String> words = new TreeSet<>(List.of(text.strip().split("\\s+")));
        words.remove("");
        return words;
    }

    @Test
    void everyOperationIsCountedByTheNamesOfDeltaSpark() throws IOException {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        String path = directory.resolve("t").toString();
        try (Table table = Table.create(path).schema("id BIGINT, name STRING").commit()) {
            for (long id = 1; id <= 4; id++) {
                table.appendValues(Collections.singletonList(new Object[] {id, "n" + id}));
            }
            Path rows = Files.writeString(directory.resolve("rows.jsonl"), "{\"id\":9,\"name\":\"x\"}\n");
            Query.from(Sources.json(rows))
                    .to(path)
                    .trigger(Trigger.availableNow())
                    .start()
                    .await();
            Optimize.of(table).run();
            table.update().set("name", "'z'").where("id = 2").commit();
            table.delete("id = 3");
            table.merge(table.at(2).scan())
                    .on("t.id = s.id")
                    .whenMatched()
                    .updateAll()
                    .whenNotMatched()
                    .insertAll()
                    .commit();
            table.alter().set("mine", "x").commit();
            table.alter().addColumns("more INT").commit();
            Table copy = table.latest().copyTo(directory.resolve("copy").toString());
            collect(copy, found);
            copy.close();
            table.truncate();
            table.restore(3);
            collect(table, found);
        }
        convert(Path.of(path), found);
        maintain(found);
        alter(found);

        assertThat(found.keySet()).isEqualTo(NAMES.keySet());
        found.forEach((operation, names) -> {
            assertThat(names).as(operation).containsAll(words(NAMES.getOrDefault(operation, "")));
            Set<String> allowed = words(NAMES.getOrDefault(operation, "") + " " + BESIDE.getOrDefault(operation, ""));
            assertThat(allowed).as(operation).containsAll(names);
        });
    }

    private static void collect(Table table, Map<String, Set<String>> found) {
        table.history(Integer.MAX_VALUE)
                .forEach(entry -> found.put(
                        String.valueOf(entry.info().operation()),
                        entry.info().operationMetrics().keySet()));
    }

    private void convert(Path table, Map<String, Set<String>> found) throws IOException {
        Path files = Files.createDirectory(directory.resolve("files"));
        try (Stream<Path> all = Files.list(table)) {
            Path one = all.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
            Files.copy(one, files.resolve("one.parquet"));
        }
        try (Table converted = Table.convert(files.toString()).commit()) {
            collect(converted, found);
        }
    }

    /** Purge, and vacuum of what was purged. */
    private void maintain(Map<String, Set<String>> found) {
        try (Table table = Table.create(directory.resolve("maintained").toString())
                .schema("id BIGINT")
                .property("delta.enableDeletionVectors", "true")
                .property("delta.deletedFileRetentionDuration", "interval 0 hours")
                .commit()) {
            table.appendValues(List.<Object[]>of(new Object[] {1L}, new Object[] {2L}));
            table.delete("id = 1");
            Optimize.of(table).purge().run();
            Vacuum.of(table).run();
            collect(table, found);
        }
    }

    private void alter(Map<String, Set<String>> found) {
        String path = directory.resolve("altered").toString();
        try (Table table = Table.create(path)
                .schema("id BIGINT, name STRING, old INT")
                .property("delta.columnMapping.mode", "name")
                .commit()) {
            table.alter().commentColumn("id", "a number").commit();
            table.alter().renameColumn("name", "word").commit();
            table.alter().dropColumns("old").commit();
            table.alter().addConstraint("positive", "id > 0").commit();
            table.alter().dropConstraint("positive").commit();
            table.alter().clusterBy("id").commit();
            table.alter().addFeature("deletionVectors").commit();
            table.alter().set("mine", "x").commit();
            table.alter().unset("mine").commit();
            collect(table, found);
        }
        try (Table replaced = Table.create(path).schema("id BIGINT").replace()) {
            collect(replaced, found);
        }
    }
}
