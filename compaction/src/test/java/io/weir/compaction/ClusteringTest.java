package io.weir.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.compaction.fold.FoldPlanner;
import io.weir.compaction.optimize.OptimizePlan;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.error.TableException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClusteringTest {
    private static final StructType SCHEMA =
            StructType.EMPTY.add("x", PrimitiveType.LONG).add("y", PrimitiveType.INTEGER);
    private static final TableEnvironment ENVIRONMENT =
            TableEnvironment.standard().withExecutor(Runnable::run, 1).withBackoff(Backoff.NONE);

    private final ObjectStore store = MemoryStore.create();
    private final Random random = new Random(3);

    private Table table(Map<String, String> properties) {
        Table table = Table.create(store, ENVIRONMENT)
                .schema(SCHEMA)
                .properties(properties)
                .commit();
        table.alter().clusterBy("x", "y").commit();
        return table;
    }

    private ColumnBatch rows(int count) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (int i = 0; i < count; i++) {
            rows.add(random.nextLong(1000), random.nextInt(1000));
        }
        return rows.build();
    }

    private static Set<String> cubes(Table table) {
        return table.files()
                .map(file -> String.valueOf(file.tags().get("ZCUBE_ID")))
                .collect(Collectors.toSet());
    }

    private static Set<String> paths(Table table) {
        return table.files().map(AddFile::path).collect(Collectors.toSet());
    }

    @Test
    void filesSayThatTheyAreInOrderAsOtherEnginesDo() {
        Table table = table(Map.of());
        table.append(rows(1000));
        table.append(rows(1000));

        Optimize.of(table).targetBytes(2000).run();

        assertThat(table.files()).hasSizeGreaterThan(4).allSatisfy(file -> {
            assertThat(file.clusteringProvider()).isEqualTo("liquid");
            assertThat(file.dataChange()).isFalse();
            assertThat(file.tags())
                    .containsEntry("ZCUBE_ZORDER_BY", "[\"x\",\"y\"]")
                    .containsEntry("ZCUBE_ZORDER_CURVE", "hilbert");
        });
        assertThat(cubes(table)).hasSize(1).doesNotContain("null");
        assertThat(table.count()).isEqualTo(2000);
        assertThat(table.history(1).get(0).info().operationParameters())
                .containsEntry("clusterBy", "\"[\\\"x\\\",\\\"y\\\"]\"")
                .containsEntry("isFull", "\"false\"")
                .containsEntry("zOrderBy", "\"[]\"");
        assertThat(table.scan().where("x = 500 AND y = 500").plan().tasks()).hasSizeLessThanOrEqualTo(2);
        assertThat(Fsck.of(store, ENVIRONMENT).deep().check().isClean()).isTrue();
    }

    @Test
    void littleThatComesLaterIsPutInOrderForItselfUntilItIsWorthMore() {
        Table table = table(Map.of("delta.targetFileSize", "1mb"));
        table.append(rows(20_000));
        Optimize.of(table).run();
        Set<String> first = paths(table);

        table.append(rows(100));
        Optimize.of(table).run();
        assertThat(paths(table)).containsAll(first).hasSize(2);
        assertThat(cubes(table)).hasSize(2);

        assertThat(Optimize.of(table).plan().isEmpty()).isTrue();

        table.append(rows(20_000));
        Optimize.of(table).run();
        assertThat(paths(table)).hasSize(1).doesNotContainAnyElementsOf(first);
        assertThat(table.count()).isEqualTo(40_100);
    }

    @Test
    void filesOfOtherColumnsStayUnlessAllAreAskedFor() {
        Table table = table(Map.of());
        table.append(rows(100));
        Optimize.of(table).run();
        table.alter().clusterBy("y").commit();
        Set<String> before = paths(table);
        table.append(rows(100));

        Optimize.of(table).run();
        assertThat(paths(table)).containsAll(before).hasSize(2);

        Optimize.of(table).full().run();
        assertThat(table.files())
                .hasSize(1)
                .allSatisfy(file -> assertThat(file.tags()).containsEntry("ZCUBE_ZORDER_BY", "[\"y\"]"));
    }

    @Test
    void withoutClusteringColumnsShortFilesAreJustPutTogether() {
        Table table = table(Map.of());
        table.alter().clusterBy().commit();
        table.append(rows(10));
        table.append(rows(10));

        Optimize.of(table).run();

        assertThat(table.files())
                .hasSize(1)
                .allSatisfy(file -> assertThat(file.clusteringProvider()).isNull());
    }

    @Test
    void anotherOrderOrAPartOfTheTableIsRefused() {
        Table table = table(Map.of());
        table.append(rows(10));

        assertThatThrownBy(() -> Optimize.of(table).zOrderBy("x").run())
                .isInstanceOf(TableException.class)
                .hasMessageContaining("clusterBy=[x, y]");
        assertThatThrownBy(() -> Optimize.of(table).where("x > 5").run())
                .isInstanceOf(TableException.class)
                .hasMessageContaining("as a whole");
    }

    @Test
    void filesWithManyDeletedRowsArePutInOrderAgain() {
        Table table = table(Map.of("delta.enableDeletionVectors", "true"));
        table.append(rows(1000));
        Optimize.of(table).run();
        table.delete("x < 500");

        Optimize.of(table).run();

        assertThat(table.files())
                .allSatisfy(file -> assertThat(file.deletionVector()).isNull());
        assertThat(cubes(table)).hasSize(1).doesNotContain("null");
    }

    @Test
    void upkeepBesideAQueryFoldsOnlyWhatIsNotInOrder() {
        Table table = table(Map.of());
        for (int i = 0; i < 10; i++) {
            table.append(rows(10));
            Optimize.of(table).full().run();
        }
        for (int i = 0; i < 8; i++) {
            table.append(rows(10));
        }

        OptimizePlan plan = FoldPlanner.plan(table.latest().snapshot());

        assertThat(plan.files()).isEqualTo(8);
        assertThat(plan.groups().get(0).files())
                .allSatisfy(file -> assertThat(file.clusteringProvider()).isNull());
    }
}
