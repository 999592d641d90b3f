package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.error.SchemaMismatchException;
import io.weir.source.Lag;
import io.weir.source.Source;
import io.weir.source.SourcePosition;
import io.weir.source.SourceStart;
import io.weir.table.Table;
import io.weir.table.consumers.Consumer;
import io.weir.table.sql.SchemaDdl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class TableQueryTest {
    private static final StructType SCHEMA = StructType.EMPTY.add("n", PrimitiveType.LONG);

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private Table from;

    @BeforeEach
    void makeTheSource() {
        from = Table.create(directory.resolve("from")).schema(SCHEMA).commit();
    }

    @AfterEach
    void closeTheSource() {
        from.close();
    }

    private static ColumnBatch rows(long first, long end) {
        BatchBuilder builder = new BatchBuilder(SCHEMA);
        LongStream.range(first, end).forEach(builder::add);
        return builder.build();
    }

    private Query copy() {
        return Query.from(Sources.table(Source.of(from)))
                .to(directory.resolve("to"))
                .create();
    }

    /** As the versions of the second table gave them. */
    private List<Long> copied() {
        List<Long> values = new ArrayList<>();
        try (Table table = Table.open(directory.resolve("to"))) {
            table.appends(0).rows().forEach(row -> values.add(row.longValue("n")));
        }
        return values;
    }

    private static List<Long> range(long first, long end) {
        return LongStream.range(first, end).boxed().toList();
    }

    @Test
    void aTableIsCopiedOnceHoweverOftenTheQueryIsStarted() {
        from.append(rows(0, 1000));
        from.append(rows(1000, 1500));

        assertThat(copy().maxRowsPerEpoch(300).start().await().rowsOut()).isEqualTo(1500);
        assertThat(copied()).hasSize(1500).containsExactlyInAnyOrderElementsOf(range(0, 1500));
        Summary again = copy().start().await();
        assertThat(again.nothingNew()).isTrue();
        assertThat(again.lastVersion()).isNull();

        from.append(rows(1500, 1600));
        assertThat(copy().start().await().rowsOut()).isEqualTo(100);
        assertThat(copied().subList(1500, 1600)).isEqualTo(range(1500, 1600));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"QUARANTINED", "RECORDED", "SETTLED"},
            mode = EnumSource.Mode.EXCLUDE)
    void aCopyThatDiesAtAnyStepAndIsStartedAgainHasEveryRowOnceAndInOrder(Step step) {
        Source appended = Source.of(from).startingAt(SourceStart.version(0));
        for (int i = 0; i < 6; i++) {
            from.append(rows(i * 100, i * 100 + 100));
        }
        AtomicInteger left = new AtomicInteger(3);
        Query query = Query.from(Sources.table(appended))
                .to(directory.resolve("to"))
                .create()
                .maxRowsPerEpoch(70)
                .hook(reached -> {
                    if (reached == step && left.decrementAndGet() == 0) {
                        throw new IllegalStateException("died");
                    }
                });
        assertThatThrownBy(() -> query.start().await()).hasMessageContaining("died");

        Query.from(Sources.table(appended))
                .to(directory.resolve("to"))
                .create()
                .start()
                .await();

        assertThat(copied()).isEqualTo(range(0, 600));
    }

    @Test
    void whatIsAppendedWhileTheQueryRunsIsFollowed() throws Exception {
        from.append(rows(0, 10));
        RunningQuery query = copy().trigger(Trigger.asFastAsPossible()).start();
        for (int i = 1; i < 10; i++) {
            from.append(rows(i * 10, i * 10 + 10));
            Thread.sleep(10);
        }
        while (query.lastProgress()
                .map(progress -> progress.total().rowsOut() < 100)
                .orElse(true)) {
            assertThat(query.await(Duration.ofMillis(5))).isEmpty();
        }
        query.stop();

        assertThat(copied()).isEqualTo(range(0, 100));
    }

    @Test
    void columnsThatTheSourceGetsOnTheWayAreAddedIfAskedFor() {
        from.append(rows(0, 2));
        copy().start().await();
        from.alter().addColumn("more", PrimitiveType.STRING).commit();
        from.appendValues(List.<Object[]>of(new Object[] {2L, "x"}));

        assertThatThrownBy(() -> copy().start().await())
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("more");
        assertThat(copied()).isEqualTo(range(0, 2));

        copy().mergeSchema(true).start().await();

        assertThat(copied()).isEqualTo(range(0, 3));
        try (Table table = Table.open(directory.resolve("to"))) {
            assertThat(table.schema().names()).containsExactly("n", "more");
            assertThat(table.scan().where("more = 'x'").count()).isEqualTo(1);
        }
    }

    @Test
    void whatOnlyTheSourceMeansByItsColumnsIsNotTakenAlong() {
        Table mapped = Table.create(directory.resolve("mapped"))
                .schema("n BIGINT, s STRUCT<a: INT COMMENT 'first'>")
                .property("delta.columnMapping.mode", "name")
                .commit();
        mapped.appendValues(List.<Object[]>of(new Object[] {1L, List.of(5)}));

        Query.from(Sources.table(Source.of(mapped)))
                .to(directory.resolve("to"))
                .create()
                .start()
                .await();

        try (Table table = Table.open(directory.resolve("to"))) {
            assertThat(table.schema()).isEqualTo(SchemaDdl.parse("n BIGINT, s STRUCT<a: INT COMMENT 'first'>"));
            assertThat(table.latest().metadata().schemaString())
                    .doesNotContain("physicalName")
                    .contains("first");
            assertThat(table.scan().where("s.a = 5").count()).isEqualTo(1);
        }
        mapped.close();
    }

    @Test
    void aRegisteredQueryTellsTheTableWhatItHasCommitted() {
        from.append(rows(0, 100));
        from.append(rows(100, 150));
        Source source = Source.of(from);
        Query query = Query.from(Sources.table(source).registeredAs("copy-1"))
                .to(directory.resolve("to"))
                .create();
        query.start().await();

        Consumer consumer = from.consumers().list().get(0);
        assertThat(consumer.id()).isEqualTo("copy-1");
        assertThat(consumer.version()).isEqualTo(3);
        assertThat(consumer.initial()).isFalse();

        query.start().await();
        from.append(rows(150, 160));

        Consumer again = from.consumers().list().get(0);
        assertThat(again.heartbeat()).isAfterOrEqualTo(consumer.heartbeat());
        Lag lag = Lag.of(source, SourcePosition.fromJson(again.position()));
        assertThat(lag.rows()).isEqualTo(10);
        assertThat(lag.files()).isEqualTo(1);
        assertThat(lag.time()).isNotNull();
    }

    @Test
    void aPositionInATableThatWasReplacedIsRefused() {
        from.append(rows(0, 2));
        copy().start().await();
        Table other = Table.create(directory.resolve("other")).schema(SCHEMA).commit();
        String appId = copiedBy();

        assertThatThrownBy(() -> Query.from(Sources.table(Source.of(other)))
                        .to(directory.resolve("to"))
                        .appId(appId)
                        .start()
                        .await())
                .hasMessageContaining("another table");
        other.close();
    }

    private String copiedBy() {
        try (Table table = Table.open(directory.resolve("to"))) {
            return table.latest().transactions().keySet().stream()
                    .filter(id -> id.indexOf('/') < 0)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
