package io.weir.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.compaction.optimize.OptimizePlan;
import io.weir.compaction.optimize.OptimizeResult;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.TableBuilder;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.Fault;
import io.weir.testkit.FaultStore;
import io.weir.testkit.ProcessStopped;
import io.weir.testkit.StoreOperation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptimizeTest {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("id", PrimitiveType.LONG)
            .add("part", PrimitiveType.STRING)
            .add("note", PrimitiveType.STRING);
    private static final TableEnvironment ENVIRONMENT =
            TableEnvironment.standard().withExecutor(Runnable::run, 1).withBackoff(Backoff.NONE);

    private final ObjectStore store = MemoryStore.create();
    private final FaultStore met = FaultStore.over(store);

    /** Versions 1 to 4 with a file of ten rows in each of two partitions. */
    private Table table(Map<String, String> properties) {
        TableBuilder builder = Table.create(met, ENVIRONMENT)
                .schema(SCHEMA)
                .partitionBy("part")
                .properties(properties);
        Table table = builder.commit();
        for (int version = 1; version <= 4; version++) {
            table.append(rows("a", version * 10L, 10), rows("b", version * 10L, 10));
        }
        return table;
    }

    private static ColumnBatch rows(String part, long from, int count) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (long id = from; id < from + count; id++) {
            rows.add(id, part, "note " + id);
        }
        return rows.build();
    }

    private static List<String> content(Table table) {
        return table.scan().rows().stream().map(Row::toString).sorted().toList();
    }

    @Test
    void smallFilesOfAPartitionBecomeOneAndNoRowChanges() {
        Table table = table(Map.of());
        List<String> before = content(table);

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.filesRemoved()).isEqualTo(8);
        assertThat(result.filesAdded()).isEqualTo(2);
        assertThat(table.files().map(AddFile::partitionValues))
                .containsExactlyInAnyOrder(Map.of("part", "a"), Map.of("part", "b"));
        assertThat(content(table)).isEqualTo(before);
        assertThat(table.at(4).fileCount()).isEqualTo(8);
        assertThat(table.history(1).get(0).info().operation()).isEqualTo("OPTIMIZE");
        assertThat(Fsck.of(store, ENVIRONMENT).deep().check().isClean()).isTrue();
    }

    @Test
    void aSecondRunFindsNothingToGainAndMakesNoVersion() {
        Table table = table(Map.of());
        Optimize.of(table).run();

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.commits()).isZero();
        assertThat(table.latest().version()).isEqualTo(5);
        assertThat(Optimize.of(table).plan().isEmpty()).isTrue();
    }

    @Test
    void aPlanSaysWhatWouldBecomeOfWhichFilesAndChangesNothing() {
        Table table = table(Map.of());

        OptimizePlan plan = Optimize.of(table).where("part = 'a'").plan();

        assertThat(plan.groups()).hasSize(1);
        assertThat(plan.files()).isEqualTo(4);
        assertThat(plan.toString().lines())
                .containsExactly(
                        "4 of 8 files (" + plan.sizeBytes() + " bytes) of version 4 become 1, by bin-packing",
                        "  part=a: 4 files (" + plan.sizeBytes() + " bytes) become 1");
        assertThat(table.latest().version()).isEqualTo(4);
    }

    @Test
    void filesAreFilledToTheTargetAndLongOnesStay() {
        Table table = table(Map.of());
        long one = table.files().findFirst().orElseThrow().sizeBytes();

        assertThat(Optimize.of(table).targetBytes(2 * one + one / 2).plan().groups())
                .hasSize(4)
                .allSatisfy(group -> assertThat(group.files()).hasSize(2));
        assertThat(Optimize.of(table).targetBytes(one).plan().groups()).isEmpty();
    }

    @Test
    void rowsDeletedByVectorsAreLeftOutForGood() {
        Table table = table(Map.of("delta.enableDeletionVectors", "true"));
        table.delete("id >= 15 AND id < 20");
        List<String> before = content(table);

        Optimize.of(table).run();

        assertThat(content(table)).isEqualTo(before).hasSize(70);
        assertThat(table.files())
                .allSatisfy(file -> assertThat(file.deletionVector()).isNull());
    }

    @Test
    void aFileWithManyDeletedRowsIsWrittenAgainAlsoIfItIsAlone() {
        Table table = table(Map.of("delta.enableDeletionVectors", "true"));
        Optimize.of(table).run();
        table.delete("part = 'a' AND id < 25");

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.filesRemoved()).isEqualTo(1);
        assertThat(table.count()).isEqualTo(65);
        assertThat(table.files())
                .allSatisfy(file -> assertThat(file.deletionVector()).isNull());
    }

    @Test
    void rowsKeepTheirIdsAndTheVersionsThatChangedThem() {
        Table table = table(Map.of("delta.enableRowTracking", "true", "delta.enableDeletionVectors", "true"));
        table.delete("id = 12");
        List<String> before = ids(table);

        Optimize.of(table).run();

        assertThat(ids(table)).isEqualTo(before).hasSize(78);
    }

    private static List<String> ids(Table table) {
        return table.scan().withRowTracking().rows().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    @Test
    void readersOfChangesSeeNothingOfIt() {
        Table table = table(Map.of("delta.enableChangeDataFeed", "true"));

        Optimize.of(table).run();

        assertThat(table.changes(5, 5).rows().toList()).isEmpty();
    }

    @Test
    void aTableThatOnlyTakesNewRowsIsOptimizedToo() {
        Table table = table(Map.of("delta.appendOnly", "true"));

        assertThat(Optimize.of(table).run().filesRemoved()).isEqualTo(8);
    }

    @Test
    void rowsThatCameInTheMeantimeStay() {
        Table table = table(Map.of());
        meanwhile(other -> other.append(rows("a", 1000, 1)));

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.version()).isEqualTo(6);
        assertThat(result.filesRemoved()).isEqualTo(8);
        assertThat(table.count()).isEqualTo(81);
        assertThat(table.latest().fileCount()).isEqualTo(3);
    }

    @Test
    void aGroupInWhichRowsWereDeletedInTheMeantimeIsLeftAloneAndTheOthersAreNot() {
        Table table = table(Map.of());
        meanwhile(other -> other.delete("part = 'a' AND id = 15"));

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.filesSkipped()).isEqualTo(4);
        assertThat(result.filesRemoved()).isEqualTo(4);
        assertThat(table.count()).isEqualTo(79);
        assertThat(Fsck.of(store, ENVIRONMENT).check().isClean()).isTrue();
    }

    @Test
    void whereTheTableItselfWasChangedInTheMeantimeItBeginsAgain() {
        Table table = table(Map.of());
        meanwhile(other -> other.alter().addColumns("more INT").commit());

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.filesRemoved()).isEqualTo(8);
        assertThat(table.schema().names()).contains("more");
        assertThat(table.count()).isEqualTo(80);
    }

    @Test
    void whatWasCommittedStaysIfItStopsHalfWayAndTheNextRunDoesTheRest() {
        Table table = Table.create(met, ENVIRONMENT)
                .schema(SCHEMA)
                .partitionBy("part")
                .commit();
        for (int part = 10; part < 60; part++) {
            table.append(rows("p" + part, part, 2));
            table.append(rows("p" + part, part + 100, 2));
        }
        List<String> before = content(table);
        met.next(StoreOperation.FINISH, "part=p55", Fault.STOP_BEFORE);

        assertThatThrownBy(() -> Optimize.of(table).run()).isInstanceOf(ProcessStopped.class);

        Table after = Table.open(store, ENVIRONMENT);
        assertThat(after.latest().version()).isEqualTo(101);
        assertThat(after.latest().fileCount()).isEqualTo(100 - 32);
        assertThat(content(after)).isEqualTo(before);
        assertThat(Optimize.of(after).run().filesRemoved()).isEqualTo(2 * (50 - 32));
        assertThat(content(after)).isEqualTo(before);
    }

    @Test
    void aLongFileIsNotWrittenAgainForALittleThatCame() {
        Table table = table(Map.of());
        table.append(rows("a", 1000, 20_000));
        long longest = table.files().mapToLong(AddFile::sizeBytes).max().orElseThrow();

        OptimizePlan plan = Optimize.of(table).targetBytes(longest * 3 / 2).plan();

        assertThat(plan.files()).isEqualTo(8);
        assertThat(plan.sizeBytes()).isLessThan(longest);
    }

    private interface Other {
        void on(Table table);
    }

    private void meanwhile(Other other) {
        met.before(StoreOperation.PUT_IF_ABSENT, "0005.json", () -> other.on(Table.open(store, ENVIRONMENT)));
    }
}
