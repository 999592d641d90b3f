package io.weir.table;

import static io.weir.format.expression.Expressions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.Protocol;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.SchemaMismatchException;
import io.weir.log.error.TableException;
import io.weir.log.error.TableNotFoundException;
import io.weir.log.error.UnsupportedTableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.table.commit.CommitResult;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.record.RecordMapper;
import io.weir.table.scan.CloseableIterator;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableTest {
    record Flight(LocalDate date, String origin, @Nullable Integer delay) {}

    private final ObjectStore store = MemoryStore.create();

    private TableBuilder builder() {
        return Table.create(store, TableEnvironment.standard());
    }

    private Table flights() {
        return builder().schema(Flight.class).partitionBy("date").commit();
    }

    private static Flight flight(int i) {
        return new Flight(
                LocalDate.of(2001, 1, 1 + i % 3), i % 2 == 0 ? "SFO" : "LAX", i % 5 == 0 ? null : (Integer) i);
    }

    private static List<Flight> flights(int from, int to) {
        return IntStream.range(from, to).mapToObj(TableTest::flight).toList();
    }

    private List<String> dataFiles() {
        try (Stream<ObjectInfo> all = store.listDeep("")) {
            return all.map(ObjectInfo::name)
                    .filter(name -> name.endsWith(".parquet") && !name.startsWith("_"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsAppendedIsThere() {
        Table table = flights();

        CommitResult first = table.append(flights(0, 10));
        CommitResult second = table.append(flights(10, 20));

        assertThat(first.version()).isEqualTo(1);
        assertThat(first.files()).isEqualTo(3);
        assertThat(first.rows()).isEqualTo(10);
        assertThat(second.version()).isEqualTo(2);
        assertThat(table.count()).isEqualTo(20);
        assertThat(table.scan().as(Flight.class).toList()).containsExactlyInAnyOrderElementsOf(flights(0, 20));
        assertThat(table.at(1).scan().as(Flight.class).toList()).containsExactlyInAnyOrderElementsOf(flights(0, 10));
        assertThat(table.at(0).count()).isZero();
    }

    @Test
    void anotherProcessSeesTheSame() {
        flights().append(flights(0, 10));

        Table other = Table.open(store, TableEnvironment.standard());

        assertThat(other.scan().as(Flight.class).toList()).containsExactlyInAnyOrderElementsOf(flights(0, 10));
        assertThat(other.partitionColumns()).containsExactly("date");
        assertThat(other.schema().names()).containsExactly("date", "origin", "delay");
    }

    @Test
    void aConditionChoosesFilesAndRows() {
        Table table = flights();
        table.append(flights(0, 100));

        Scan late = table.scan()
                .where(col("date").eq(LocalDate.of(2001, 1, 2)))
                .where(col("delay").gt(60).and(col("origin").eq("SFO")));

        assertThat(late.as(Flight.class).toList())
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(flights(0, 100).stream()
                        .filter(f -> f.date().getDayOfMonth() == 2
                                && f.delay() != null
                                && f.delay() > 60
                                && f.origin().equals("SFO"))
                        .toList());
        assertThat(late.plan().filesKept()).isEqualTo(1);
        assertThat(late.plan().filesPruned()).isEqualTo(2);
        assertThat(late.count()).isEqualTo(late.rows().toList().size());
        assertThat(late.plan()).asString().contains("filesKept=1, filesPruned=2, version=1");
    }

    @Test
    void columnsAndValuesAreSelectedByNameAndExpression() {
        Table table = flights();
        table.append(List.of(new Flight(LocalDate.of(2001, 1, 5), "SFO", 90)));

        Scan scan = table.scan().select(col("delay").times(2).as("twice"), col("date"), col("origin"));

        assertThat(scan.schema().names()).containsExactly("twice", "date", "origin");
        assertThat(scan.rows().first())
                .hasValueSatisfying(row -> assertThat(row).hasToString("{twice=180, date=2001-01-05, origin=SFO}"));
        assertThat(table.scan().select("date").rows().toList()).hasSize(1);
        assertThatThrownBy(() -> table.scan().select("delays").schema()).hasMessageContaining("delays");
    }

    @Test
    void aLimitReadsNoMoreThanItMust() {
        Table table = flights();
        table.append(flights(0, 30));

        assertThat(table.scan().limit(5).rows().toList()).hasSize(5);
        assertThat(table.scan().limit(0).rows().toList()).isEmpty();
        assertThat(table.scan().limit(5).count()).isEqualTo(5);
        assertThat(table.scan().limit(-1).rows().toList()).hasSize(30);
        try (CloseableIterator<ColumnBatch> batches = table.scan().batches()) {
            assertThat(batches.hasNext()).isTrue();
        }
    }

    @Test
    void overwritingReplacesEverythingAndKeepsTheOldVersion() {
        Table table = flights();
        table.append(flights(0, 10));

        CommitResult result = table.overwrite(flights(50, 53));

        assertThat(table.scan().as(Flight.class).toList()).containsExactlyInAnyOrderElementsOf(flights(50, 53));
        assertThat(table.at(result.version() - 1).count()).isEqualTo(10);
    }

    @Test
    void anAppendOnlyTableRefusesToLoseRows() {
        Table table = builder()
                .schema(Flight.class)
                .property("delta.appendOnly", "true")
                .commit();
        table.append(flights(0, 3));

        assertThatThrownBy(() -> table.overwrite(flights(3, 4)))
                .isInstanceOf(ConstraintViolationException.class)
                .hasMessageContaining("append-only");
        assertThat(dataFiles()).hasSize(1);
    }

    @Test
    void rowsAndValuesAreAppendedByNameAndByPlace() {
        Table table = flights();
        table.append(flights(0, 3));
        List<Row> rows = table.scan().rows().toList();

        table.appendRows(rows);
        table.appendValues(List.<Object[]>of(new Object[] {LocalDate.of(2002, 2, 2), "JFK", 7}));

        assertThat(table.count()).isEqualTo(7);
        assertThat(table.scan().where(col("origin").eq("JFK")).as(Flight.class).toList())
                .containsExactly(new Flight(LocalDate.of(2002, 2, 2), "JFK", 7));
    }

    @Test
    void aRowThatDoesNotFitLeavesNothingBehind() {
        Table table = builder()
                .schema(StructType.EMPTY.add("id", PrimitiveType.LONG, false).add("name", PrimitiveType.STRING))
                .commit();
        List<Object[]> rows = List.of(new Object[] {1L, "a"}, new Object[] {2L, "b"}, new Object[] {"3", "c"});

        assertThatThrownBy(() -> table.appendValues(rows))
                .isInstanceOfSatisfying(
                        SchemaMismatchException.class,
                        e -> assertThat(e.facts())
                                .containsEntry("column", "id")
                                .containsEntry("row", "2")
                                .containsEntry("rule", "type"));
        ColumnBatch good = new BatchBuilder(table.schema()).add(1L, "a").build();
        ColumnBatch bad =
                new BatchBuilder(table.schema()).add(2L, "b").add(null, "c").build();
        assertThatThrownBy(() -> table.append(good, bad))
                .isInstanceOfSatisfying(
                        ConstraintViolationException.class,
                        e -> assertThat(e.facts())
                                .containsEntry("column", "id")
                                .containsEntry("row", "2")
                                .containsEntry("rule", "NOT NULL"));

        assertThat(table.latest().version()).isZero();
        assertThat(dataFiles()).isEmpty();
    }

    record Wider(LocalDate date, String origin, @Nullable Integer delay, String destination) {}

    @Test
    void mergingTheSchemaAddsColumnsThatOldRowsDoNotHave() {
        Table table = flights();
        table.append(flights(0, 2));
        List<Wider> wider = List.of(new Wider(LocalDate.of(2003, 3, 3), "SFO", 1, "OSL"));

        assertThatThrownBy(() -> table.append(wider))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("column=destination");
        table.append().mergeSchema(true).records(wider);

        assertThat(table.schema().names()).containsExactly("date", "origin", "delay", "destination");
        assertThat(table.scan().select("destination").rows().toList())
                .extracting(row -> row.string("destination"))
                .containsExactlyInAnyOrder(null, null, "OSL");
        assertThat(table.at(1).schema().names()).containsExactly("date", "origin", "delay");
    }

    @Test
    void mergingInATimestampWithoutZoneRaisesTheProtocol() {
        Table table =
                builder().schema(StructType.EMPTY.add("id", PrimitiveType.LONG)).commit();
        ColumnBatch batch = new BatchBuilder(
                        StructType.EMPTY.add("id", PrimitiveType.LONG).add("at", PrimitiveType.TIMESTAMP_NTZ))
                .add(1L, null)
                .build();

        table.append().mergeSchema(true).batches(List.of(batch));

        assertThat(table.latest().protocol().effectiveReaderFeatures()).containsExactly("timestampNtz");
        assertThat(Table.open(store, TableEnvironment.standard()).count()).isEqualTo(1);
    }

    @Test
    void anAppendOfNothingMakesNoVersion() {
        Table table = flights();

        assertThat(table.append(List.<Flight>of())).isEqualTo(new CommitResult(0, 0, 0, 0));
        assertThat(table.latest().version()).isZero();
    }

    @Test
    void rowsThatComeLittleByLittleAreOneVersion() {
        Table table = flights();
        ColumnBatch batch = RecordMapper.of(Flight.class).writer(table.schema()).batch(flights(0, 5), 0);

        try (AppendWriter writer = table.append().open()) {
            writer.write(batch);
            writer.write(batch);
            assertThat(table.count()).isZero();
            assertThat(writer.commit().rows()).isEqualTo(10);
        }
        try (AppendWriter abandoned = table.append().open()) {
            abandoned.write(batch);
        }

        assertThat(table.count()).isEqualTo(10);
        assertThat(table.latest().version()).isEqualTo(1);
        assertThat(dataFiles()).hasSize(table.latest().fileCount());
    }

    @Test
    void aTableIsMadeOnce() {
        flights();

        assertThat(Table.exists(store)).isTrue();
        assertThatThrownBy(this::flights).isInstanceOf(TableException.class).hasMessageContaining("already");
        assertThat(builder().schema(Flight.class).createIfNotExists().partitionColumns())
                .containsExactly("date");
    }

    @Test
    void whereThereIsNoTableThatIsSaid() {
        assertThat(Table.exists(store)).isFalse();
        assertThatThrownBy(() -> Table.open(store, TableEnvironment.standard()))
                .isInstanceOf(TableNotFoundException.class);
    }

    @Test
    void aTableThatWouldNeedWhatIsNotHereIsRefusedByFeature() {
        assertThatThrownBy(() -> builder()
                        .schema(Flight.class)
                        .property("delta.feature.catalogManaged", "supported")
                        .commit())
                .isInstanceOfSatisfying(
                        UnsupportedTableException.class,
                        e -> assertThat(e.features()).containsExactly("catalogManaged"));
        assertThat(Table.exists(store)).isFalse();
    }

    @Test
    void aPlainTableNeedsTheLeastProtocol() {
        assertThat(flights().latest().protocol()).isEqualTo(new Protocol(1, 2));
    }

    @Test
    void inCommitTimestampsAreAFeatureFromTheFirstVersion() {
        Table table = builder()
                .schema(Flight.class)
                .property("delta.enableInCommitTimestamps", "true")
                .commit();
        table.append(flights(0, 1));

        assertThat(table.latest().protocol().writerFeatures()).contains("inCommitTimestamp");
        assertThat(table.latest().snapshot().state().inCommitTimestamp()).isNotNull();
    }

    @Test
    void detailTellsWhatIsThere() {
        Table table = builder()
                .schema(Flight.class)
                .partitionBy("date")
                .name("flights")
                .comment("of 2001")
                .property("owner", "me")
                .commit();
        table.append(flights(0, 3));

        TableDetail detail = table.detail();

        assertThat(detail.name()).isEqualTo("flights");
        assertThat(detail.description()).isEqualTo("of 2001");
        assertThat(detail.numFiles()).isEqualTo(3);
        assertThat(detail.version()).isEqualTo(1);
        assertThat(detail.properties()).isEqualTo(Map.of("owner", "me"));
        assertThat(detail.sizeInBytes()).isPositive();
        assertThat(table.latest().files()).hasSize(3);
    }

    @Test
    void sqlTextIsAsGoodAsAnExpression() {
        Table table = builder()
                .schema("date DATE, origin STRING NOT NULL, delay INT")
                .partitionBy("date")
                .commit();
        table.append(flights(0, 100));

        assertThat(table.scan().where("delay > 60 AND origin = 'SFO'").count())
                .isEqualTo(table.scan()
                        .where(col("delay").gt(60).and(col("origin").eq("SFO")))
                        .rows()
                        .toList()
                        .size())
                .isPositive();
    }

    @Test
    void historyTellsWhoDidWhatAndTimesLeadBack() {
        InstantSource clock = new SteppingClock(Instant.parse("2001-01-05T00:00:00Z"));
        TableEnvironment environment =
                TableEnvironment.standard().withClock(clock).withEngineInfo("Test/1");
        Table table = Table.create(store, environment)
                .schema(Flight.class)
                .property("delta.enableInCommitTimestamps", "true")
                .commit();
        table.append(flights(0, 1));
        table.overwrite(flights(1, 2));

        List<HistoryEntry> history = table.history(2);

        assertThat(history).extracting(HistoryEntry::version).containsExactly(2L, 1L);
        assertThat(history.get(0).info().operation()).isEqualTo("WRITE");
        assertThat(history.get(0).info().operationParameters())
                .containsEntry("mode", "\"Overwrite\"")
                .containsEntry("partitionBy", "\"[]\"");
        assertThat(history.get(1).info().operationMetrics()).containsEntry("numOutputRows", "\"1\"");
        assertThat(history.get(1).info().isBlindAppend()).isTrue();
        assertThat(history.get(0).info().isBlindAppend()).isFalse();
        assertThat(history.get(0).info().engineInfo()).isEqualTo("Test/1");
        assertThat(table.at(history.get(1).timestamp()).version()).isEqualTo(1);
        assertThatThrownBy(() -> table.at("2001-01-04")).isInstanceOf(VersionNotFoundException.class);
        assertThatThrownBy(() -> table.at("soon")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.at(17)).isInstanceOf(VersionNotFoundException.class);
    }

    /** Every look at it is a second later. */
    private static final class SteppingClock implements InstantSource {
        private Instant now;

        SteppingClock(Instant start) {
            now = start;
        }

        @Override
        public synchronized Instant instant() {
            now = now.plusSeconds(1);
            return now;
        }
    }

    @Test
    void checksumsAndCheckpointsFollowCommits() {
        Table table = flights();
        for (int i = 0; i < 11; i++) {
            table.append(flights(i, i + 1));
        }
        table.close();

        assertThat(store.exists("_delta_log/00000000000000000010.checkpoint.parquet"))
                .isTrue();
        assertThat(store.exists("_delta_log/_last_checkpoint")).isTrue();
        assertThat(store.exists("_delta_log/00000000000000000011.crc")).isTrue();
        Table reopened = Table.open(store, TableEnvironment.standard());
        assertThat(reopened.scan().as(Flight.class).toList()).containsExactlyInAnyOrderElementsOf(flights(0, 11));
    }

    @Test
    void aConditionOnAColumnThatIsNotSelectedIsApplied() {
        Table table = flights();
        table.append(flights(0, 100));

        assertThat(table.scan()
                        .where(col("delay").gt(90))
                        .select("origin")
                        .rows()
                        .toList())
                .hasSize((int) table.scan().where(col("delay").gt(90)).count());
        assertThat(table.scan().where(col("delay").isNull()).count()).isEqualTo(20);
        assertThat(table.scan().where(col("date").lt(LocalDate.of(2001, 1, 2))).count())
                .isEqualTo(34);
        assertThat(table.scan()
                        .where(col("date")
                                .lt(LocalDate.of(2001, 1, 2))
                                .or(col("delay").gt(90)))
                        .count())
                .isEqualTo(39);
    }
}
