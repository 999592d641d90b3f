package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.Row;
import io.weir.pipeline.decode.BadRecordException;
import io.weir.pipeline.decode.CsvFormat;
import io.weir.pipeline.decode.SourceException;
import io.weir.pipeline.source.Source;
import io.weir.pipeline.source.kafka.KafkaLoss;
import io.weir.pipeline.source.kafka.KafkaSource;
import io.weir.pipeline.source.kafka.KafkaStart;
import io.weir.table.Table;
import io.weir.table.sql.SchemaDdl;
import io.weir.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Topics of a real broker into tables. */
@Timeout(60)
class KafkaQueryTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private static KafkaBroker broker;

    @TempDir
    Path directory;

    private String topic = "";

    @BeforeAll
    static void startTheBroker() throws Exception {
        broker = KafkaBroker.start();
    }

    @AfterAll
    static void stopTheBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void nameTheTopic(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName() + "-" + NUMBER.incrementAndGet();
    }

    private static String[] rows(int partition, long first, long end) {
        return LongStream.range(first, end)
                .mapToObj(n -> "{\"p\":" + partition + ",\"n\":" + n + "}")
                .toArray(String[]::new);
    }

    private Query query(Source source) {
        return Query.from(source).to(directory.resolve("t")).create();
    }

    private KafkaSource source() {
        return Sources.kafka(broker.servers(), topic);
    }

    private Query query() {
        return query(source());
    }

    /** Values as the versions of the table gave them. */
    private <T> List<T> values(Function<Row, T> value) {
        List<T> values = new ArrayList<>();
        try (Table table = Table.open(directory.resolve("t"))) {
            table.appends(0).rows().forEach(row -> values.add(value.apply(row)));
        }
        return values;
    }

    private List<Long> numbers() {
        return values(row -> row.longValue("n"));
    }

    /** The numbers of a partition, in the order of the table. */
    private List<Long> numbers(int partition) {
        return values(row -> new long[] {row.longValue("p"), row.longValue("n")}).stream()
                .filter(row -> row[0] == partition)
                .map(row -> row[1])
                .toList();
    }

    private static List<Long> range(long first, long end) {
        return LongStream.range(first, end).boxed().toList();
    }

    private static void awaitRows(RunningQuery query, long rows) {
        while (query.lastProgress()
                .map(progress -> progress.total().rowsOut() < rows || progress.version() == null)
                .orElse(true)) {
            assertThat(query.await(Duration.ofMillis(5))).isEmpty();
        }
    }

    @Test
    void aTopicIsReadOnceHoweverOftenTheQueryIsStarted() throws Exception {
        broker.create(topic, 3);
        for (int p = 0; p < 3; p++) {
            broker.send(topic, p, rows(p, 0, 400));
        }

        assertThat(query().maxRowsPerEpoch(250).start().await().rowsOut()).isEqualTo(1200);
        Summary again = query().start().await();
        broker.send(topic, 1, rows(1, 400, 410));
        assertThat(query().start().await().rowsOut()).isEqualTo(10);

        assertThat(again.nothingNew()).isTrue();
        assertThat(again.lastVersion()).isNull();
        assertThat(numbers()).hasSize(1210);
        assertThat(numbers(0)).isEqualTo(range(0, 400));
        assertThat(numbers(1)).isEqualTo(range(0, 410));
        assertThat(numbers(2)).isEqualTo(range(0, 400));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"QUARANTINED", "RECORDED", "SETTLED"},
            mode = EnumSource.Mode.EXCLUDE)
    void aQueryThatDiesAtAnyStepAndIsStartedAgainHasEveryMessageOnceAndInOrder(Step step) throws Exception {
        topic = "dies-" + step;
        broker.create(topic, 2);
        broker.send(topic, 0, rows(0, 0, 300));
        broker.send(topic, 1, rows(1, 0, 200));
        AtomicInteger left = new AtomicInteger(3);
        Query query = query().maxRowsPerEpoch(70).hook(reached -> {
            if (reached == step && left.decrementAndGet() == 0) {
                throw new IllegalStateException("died");
            }
        });
        assertThatThrownBy(() -> query.start().await()).hasMessageContaining("died");

        query().start().await();

        assertThat(numbers(0)).isEqualTo(range(0, 300));
        assertThat(numbers(1)).isEqualTo(range(0, 200));
    }

    @Test
    void messagesOfAbortedTransactionsAreNotReadAndTheirGapsAreNoLoss() throws Exception {
        broker.create(topic, 1);
        broker.transaction(topic, 0, true, rows(0, 0, 50));
        broker.transaction(topic, 0, false, rows(0, 1000, 1050));
        broker.transaction(topic, 0, true, rows(0, 50, 60));
        broker.transaction(topic, 0, false, rows(0, 2000, 2050));

        query().start().await();
        Summary again = query().start().await();
        broker.transaction(topic, 0, true, rows(0, 60, 70));
        query().start().await();

        assertThat(again.nothingNew()).isTrue();
        assertThat(numbers()).isEqualTo(range(0, 70));
    }

    @Test
    void whatComesWhileTheQueryRunsIsFollowedAlsoInPartitionsThatAreAdded() throws Exception {
        broker.create(topic, 1);
        broker.send(topic, 0, rows(0, 0, 10));
        RunningQuery query = query().trigger(Trigger.asFastAsPossible()).start();
        awaitRows(query, 10);
        broker.grow(topic, 2);
        broker.send(topic, 1, rows(1, 0, 5));
        broker.send(topic, 0, rows(0, 10, 20));
        awaitRows(query, 25);
        query.stop();

        assertThat(query().start().await().nothingNew()).isTrue();
        assertThat(numbers(0)).isEqualTo(range(0, 20));
        assertThat(numbers(1)).isEqualTo(range(0, 5));
    }

    @Test
    void aContinuousQueryFollowsATopicAndIsGoneOnWith() throws Exception {
        broker.create(topic, 2);
        broker.send(topic, 0, rows(0, 0, 10));
        RunningQuery query =
                query().trigger(Trigger.continuous(Duration.ofMillis(50))).start();
        awaitRows(query, 10);
        broker.send(topic, 1, rows(1, 0, 10));
        awaitRows(query, 20);
        query.stop();
        broker.send(topic, 0, rows(0, 10, 20));
        query().start().await();

        assertThat(numbers(0)).isEqualTo(range(0, 20));
        assertThat(numbers(1)).isEqualTo(range(0, 10));
    }

    @Test
    void topicsThatAPatternMatchesAreReadAlsoThoseThatComeLater() throws Exception {
        broker.create(topic + "-a", 1);
        broker.create(topic + "-b", 1);
        broker.create("other-" + topic, 1);
        broker.send(topic + "-a", 0, rows(0, 0, 5));
        broker.send(topic + "-b", 0, rows(1, 0, 5));
        broker.send("other-" + topic, 0, rows(9, 0, 5));
        Source source = Sources.kafkaMatching(broker.servers(), topic + "-.*");
        query(source).start().await();

        RunningQuery query = query(source).trigger(Trigger.asFastAsPossible()).start();
        broker.create(topic + "-c", 1);
        broker.send(topic + "-c", 0, rows(2, 0, 5));
        awaitRows(query, 5);
        query.stop();

        assertThat(query(source).start().await().nothingNew()).isTrue();
        for (int p = 0; p < 3; p++) {
            assertThat(numbers(p)).isEqualTo(range(0, 5));
        }
        assertThat(numbers()).hasSize(15);
    }

    @Test
    void messagesThatWereDeletedBeforeTheyWereReadAreAnErrorOrAToldLoss() throws Exception {
        broker.create(topic, 1);
        broker.send(topic, 0, rows(0, 0, 10));
        query().start().await();
        broker.send(topic, 0, rows(0, 10, 30));
        broker.expire(topic, 0, 17);

        assertThatThrownBy(() -> query().start().await())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("deleted that were not read")
                .hasMessageContaining("earliest=17, end=30, partition=0, position=10, servers=" + broker.servers()
                        + ", topic=" + topic);
        List<KafkaLoss> losses = new ArrayList<>();
        query(source().allowLoss(losses::add)).start().await();

        assertThat(losses).containsExactly(new KafkaLoss(KafkaLoss.Kind.EXPIRED, topic, 0, 10, 17, 30));
        assertThat(numbers())
                .hasSize(23)
                .startsWith(range(0, 10).toArray(Long[]::new))
                .endsWith(range(17, 30).toArray(Long[]::new));
        assertThat(query().start().await().nothingNew()).isTrue();
    }

    @Test
    void messagesThatAreDeletedAheadOfAQueryThatFollowsAreTold() throws Exception {
        broker.create(topic, 1);
        broker.send(topic, 0, rows(0, 0, 10));
        List<KafkaLoss> losses = new ArrayList<>();
        // Five messages stay with the client, so it asks for no more before those behind them are gone.
        KafkaSource slow =
                source().schema(SchemaDdl.parse("p BIGINT, n BIGINT")).property("max.poll.records", "5");
        AtomicInteger epochs = new AtomicInteger();
        RunningQuery query = query(slow.allowLoss(losses::add))
                .trigger(Trigger.asFastAsPossible())
                .flatMap(SchemaDdl.parse("p BIGINT, n BIGINT"), (row, out) -> {
                    out.emit(row.longValue("p"), row.longValue("n"));
                    if (row.longValue("n") == 0) { // the reader waits here while messages come and go
                        try {
                            broker.send(topic, 0, rows(0, 10, 500));
                            broker.expire(topic, 0, 490);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                        epochs.incrementAndGet();
                    }
                })
                .start();
        awaitRows(query, 20);
        query.stop();

        assertThat(epochs.get()).isEqualTo(1);
        assertThat(losses).singleElement().satisfies(loss -> {
            assertThat(loss.kind()).isEqualTo(KafkaLoss.Kind.EXPIRED);
            assertThat(loss.earliest()).isEqualTo(490);
        });
        assertThat(numbers()).endsWith(range(490, 500).toArray(Long[]::new)).doesNotHaveDuplicates();
    }

    @Test
    void aTopicThatIsNotThereOrGoesAwayIsNamed() throws Exception {
        assertThatThrownBy(() -> query().start())
                .isInstanceOf(SourceException.class)
                .hasMessage("A topic does not exist {servers=" + broker.servers() + ", topic=" + topic + "}");
        broker.create(topic, 1);
        broker.send(topic, 0, rows(0, 0, 10));
        RunningQuery query = query().trigger(Trigger.asFastAsPossible()).start();
        awaitRows(query, 10);
        broker.delete(topic);

        assertThatThrownBy(query::await)
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("does not exist")
                .hasMessageContaining("position={0=10}")
                .hasMessageContaining("topic=" + topic);
        assertThat(numbers()).isEqualTo(range(0, 10));
    }

    @Test
    void aTopicThatWasMadeAnewIsNotTakenForTheOneThatWasRead() throws Exception {
        broker.create(topic, 1);
        broker.send(topic, 0, rows(0, 0, 10));
        query().start().await();
        broker.delete(topic);
        broker.create(topic, 1);
        broker.send(topic, 0, rows(0, 100, 120)); // more than were read of the other

        assertThatThrownBy(() -> query().start().await())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("made anew")
                .hasMessageContaining("earliest=0, end=20, partition=0, position=10");
        List<KafkaLoss> losses = new ArrayList<>();
        query(source().allowLoss(losses::add)).start().await();

        assertThat(losses).containsExactly(new KafkaLoss(KafkaLoss.Kind.RECREATED, topic, 0, 10, 0, 20));
        assertThat(numbers())
                .isEqualTo(Stream.concat(range(0, 10).stream(), range(100, 120).stream())
                        .toList());
        assertThat(query().start().await().nothingNew()).isTrue();
    }

    @Test
    void aTopicThatIsMadeAnewWhileItIsFollowedIsReadFromItsBeginningIfLossIsAllowed() throws Exception {
        broker.create(topic, 2);
        broker.send(topic, 0, rows(0, 0, 10));
        broker.send(topic, 1, rows(1, 0, 10));
        List<KafkaLoss> losses = Collections.synchronizedList(new ArrayList<>());
        RunningQuery query = query(source().allowLoss(losses::add))
                .trigger(Trigger.asFastAsPossible())
                .start();
        awaitRows(query, 20);
        broker.delete(topic);
        broker.create(topic, 1);
        broker.send(topic, 0, rows(0, 100, 115));
        awaitRows(query, 35);
        query.stop();

        assertThat(losses).extracting(KafkaLoss::kind).containsOnly(KafkaLoss.Kind.RECREATED);
        assertThat(losses).extracting(KafkaLoss::partition).containsExactlyInAnyOrder(0, 1);
        assertThat(numbers(0)).endsWith(range(100, 115).toArray(Long[]::new)).hasSize(25);
        broker.grow(topic, 2);
        broker.send(topic, 1, rows(1, 100, 103));
        query().start().await();
        assertThat(numbers(1)).endsWith(100L, 101L, 102L).hasSize(13);
        assertThat(numbers(0)).hasSize(25);
    }

    @Test
    void aQueryThatReadsWhatIsThereEndsWherePartitionsEndedWhenItBegan() throws Exception {
        broker.create(topic, 1);
        String long500 = "x".repeat(500);
        broker.send(
                topic,
                0,
                LongStream.range(0, 10)
                        .mapToObj(n -> "{\"p\":0,\"n\":" + n + ",\"text\":\"" + long500 + "\"}")
                        .toArray(String[]::new));
        broker.send(topic, 0, rows(0, 10, 15));
        // The first fetch has the large messages alone, the second those before and behind the end.
        KafkaSource slow = source().schema(SchemaDdl.parse("p BIGINT, n BIGINT, text STRING"))
                .property("max.poll.records", "4")
                .property("max.partition.fetch.bytes", "2000");
        AtomicInteger rows = new AtomicInteger();
        query(slow)
                .filter(row -> {
                    if (rows.getAndIncrement() == 0) {
                        try {
                            broker.send(topic, 0, rows(0, 15, 25));
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }
                    return true;
                })
                .start()
                .await();

        assertThat(numbers()).isEqualTo(range(0, 15));
        query().start().await();
        assertThat(numbers()).isEqualTo(range(0, 25));
    }

    @Test
    void aBrokerThatRestartsIsWaitedFor() throws Exception {
        broker.create(topic, 2);
        broker.send(topic, 0, rows(0, 0, 10));
        RunningQuery query = query().trigger(Trigger.asFastAsPossible()).start();
        awaitRows(query, 10);
        broker.restart(() -> assertThat(query.await(Duration.ofMillis(500))).isEmpty());
        broker.send(topic, 0, rows(0, 10, 20));
        broker.send(topic, 1, rows(1, 0, 10));
        awaitRows(query, 30);
        query.stop();

        assertThat(numbers(0)).isEqualTo(range(0, 20));
        assertThat(numbers(1)).isEqualTo(range(0, 10));
    }

    @Test
    void aTopicOfAPatternThatIsGoneIsALossThatIsToldOnce() throws Exception {
        broker.create(topic + "-a", 1);
        broker.create(topic + "-b", 1);
        broker.send(topic + "-a", 0, rows(0, 0, 5));
        broker.send(topic + "-b", 0, rows(1, 0, 5));
        KafkaSource source = Sources.kafkaMatching(broker.servers(), topic + "-.*");
        query(source).start().await();
        broker.delete(topic + "-a");
        broker.send(topic + "-b", 0, rows(1, 5, 10));

        assertThatThrownBy(() -> query(source).start())
                .hasMessageContaining("The topic was deleted")
                .hasMessageContaining("partition=0, position=5");
        List<KafkaLoss> losses = new ArrayList<>();
        query(source.allowLoss(losses::add)).start().await();
        assertThat(losses).containsExactly(new KafkaLoss(KafkaLoss.Kind.DELETED, topic + "-a", 0, 5, 0, 0));

        assertThat(query(source).start().await().nothingNew()).isTrue();
        broker.create(topic + "-a", 1);
        broker.send(topic + "-a", 0, rows(3, 0, 5));
        query(source).start().await();
        assertThat(numbers(1)).isEqualTo(range(0, 10));
        assertThat(numbers(3)).isEqualTo(range(0, 5));
    }

    @Test
    void aBadRecordNamesTopicPartitionAndOffset() throws Exception {
        broker.create(topic, 2);
        broker.send(topic, 1, "{\"p\":1,\"n\":0}", "{\"p\":1,\"n\":\"x\"}", "[", "{\"p\":1,\"n\":1}");

        assertThatThrownBy(() -> query().start().await())
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("column=n, expected=BIGINT")
                .hasMessageContaining("topic " + topic + ", partition 1, offset 1");
        Path bad = directory.resolve("bad");
        query().onBadRecord(BadRecords.quarantine(bad)).start().await();

        assertThat(numbers()).isEqualTo(range(0, 2));
        assertThat(linesOf(bad))
                .hasSize(2)
                .allMatch(line -> line.contains("topic " + topic + ", partition 1, offset "))
                .anyMatch(line -> line.contains("\"row\":1,"))
                .anyMatch(line -> line.contains("\"row\":2,"));
    }

    private static List<String> linesOf(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @Test
    void messagesWithoutAValueAreReadAndGiveNoRow() throws Exception {
        broker.create(topic, 1);
        broker.send(topic, 0, null, null);
        assertThat(query().start().await().rowsOut()).isZero(); // nobody can say yet what rows are
        broker.send(topic, 0, "{\"n\":0}", null, "{\"n\":1}", null);

        Summary summary = query().start().await();

        assertThat(summary.rowsIn()).isEqualTo(6);
        assertThat(summary.rowsOut()).isEqualTo(2);
        assertThat(summary.badRows()).isZero();
        assertThat(numbers()).isEqualTo(range(0, 2));
        assertThat(query().start().await().nothingNew()).isTrue();
    }

    @Test
    void aQueryThatBeginsAtTheEndRemembersWhereThatWas() throws Exception {
        broker.create(topic, 2);
        broker.send(topic, 0, rows(0, 0, 10));
        broker.send(topic, 1, rows(1, 0, 10));
        Table.create(directory.resolve("t"))
                .schema("p BIGINT, n BIGINT")
                .commit()
                .close();
        KafkaSource latest = source().startingAt(KafkaStart.latest());

        assertThat(query(latest).start().await().rowsOut()).isZero();
        broker.send(topic, 0, rows(0, 10, 12));
        query(latest).start().await();
        broker.send(topic, 1, rows(1, 10, 12));
        query(latest).start().await();

        assertThat(numbers(0)).isEqualTo(range(10, 12));
        assertThat(numbers(1)).isEqualTo(range(10, 12));
    }

    @Test
    void aQueryBeginsAtATime() throws Exception {
        broker.create(topic, 2);
        long start = System.currentTimeMillis() - 1_000_000;
        for (int n = 0; n < 10; n++) {
            broker.sendAt(topic, start + n * 1000, "{\"p\":0,\"n\":" + n + "}");
        }
        broker.send(topic, 1, rows(1, 0, 1)); // now

        query(source().startingAt(KafkaStart.at(Instant.ofEpochMilli(start + 6500))))
                .start()
                .await();

        assertThat(numbers(0)).isEqualTo(range(7, 10));
        assertThat(numbers(1)).isEqualTo(range(0, 1));
    }

    @Test
    void rawMessagesAreRowsAsTheyAre() throws Exception {
        broker.create(topic, 1);
        broker.sendAt(topic, 1_700_000_000_123L, "{not json");
        broker.send(topic, 0, (String) null);

        query(source().raw()).start().await();

        try (Table table = Table.open(directory.resolve("t"))) {
            assertThat(table.schema())
                    .isEqualTo(SchemaDdl.parse("key BINARY, value BINARY, topic STRING, `partition` INT, offset BIGINT,"
                            + " `timestamp` TIMESTAMP"));
            assertThat(table.scan()
                            .where("value IS NULL AND key IS NULL AND offset = 1")
                            .count())
                    .isEqualTo(1);
            assertThat(table.scan()
                            .where("key = X'6B' AND offset = 0 AND `partition` = 0 AND topic = '" + topic
                                    + "' AND `timestamp` = TIMESTAMP '2023-11-14T22:13:20.123Z'")
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void rowsSayWhereTheyAreFromIfAskedTo() throws Exception {
        broker.create(topic, 2);
        broker.send(topic, 1, rows(1, 0, 3));
        KafkaSource source = source().withMetadata();
        query(source).start().await();
        broker.send(topic, 1, "{\"p\":1,\"n\":3,\"m\":true}");
        query(source).mergeSchema(true).start().await();

        assertThat(values(row ->
                        row.string("_topic") + "/" + row.intValue("_partition") + "/" + row.longValue("_offset")))
                .isEqualTo(
                        IntStream.range(0, 4).mapToObj(n -> topic + "/1/" + n).toList());
        try (Table table = Table.open(directory.resolve("t"))) {
            assertThat(table.schema().names())
                    .containsExactly("p", "n", "_topic", "_partition", "_offset", "_timestamp", "m");
            assertThat(table.scan().where("_timestamp IS NULL").count()).isZero();
        }
    }

    @Test
    void valuesMayBeLinesOfCsv() throws Exception {
        broker.create(topic, 1);
        broker.send(topic, 0, "0,\"a,b\"\n", "1,", "2,x\n3,y", "");

        Summary summary = query(source().csv(CsvFormat.STANDARD).schema(SchemaDdl.parse("n BIGINT, s STRING")))
                .onBadRecord(BadRecords.skip())
                .start()
                .await();

        assertThat(summary.badRows()).isEqualTo(2);
        assertThat(values(row -> row.longValue("n") + row.string("s"))).containsExactly("0a,b", "1null");
    }

    @Test
    void messagesMayBeCompressedByAnyCodec() throws Exception {
        broker.create(topic, 1);
        for (String codec : List.of("gzip", "snappy", "lz4", "zstd")) {
            broker.sendCompressed(topic, codec, "{\"codec\":\"" + codec + "\",\"text\":\"" + "x".repeat(1000) + "\"}");
        }

        query().start().await();

        assertThat(values(row -> row.string("codec"))).containsExactly("gzip", "snappy", "lz4", "zstd");
    }

    @Test
    void fieldsThatLaterMessagesHaveBecomeColumns() throws Exception {
        broker.create(topic, 1);
        broker.send(topic, 0, rows(0, 0, 10));
        query().start().await();
        broker.send(topic, 0, "{\"p\":0,\"n\":10}", "{\"p\":0,\"n\":11,\"more\":\"x\"}", "{\"p\":0,\"n\":12}");

        query().mergeSchema(true).start().await();

        assertThat(numbers()).isEqualTo(range(0, 13));
        try (Table table = Table.open(directory.resolve("t"))) {
            assertThat(table.scan().where("more = 'x' AND n = 11").count()).isEqualTo(1);
        }
    }

    @Test
    void aBrokerThatDoesNotAnswerIsAnErrorInTime() {
        KafkaSource nobody = Sources.kafka("127.0.0.1:1", "x").property("default.api.timeout.ms", "500");
        assertThatThrownBy(() -> query(nobody).start())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("No Kafka broker answers in time")
                .hasMessageContaining("limit=500 ms, servers=127.0.0.1:1}");
        assertThatThrownBy(() ->
                        query(Sources.kafka("no-such-host.invalid:9092", "x")).start())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("servers=no-such-host.invalid:9092");
    }

    @Test
    void whatTheQueryItselfSetsCannotBeSet() {
        assertThatThrownBy(() -> source().property("group.id", "g"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("property=group.id");
    }
}
