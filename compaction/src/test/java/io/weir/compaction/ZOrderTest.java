package io.weir.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.compaction.optimize.OptimizePlan;
import io.weir.compaction.optimize.OptimizeProgress;
import io.weir.compaction.optimize.OptimizeResult;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.CommitInfo;
import io.weir.log.error.SchemaMismatchException;
import io.weir.log.error.TableException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import io.weir.table.Table;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.Fault;
import io.weir.testkit.FaultStore;
import io.weir.testkit.StoreOperation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class ZOrderTest {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("x", PrimitiveType.LONG)
            .add("y", PrimitiveType.STRING)
            .add("part", PrimitiveType.STRING)
            .add("flag", PrimitiveType.BOOLEAN)
            .add("place", StructType.EMPTY.add("lat", PrimitiveType.DOUBLE).add("lon", PrimitiveType.DOUBLE));
    private static final TableEnvironment ENVIRONMENT =
            TableEnvironment.standard().withExecutor(Runnable::run, 1).withBackoff(Backoff.NONE);
    private static final int SIDE = 64;

    private final ObjectStore store = MemoryStore.create();
    private final FaultStore met = FaultStore.over(store);

    /** All points of a square, in eight files, in no order. */
    private Table table(List<String> partitionBy, Map<String, String> properties) {
        Table table = Table.create(met, ENVIRONMENT)
                .schema(SCHEMA)
                .partitionBy(partitionBy.toArray(String[]::new))
                .properties(properties)
                .commit();
        List<Integer> points = new ArrayList<>();
        for (int point = 0; point < SIDE * SIDE; point++) {
            points.add(point);
        }
        Collections.shuffle(points, new Random(7));
        int files = 8;
        for (int file = 0; file < files; file++) {
            table.append(rows(points.subList(file * points.size() / files, (file + 1) * points.size() / files)));
        }
        return table;
    }

    private static ColumnBatch rows(List<Integer> points) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (int point : points) {
            int x = point % SIDE;
            int y = point / SIDE;
            rows.add((long) x, text(y), x % 2 == 0 ? "even" : "odd", true, List.of((double) x, (double) y));
        }
        return rows.build();
    }

    private static String text(int y) {
        return "value-" + (100 + y);
    }

    private static Optimize inSixteenFiles(Table table) {
        return Optimize.of(table).targetBytes(table.detail().sizeInBytes() / 16);
    }

    private static List<String> content(Table table) {
        return table.scan().rows().stream().map(Row::toString).sorted().toList();
    }

    private static int scanned(Table table, String where) {
        return table.scan().where(where).plan().tasks().size();
    }

    @Test
    void conditionsOnEitherColumnNeedAFewFilesWhereTheyNeededAll() {
        Table table = table(List.of(), Map.of());
        List<String> before = content(table);
        assertThat(scanned(table, "x = 10")).isEqualTo(8);

        OptimizeResult result = inSixteenFiles(table).zOrderBy("x", "y").run();

        assertThat(result.filesRemoved()).isEqualTo(8);
        assertThat(result.filesAdded()).isBetween(12, 20);
        assertThat(content(table)).isEqualTo(before);
        for (int value = 3; value < SIDE; value += 10) {
            assertThat(scanned(table, "x = " + value)).isLessThanOrEqualTo(6);
            assertThat(scanned(table, "y = '" + text(value) + "'")).isLessThanOrEqualTo(6);
        }
        assertThat(Fsck.of(store, ENVIRONMENT).deep().check().isClean()).isTrue();
    }

    @Test
    void theHistorySaysByWhatAndHowMuch() {
        Table table = table(List.of(), Map.of());

        OptimizeResult result = inSixteenFiles(table).zOrderBy("X", "place.lat").run();

        CommitInfo info = table.history(1).get(0).info();
        assertThat(info.operation()).isEqualTo("OPTIMIZE");
        assertThat(info.operationParameters())
                .containsEntry("zOrderBy", "\"[\\\"x\\\",\\\"place.lat\\\"]\"")
                .containsEntry("clusterBy", "\"[]\"")
                .containsEntry("auto", "\"false\"")
                .containsEntry("predicate", "\"[]\"");
        assertThat(info.operationMetrics())
                .containsEntry("numAddedFiles", "\"" + result.filesAdded() + "\"")
                .containsEntry("numRemovedFiles", "\"8\"");
    }

    @Test
    void partitionsArePutInOrderEachForItselfAndOthersThanThoseAskedForStay() {
        Table table = table(List.of("part"), Map.of());
        Set<String> odd = paths(table, "odd");

        OptimizePlan plan =
                Optimize.of(table).where("part = 'even'").zOrderBy("x").plan();
        Optimize.of(table).where("part = 'even'").zOrderBy("x").run();

        assertThat(plan.toString().lines().findFirst().orElseThrow()).endsWith("become 1, by Z-order by x");
        assertThat(paths(table, "odd")).isEqualTo(odd);
        assertThat(paths(table, "even")).hasSize(1);
        assertThat(table.count()).isEqualTo(SIDE * SIDE);
    }

    private static Set<String> paths(Table table, String part) {
        return table.files()
                .filter(file -> part.equals(file.partitionValues().get("part")))
                .map(file -> file.path())
                .collect(Collectors.toSet());
    }

    @Test
    void whatIsInOrderStaysUnlessAllIsAskedFor() {
        Table table = table(List.of(), Map.of());
        inSixteenFiles(table).zOrderBy("x", "y").run();

        assertThat(Optimize.of(table).zOrderBy("x", "y").plan())
                .hasToString("nothing to gain: the files of version 9 are in order, by Z-order by x, y");
        assertThat(Optimize.of(table).zOrderBy("x", "y").full().plan().isEmpty())
                .isFalse();
        assertThat(Optimize.of(table).zOrderBy("y").plan().isEmpty()).isFalse();
    }

    @Test
    void rowsThatDoNotFitIntoMemoryGoIntoFilesThatAreGoneAfterwards() {
        Table table = table(List.of(), Map.of("delta.enableRowTracking", "true"));
        List<String> before = ids(table);
        ObjectStore spill = MemoryStore.create();
        List<OptimizeProgress> heard = new ArrayList<>();
        int[] spilled = new int[1];

        OptimizeResult result = inSixteenFiles(table)
                .zOrderBy("x", "y")
                .memory(40_000)
                .spillTo(spill)
                .progress(done -> {
                    heard.add(done);
                    spilled[0] = Math.max(spilled[0], names(spill).size());
                })
                .run();

        assertThat(spilled[0]).isGreaterThan(2);
        assertThat(names(spill)).isEmpty();
        assertThat(ids(table)).isEqualTo(before);
        assertThat(result.filesAdded()).isGreaterThan(12);
        assertThat(scanned(table, "x = 13")).isLessThanOrEqualTo(result.filesAdded() / 3);
        OptimizeProgress last = heard.get(heard.size() - 1);
        assertThat(last.bytesDone()).isEqualTo(last.bytes()).isEqualTo(result.bytesRemoved());
        assertThat(last.groupsDone()).isEqualTo(last.groups()).isEqualTo(1);
        assertThat(last.committed()).isEqualTo(result);
    }

    private static List<String> ids(Table table) {
        return table.scan().withRowTracking().rows().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    private static List<String> names(ObjectStore store) {
        try (Stream<ObjectInfo> all = store.listDeep("")) {
            return all.map(ObjectInfo::name).toList();
        }
    }

    @Test
    void whereItFailsNothingIsLeftBehindAndTheTableIsWhatItWas() {
        Table table = table(List.of(), Map.of());
        List<String> before = content(table);
        List<String> objects = names(store);
        met.next(StoreOperation.FINISH, "part-", Fault.DISK_FULL);

        assertThatThrownBy(() ->
                        inSixteenFiles(table).zOrderBy("x", "y").memory(40_000).run())
                .isInstanceOf(StorageException.class);

        assertThat(met.unusedRules()).isZero();
        assertThat(names(store)).isEqualTo(objects);
        assertThat(content(table)).isEqualTo(before);
    }

    @Test
    void rowsOfASingleValueAreAllStillThere() {
        Table table = table(List.of(), Map.of());

        inSixteenFiles(table).zOrderBy("place.lat").memory(40_000).run();
        table.update().set("x", "1").commit();
        Optimize.of(table).targetBytes(10_000).zOrderBy("x").memory(40_000).run();

        assertThat(table.scan().where("x = 1").count()).isEqualTo(SIDE * SIDE);
    }

    @Test
    void columnsThatNoFileCouldBeSkippedByAreRefused() {
        Table table = table(List.of("part"), Map.of("delta.dataSkippingNumIndexedCols", "1"));

        assertRefused(table, "part").hasMessageContaining("partitionColumns=[part]");
        assertRefused(table, "y").hasMessageContaining("property=delta.dataSkippingStatsColumns");
        assertRefused(table, "flag").hasMessageContaining("type=BOOLEAN");
        assertRefused(table, "place").hasMessageContaining("no bounds");
        assertRefused(table, "z").isInstanceOf(SchemaMismatchException.class).hasMessageContaining("column=z");
        assertThat(table.latest().version()).isEqualTo(8);
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(Table table, String column) {
        return assertThatThrownBy(() -> Optimize.of(table).zOrderBy(column).run())
                .isInstanceOf(TableException.class);
    }

    @Test
    void allOfATableThatHasNoOrderCannotBeBroughtIntoOne() {
        Table table = table(List.of(), Map.of());

        assertThatThrownBy(() -> Optimize.of(table).full().plan())
                .isInstanceOf(TableException.class)
                .hasMessageContaining("no clustering columns");
        assertThatThrownBy(() -> Optimize.of(table).purge().zOrderBy("x").plan())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
