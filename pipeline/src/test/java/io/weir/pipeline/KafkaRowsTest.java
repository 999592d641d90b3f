package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.pipeline.decode.BadRecordException;
import io.weir.pipeline.decode.CsvFormat;
import io.weir.pipeline.source.kafka.KafkaSource;
import io.weir.table.Table;
import io.weir.table.sql.SchemaDdl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What messages become. */
class KafkaRowsTest extends KafkaQueries {
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
}
