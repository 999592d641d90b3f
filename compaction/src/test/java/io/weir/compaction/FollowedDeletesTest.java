package io.weir.compaction;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.compaction.fold.Folding;
import io.weir.compaction.optimize.OptimizeResult;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.error.CommitUnknownException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.deletion.DeletionVectorFile;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.Fault;
import io.weir.testkit.FaultStore;
import io.weir.testkit.StoreOperation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rows that somebody deletes while their files are written again, of tables that delete rows by vectors. */
class FollowedDeletesTest {
    private static final StructType SCHEMA =
            StructType.EMPTY.add("id", PrimitiveType.LONG).add("note", PrimitiveType.STRING);
    private static final TableEnvironment ENVIRONMENT =
            TableEnvironment.standard().withExecutor(Runnable::run, 1).withBackoff(Backoff.NONE);

    private final ObjectStore store = MemoryStore.create();
    private final FaultStore met = FaultStore.over(store);

    /** Versions 1 to 4 with a file of ten rows each: 10 to 19, 20 to 29 and so on. */
    private Table table(String... properties) {
        Map<String, String> all = new HashMap<>();
        all.put("delta.enableDeletionVectors", "true");
        for (String property : properties) {
            all.put(property, "true");
        }
        Table table =
                Table.create(met, ENVIRONMENT).schema(SCHEMA).properties(all).commit();
        for (int version = 1; version <= 4; version++) {
            table.append(rows(version * 10L, 10));
        }
        return table;
    }

