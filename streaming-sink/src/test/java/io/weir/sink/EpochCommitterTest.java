package io.weir.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.commit.Guard;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.TableException;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import io.weir.table.data.WriteOptions;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.Fault;
import io.weir.testkit.FaultStore;
import io.weir.testkit.StoreOperation;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EpochCommitterTest {
    private static final StructType N = StructType.EMPTY.add("n", PrimitiveType.LONG);

    private final String address = "memory://" + UUID.randomUUID() + "/table";
    private final FaultStore store = FaultStore.over(ObjectStores.open(address));
    private Table table = Table.create(address).schema(N).commit();
    private EpochCommitter committer = EpochCommitter.of(table);

    @BeforeEach
    void openThroughFaults() {
        table = Table.open(store, TableEnvironment.standard());
        committer = EpochCommitter.of(table);
    }

    private EpochFiles part(long... values) {
        BatchBuilder batch = new BatchBuilder(N);
        for (long value : values) {
            batch.add(value);
        }
        ColumnBatch rows = batch.build();
        try (SinkWriter writer = SinkWriter.open(table, WriteOptions.DEFAULT)) {
            writer.write(rows);
            return writer.finish();
        }
    }

    private static Epoch epoch(Guard guard, Map<String, Long> positions, EpochFiles... parts) {
        return new Epoch(List.of(guard), List.of(parts), positions, Map.of(), Map.of());
    }

    private static Guard after(@Nullable Long expected) {
        return new Guard.Expect("app", expected == null ? 0 : expected + 1, expected);
    }

    @Test
    void aTableThatForgetsTransactionsTakesNoPositions() {
        table = Table.create("memory://" + UUID.randomUUID() + "/forgetful")
                .schema(N)
                .property("delta.setTransactionRetentionDuration", "interval 1 day")
                .commit();
        committer = EpochCommitter.of(table);

        assertThatThrownBy(() -> committer.commit(epoch(after(null), Map.of("p/1", 10L), part(1))))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("delta.setTransactionRetentionDuration");
        assertThat(table.count()).isZero();
        assertThat(committer.commit(epoch(after(null), Map.of(), part(1)))).isEqualTo(new EpochOutcome.Committed(1, 1));
    }

    @Test
    void partsNumberAndPositionsBecomeOneVersion() {
        EpochOutcome outcome = committer.commit(epoch(after(null), Map.of("p/1", 10L, "q", -3L), part(1, 2), part(3)));

        assertThat(outcome).isEqualTo(new EpochOutcome.Committed(1, 3));
        assertThat(table.count()).isEqualTo(3);
        assertThat(committer.lastEpoch("app")).hasValue(0);
        assertThat(committer.positions("app")).containsExactly(Map.entry("p/1", 10L), Map.entry("q", -3L));
        assertThat(committer.positions("ap")).isEmpty();
        assertThat(committer.lastEpoch("other")).isEmpty();
    }

    @Test
    void anEpochThatIsThereIsNotCommittedAgain() {
        Epoch epoch = epoch(new Guard.Newer("app", 7), Map.of(), part(1));
        committer.commit(epoch);

        assertThat(committer.commit(epoch)).isEqualTo(new EpochOutcome.AlreadyIn(1, 7, new Guard.Newer("app", 7), 1L));
        assertThat(committer.commit(epoch(new Guard.Newer("app", 6), Map.of(), part(2))))
                .isEqualTo(new EpochOutcome.AlreadyIn(1, 7, new Guard.Newer("app", 6), null));
        assertThat(table.count()).isEqualTo(1);
        assertThat(table.latest().version()).isEqualTo(1);
    }

    @Test
    void whoWasOvertakenIsFenced() {
        committer.commit(epoch(after(null), Map.of(), part(1)));
        committer.commit(epoch(after(0L), Map.of(), part(2)));
        Epoch zombies = epoch(after(null), Map.of("p", 1L), part(3));

        assertThat(committer.commit(zombies)).isEqualTo(new EpochOutcome.Fenced(2, null, 1L));
        assertThat(table.count()).isEqualTo(2);
        assertThat(committer.positions("app")).isEmpty();
    }

    @Test
    void abortingDeletesWhatIsNotInTheTableAndOnlyThat() {
        Epoch first = epoch(after(null), Map.of(), part(1));
        committer.commit(first);
        Epoch second = epoch(after(null), Map.of(), part(2));

        committer.abort(first);
        committer.abort(second);

        assertThat(table.scan().rows().iterator().next().longValue("n")).isEqualTo(1);
        try (ObjectStore inside = ObjectStores.open(address);
                Stream<io.weir.storage.ObjectInfo> objects = inside.listDeep("")) {
            assertThat(objects.filter(o -> o.name().endsWith(".parquet"))).hasSize(1);
        }
    }

    @Test
    void nothingToCommitMakesNoVersion() {
        assertThat(committer.commit(epoch(after(null), Map.of(), new EpochFiles(List.of()))))
                .isInstanceOf(EpochOutcome.Empty.class);
        assertThat(table.latest().version()).isZero();
    }

    @Test
    void positionsAloneAreWorthAVersion() {
        assertThat(committer.commit(epoch(after(null), Map.of("p", 5L)))).isEqualTo(new EpochOutcome.Committed(1, 0));
        assertThat(committer.positions("app")).containsEntry("p", 5L);
    }

    @Test
    void aCommitWhoseAnswerIsLostIsInTheTableOnce() {
        Epoch epoch = epoch(after(null), Map.of(), part(1));
        store.next(StoreOperation.PUT_IF_ABSENT, "_delta_log/", Fault.ANSWER_LOST);

        assertThat(committer.commit(epoch)).isEqualTo(new EpochOutcome.Committed(1, 1));
        assertThat(store.unusedRules()).isZero();
        assertThat(table.count()).isEqualTo(1);
        assertThat(table.latest().version()).isEqualTo(1);
    }

    @Test
    void anotherWritersVersionInBetweenIsSteppedOver() {
        Epoch epoch = epoch(after(null), Map.of(), part(1));
        store.before(StoreOperation.PUT_IF_ABSENT, "_delta_log/", () -> {
            try (Table other = Table.open(address)) {
                other.appendValues(List.of(new Object[][] {{9L}}));
            }
        });

        assertThat(committer.commit(epoch)).isEqualTo(new EpochOutcome.Committed(2, 1));
        assertThat(table.count()).isEqualTo(2);
    }

    @Test
    void rowsWrittenForOtherColumnsThanTheTableHasNowAreNotCommitted() {
        Metadata writtenAs = table.known().metadata();
        Epoch epoch = epoch(after(null), Map.of(), part(1));
        try (Table other = Table.open(address)) {
            other.transaction("REPLACE COLUMNS")
                    .metadata(writtenAs.toBuilder()
                            .schema(StructType.EMPTY.add("n", PrimitiveType.STRING))
                            .build())
                    .commit();
        }
        table.latest(); // somebody in this process looks at the table

        assertThatThrownBy(() -> committer.commit(epoch, List.of(writtenAs)))
                .isInstanceOf(CommitConflictException.class);
        assertThat(table.latest().version()).isEqualTo(1);
    }

    @Test
    void rowsWrittenBeforeAColumnWasAddedThatMayBeNullAreCommitted() {
        Metadata writtenAs = table.known().metadata();
        Epoch epoch = epoch(after(null), Map.of(), part(1));
        try (Table other = Table.open(address)) {
            other.alter().addColumn("more", PrimitiveType.STRING).commit();
        }
        table.latest();

        assertThat(committer.commit(epoch, List.of(writtenAs))).isEqualTo(new EpochOutcome.Committed(2, 1));
        assertThat(table.scan().where("more IS NULL").count()).isEqualTo(1);
    }

    @Test
    void rowsWrittenBeforeAConstraintWasAddedAreNotCommitted() {
        Metadata writtenAs = table.known().metadata();
        Epoch epoch = epoch(after(null), Map.of(), part(1));
        try (Table other = Table.open(address)) {
            other.alter().addConstraint("many", "n > 1").commit();
        }
        table.latest();

        assertThatThrownBy(() -> committer.commit(epoch, List.of(writtenAs)))
                .isInstanceOf(CommitConflictException.class);
    }

    @Test
    void anotherRunsEpochInBetweenFencesUs() {
        Epoch epoch = epoch(after(null), Map.of(), part(1));
        Epoch theirs = epoch(after(null), Map.of(), part(2));
        store.before(StoreOperation.PUT_IF_ABSENT, "_delta_log/", () -> {
            try (Table other = Table.open(address)) {
                EpochCommitter.of(other).commit(theirs);
            }
        });

        assertThat(committer.commit(epoch)).isEqualTo(new EpochOutcome.AlreadyIn(1, 0, after(null), 1L));
        assertThat(table.scan().rows().iterator().next().longValue("n")).isEqualTo(2);
        assertThat(table.count()).isEqualTo(1);
    }
}
