package io.weir.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.compaction.optimize.OptimizeResult;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.data.DataFiles;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PurgeTest {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("id", PrimitiveType.INTEGER)
            .add("in", StructType.EMPTY.add("a", PrimitiveType.INTEGER).add("b", PrimitiveType.STRING))
            .add("note", PrimitiveType.STRING);
    private static final TableEnvironment ENVIRONMENT =
            TableEnvironment.standard().withExecutor(Runnable::run, 1).withBackoff(Backoff.NONE);

    private final ObjectStore store = MemoryStore.create();

    /** Three files of a hundred rows each. */
    private Table table(Map<String, String> properties) {
        Table table = Table.create(store, ENVIRONMENT)
                .schema(SCHEMA)
                .properties(properties)
                .commit();
        for (int file = 0; file < 3; file++) {
            table.append(rows(file * 100));
        }
        return table;
    }

    private static ColumnBatch rows(int from) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (int id = from; id < from + 100; id++) {
            rows.add(id, List.of(id, "b" + id), "note " + id);
        }
        return rows.build();
    }

    private static List<String> ids(Table table) {
        return table.scan().withRowTracking().rows().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    private static Set<String> paths(Table table) {
        return table.files().map(AddFile::path).collect(Collectors.toSet());
    }

    private StructType footer(AddFile file) {
        try (ObjectReader reader = DataFiles.open(store, file.path(), file.sizeBytes())) {
            return ParquetFile.open(reader).schema();
        }
    }

    @Test
    void filesWithDeletedRowsAreWrittenAgainHoweverFewAreAndOthersStay() {
        Table table = table(Map.of("delta.enableDeletionVectors", "true", "delta.enableRowTracking", "true"));
        table.delete("id = 5 OR id = 205");
        List<String> before = ids(table);
        String untouched = table.files()
                .filter(file -> file.deletionVector() == null)
                .map(AddFile::path)
                .findFirst()
                .orElseThrow();

        OptimizeResult result = Optimize.of(table).purge().run();

        assertThat(result.filesRemoved()).isEqualTo(2);
        assertThat(paths(table)).hasSize(2).contains(untouched);
        assertThat(table.files())
                .allSatisfy(file -> assertThat(file.deletionVector()).isNull());
        assertThat(ids(table)).isEqualTo(before);
        CommitInfo info = table.history(1).get(0).info();
        assertThat(info.operation()).isEqualTo("REORG");
        assertThat(info.operationParameters()).isEqualTo(Map.of("applyPurge", "\"true\"", "predicate", "\"[]\""));
        assertThat(info.operationMetrics()).containsEntry("numDeletionVectorsRemoved", "\"2\"");
        assertThat(Optimize.of(table).purge().plan().isEmpty()).isTrue();
    }

    @Test
    void droppedColumnsLeaveTheFiles() {
        Table table = table(Map.of("delta.columnMapping.mode", "name", "delta.enableRowTracking", "true"));
        assertThat(Optimize.of(table).purge().plan().isEmpty()).isTrue();
        table.alter().dropColumns("note", "in.b").commit();
        List<String> before = ids(table);

        OptimizeResult result = Optimize.of(table).purge().run();

        assertThat(result.filesRemoved()).isEqualTo(3);
        assertThat(ids(table)).isEqualTo(before);
        assertThat(table.files()).allSatisfy(file -> {
            StructType columns = footer(file);
            assertThat(columns.fields()).hasSize(4); // two of the table, two with the rows' ids
            assertThat(((StructType) columns.field(1).type()).size()).isEqualTo(1);
        });
        assertThat(Optimize.of(table).purge().plan().isEmpty()).isTrue();
    }

    @Test
    void filesInOrderStayInTheirCube() {
        Table table = table(Map.of("delta.enableDeletionVectors", "true"));
        table.alter().clusterBy("id").commit();
        Optimize.of(table).run();
        String cube = table.files().findFirst().orElseThrow().tags().get("ZCUBE_ID");
        table.delete("id = 7");

        Optimize.of(table).purge().run();

        assertThat(table.files()).hasSize(1).allSatisfy(file -> {
            assertThat(file.deletionVector()).isNull();
            assertThat(file.tags()).containsEntry("ZCUBE_ID", cube);
            assertThat(file.clusteringProvider()).isEqualTo("liquid");
        });
        assertThat(Optimize.of(table).plan().isEmpty()).isTrue();
    }

    @Test
    void filesOfNarrowerTypesGetThoseOfTheTable() {
        Table table = table(Map.of("delta.enableTypeWidening", "true", "delta.enableRowTracking", "true"));
        assertThat(Optimize.of(table).rewriteTypes().plan().isEmpty()).isTrue();
        table.alter().changeType("in.a", PrimitiveType.LONG).commit();
        List<String> before = ids(table);

        OptimizeResult result = Optimize.of(table).rewriteTypes().run();

        assertThat(result.filesRemoved()).isEqualTo(3);
        assertThat(ids(table)).isEqualTo(before);
        assertThat(table.files())
                .allSatisfy(
                        file -> assertThat(((StructType) footer(file).field(1).type())
                                        .field(0)
                                        .type())
                                .isEqualTo(PrimitiveType.LONG));
        assertThat(table.history(1).get(0).info().operation()).isEqualTo("REORG");
        assertThat(Optimize.of(table).rewriteTypes().plan().isEmpty()).isTrue();
    }
}