    private static ColumnBatch rows(long from, int count) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (long id = from; id < from + count; id++) {
            rows.add(id, "note " + id);
        }
        return rows.build();
    }

    private interface Other {
        void on(Table table);
    }

    /** Just before a version is written, somebody else is quicker. */
    private void before(int version, Other other) {
        met.before(
                StoreOperation.PUT_IF_ABSENT,
                "000" + version + ".json",
                () -> other.on(Table.open(store, ENVIRONMENT)));
    }

    private static List<Long> ids(Table table) {
        return table.scan().rows().stream()
                .map(row -> row.longValue("id"))
                .sorted()
                .toList();
    }

    private static List<Long> without(long... gone) {
        return LongStream.range(10, 50)
                .filter(id -> LongStream.of(gone).noneMatch(one -> one == id))
                .boxed()
                .toList();
    }

    /** What is there is right by all that can be checked, and every vector that is there belongs to some version. */
    private void requireSound(Table table) {
        assertThat(met.unusedRules()).isZero();
        assertThat(Fsck.of(store, ENVIRONMENT).deep().check().findings()).isEmpty();
        List<String> named = LongStream.rangeClosed(0, table.latest().version())
                .boxed()
                .flatMap(version -> table.at(version).files())
                .map(AddFile::deletionVector)
                .filter(Objects::nonNull)
                .map(vector -> DeletionVectorFile.path(vector).orElseThrow())
                .distinct()
                .sorted()
                .toList();
        try (Stream<ObjectInfo> objects = store.listDeep("")) {
            assertThat(objects.map(ObjectInfo::name)
                            .filter(name -> name.endsWith(".bin"))
                            .sorted())
                    .isEqualTo(named);
        }
    }

    @Test
    void rowsThatLeaveWhileTheirFilesAreWrittenAreGoneFromTheNewFile() {
        Table table = table();
        table.delete("id IN (11, 21, 22, 48)");
        before(6, other -> other.delete("id IN (10, 12, 25, 47)"));

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.version()).isEqualTo(7);
        assertThat(result.filesRemoved()).isEqualTo(4);
        assertThat(result.filesFollowed()).isEqualTo(3);
        assertThat(result.rowsFollowed()).isEqualTo(4);
        assertThat(result.filesSkipped()).isZero();
        assertThat(ids(table)).isEqualTo(without(11, 21, 22, 48, 10, 12, 25, 47));
        requireSound(table);
    }

    @Test
    void theNewFileSaysThatItHasAllItsRowsAndThatItsBoundsAreOnlyThat() {
        Table table = table();
        before(5, other -> other.delete("id = 10"));

        Optimize.of(table).run();

        AddFile file = table.files().reduce((a, b) -> null).orElseThrow();
        assertThat(requireNonNull(file.deletionVector()))
                .extracting(DeletionVectorDescriptor::cardinality)
                .isEqualTo(1L);
        assertThat(file.stats()).contains("\"numRecords\":40", "\"tightBounds\":false", "\"minValues\":{\"id\":10");
        assertThat(file.dataChange()).isFalse();
        assertThat(table.count()).isEqualTo(39);
    }

    @Test
    void aFileThatLostAllItsRowsIsFollowedToo() {
        Table table = table();
        table.delete("id = 13");
        before(6, other -> other.delete("id < 20"));

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.filesRemoved()).isEqualTo(3);
        assertThat(result.rowsFollowed()).isEqualTo(9);
        assertThat(ids(table)).isEqualTo(LongStream.range(20, 50).boxed().toList());
        requireSound(table);
    }

    @Test
    void whoUpdatesOrMergesIsFollowedAndWhatHeWroteStays() {
        Table table = table();
        before(5, other -> {
            other.update().set("note", "'updated'").where("id = 31").commit();
            other.merge(rows(44, 8).take(new int[] {0, 6}, 2))
                    .as("t", "s")
                    .on("t.id = s.id")
                    .whenMatched()
                    .update(Map.of("note", "'merged'"))
                    .whenNotMatched()
                    .insertAll()
                    .commit();
        });

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.version()).isEqualTo(7);
        assertThat(result.rowsFollowed()).isEqualTo(2);
        assertThat(table.scan().where("id IN (31, 44, 50)").rows().stream().map(row -> row.string("note")))
                .containsExactlyInAnyOrder("updated", "merged", "note 50");
        assertThat(table.count()).isEqualTo(41);
        requireSound(table);
    }

    @Test
    void somebodyWhoDeletesAgainAndAgainIsFollowedAgainAndAgain() {
        Table table = table();
        before(5, other -> other.delete("id = 15"));
        before(6, other -> other.delete("id IN (14, 16)"));
        before(7, other -> other.delete("id = 40"));

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.version()).isEqualTo(8);
        assertThat(result.filesFollowed()).isEqualTo(2);
        assertThat(result.rowsFollowed()).isEqualTo(4);
        assertThat(ids(table)).isEqualTo(without(14, 15, 16, 40));
        requireSound(table);
    }

    @Test
    void inTheEndAGroupThatDoesNotComeToRestIsLeftAlone() {
        Table table = table();
        for (int round = 0; round < 5; round++) {
            int id = 20 + round;
            before(5 + round, other -> other.delete("id = " + id));
        }

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.commits()).isZero();
        assertThat(result.filesSkipped()).isEqualTo(4);
        assertThat(ids(table)).isEqualTo(without(20, 21, 22, 23, 24));
        requireSound(table);
    }

    @Test
    void aGroupThatLostMoreThanHalfOfItsRowsIsNotWorthIt() {
        Table table = table();
        before(5, other -> other.delete("id < 31"));

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.commits()).isZero();
        assertThat(result.filesSkipped()).isEqualTo(4);
        assertThat(table.count()).isEqualTo(19);
        requireSound(table);
    }

    @Test
    void whatAnotherCompactionDidIsNotDoneAgain() {
        Table table = table();
        before(5, other -> {
            other.delete("id = 10");
            Optimize.of(other).where("id < 20").purge().run();
        });

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.commits()).isZero();
        assertThat(result.filesSkipped()).isEqualTo(4);
        assertThat(ids(table)).isEqualTo(without(10));
        requireSound(table);
    }

    @Test
    void rowsThatCameBackAreNotLost() {
        Table table = table();
        table.delete("id = 10");
        before(6, other -> other.restore(4));

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.filesSkipped()).isEqualTo(4);
        assertThat(ids(table)).isEqualTo(without());
        requireSound(table);
    }

    @Test
    void rowsThatLeftAndCameBackAreThere() {
        Table table = table();
        before(5, other -> {
            other.delete("id IN (10, 11)");
            other.restore(4);
            other.delete("id = 10");
        });

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.rowsFollowed()).isEqualTo(1);
        assertThat(ids(table)).isEqualTo(without(10));
        requireSound(table);
    }

    @Test
    void foldsBehindAStreamFollowAsWell() {
        Table table = table();
        before(5, other -> other.delete("id = 10"));

        assertThat(new Folding(table).foldLast()).isEqualTo(Folding.Outcome.FOLDED);

        assertThat(table.latest().fileCount()).isEqualTo(1);
        assertThat(ids(table)).isEqualTo(without(10));
        requireSound(table);
    }

    @Test
    void rowsThatAreSortedAreNotFollowed() {
        Table table = table();
        before(5, other -> other.delete("id = 10"));

        OptimizeResult result = Optimize.of(table).zOrderBy("id").run();

        assertThat(result.filesSkipped()).isEqualTo(4);
        assertThat(ids(table)).isEqualTo(without(10));
        requireSound(table);
    }

    @Test
    void aPurgeThatSomebodyDeletesBesideGetsRidOfWhatWasDeletedBefore() {
        Table table = Table.create(met, ENVIRONMENT)
                .schema(SCHEMA)
                .property("delta.enableDeletionVectors", "true")
                .commit();
        table.append(rows(0, 300_000));
        table.delete("id % 1000 = 7");
        before(3, other -> other.delete("id % 1000 = 6 OR id < 140000"));

        OptimizeResult result = Optimize.of(table).purge().targetBytes(100_000).run();

        assertThat(result.filesRemoved()).isEqualTo(1);
        assertThat(result.filesAdded()).isGreaterThan(2);
        assertThat(table.count()).isEqualTo(160_000 - 2 * 160);
        assertThat(table.scan().where("id < 140000 OR id % 1000 IN (6, 7)").rows().stream())
                .isEmpty();
        assertThat(table.files()
                        .filter(file -> file.deletionVector() != null)
                        .mapToLong(file -> requireNonNull(file.deletionVector()).cardinality())
                        .sum())
                .as("files that lost all their rows are not there")
                .isLessThan(100_000);
        try (Stream<ObjectInfo> objects = store.listDeep("")) {
            assertThat(objects.filter(object -> object.name().endsWith(".parquet")))
                    .hasSize(1 + result.filesAdded());
        }
        requireSound(table);
    }

    @Test
    void rowsKeepTheirIdsAndTheVersionsThatChangedThem() {
        Table table = table("delta.enableRowTracking");
        table.delete("id = 12");
        before(6, other -> {
            other.delete("id IN (11, 33)");
            other.update().set("note", "'updated'").where("id = 20").commit();
        });
        Table twin = Table.open(store, ENVIRONMENT);

        OptimizeResult result = Optimize.of(table).run();

        assertThat(result.rowsFollowed()).isEqualTo(3);
        assertThat(tracked(table, result.version()))
                .isEqualTo(tracked(twin, result.version() - 1))
                .hasSize(37);
        requireSound(table);
    }

    private static List<String> tracked(Table table, long version) {
        return table.at(version).scan().withRowTracking().rows().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    @Test
    void readersOfChangesSeeEveryDeleteOnce() {
        Table table = table("delta.enableChangeDataFeed");
        before(5, other -> other.delete("id = 17"));

        Optimize.of(table).run();

        assertThat(table.changes(5, 6).rows().stream()
                        .map(row -> row.string("_change_type") + " " + row.longValue("id")))
                .containsExactly("delete 17");
    }

    @Test
    void whereTheAnswerToTheCommitIsLostVectorsStayAsLongAsTheyMayBeNamed() {
        Table table = table();
        before(5, other -> other.delete("id = 17"));
        met.next(StoreOperation.PUT_IF_ABSENT, "0006.json", Fault.ANSWER_LOST);
        for (int attempt = 0; attempt < 100; attempt++) {
            met.next(StoreOperation.READ, "0006.json", Fault.BROKEN);
        }

        assertThatThrownBy(() -> Optimize.of(table).run()).isInstanceOf(CommitUnknownException.class);

        Table after = Table.open(store, ENVIRONMENT);
        assertThat(after.latest().version()).isEqualTo(6);
        assertThat(ids(after)).isEqualTo(without(17));
        assertThat(Fsck.of(store, ENVIRONMENT).deep().check().findings()).isEmpty();
    }
}
