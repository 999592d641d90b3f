package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.pipeline.source.Source;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is said of Kafka on the command line, without a broker; those are asked in tests of the query. */
class IngestKafkaTest {
    @TempDir
    Path directory;

    private static Source source(String... arguments) {
        IngestCommand.SourceOptions options = new IngestCommand.SourceOptions();
        new CommandLine(options).parseArgs(arguments);
        return IngestSource.of(options, false);
    }

    @Test
    void topicsAndPatternsAreNamedByTheirAddress() {
        assertThat(source("--from", "kafka://b:9092,a:9093/orders,returns,orders")
                        .identity())
                .isEqualTo("kafka:orders,returns");
        assertThat(source("--from", "kafka://a:9092/pattern:shop/(a|b),.*", "--format", "raw", "--start", "latest")
                        .identity())
                .isEqualTo("kafka:pattern:shop/(a|b),.*");
        assertThat(source(
                                "--from",
                                "kafka://a:9092/orders",
                                "--start",
                                "2026-11-21T10:00:00",
                                "--kafka-property",
                                "security.protocol=SSL",
                                "--kafka-property",
                                "client.id=me",
                                "--kafka-metadata",
                                "--allow-loss",
                                "--schema",
                                "id BIGINT")
                        .identity())
                .isEqualTo("kafka:orders");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--from kafka://a:9092 | Which topics?",
                "--from kafka://a:9092/ | Which topics?",
                "--from kafka://a/orders | servers=a",
                "--from kafka://a:9092/or;ders | topic=or;ders",
                "--from kafka://a:9092/a,,b | topic=",
                "--from kafka://a:9092/pattern:( | pattern=(",
                "--from kafka://a:9092/a --format parquet | json, csv or raw; found parquet",
                "--from kafka://a:9092/a --start 17 | found 17",
                "--from kafka://a:9092/a --consumer me | for a table",
                "--from kafka://a:9092/a --kafka-property group.id=g | property=group.id",
                "--from kafka://a:9092/a --format raw --kafka-metadata | columns of their own",
                "--from x.json --kafka-metadata | --kafka-metadata is for Kafka",
                "--from x.json --kafka-property a=b | --kafka-property is for Kafka"
            })
    void whatCannotBeMeantIsRefused(String arguments, String message) {
        assertThatThrownBy(() -> source(arguments.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aBrokerThatDoesNotAnswerIsAFailureWithoutATable() {
        Path table = directory.resolve("t");
        Weir run = Weir.run(
                "ingest",
                table.toString(),
                "--create",
                "--from",
                "kafka://127.0.0.1:1/orders",
                "--kafka-property",
                "default.api.timeout.ms=300");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE.number());
        assertThat(run.errors()).contains("No Kafka broker answers in time").contains("servers=127.0.0.1:1");
        assertThat(run.errors().lines()).hasSize(1);
        assertThat(table).doesNotExist();
    }

    @Test
    void connectionsAndRatesHaveAddressesToo() {
        assertThat(source("--from", "tcp://localhost:7777", "--format", "csv").identity())
                .isEqualTo("tcp://localhost:7777");
        assertThat(source("--from", "rate:1000").identity()).isEqualTo("rate:1000");
        assertThatThrownBy(() -> source("--from", "tcp://localhost", "--format", "json"))
                .hasMessageContaining("tcp://HOST:PORT");
        assertThatThrownBy(() -> source("--from", "tcp://localhost:1")).hasMessageContaining("say --format");
        assertThatThrownBy(() -> source("--from", "rate:0")).hasMessageContaining("rowsPerSecond=0");
        assertThatThrownBy(() -> source("--from", "rate:x")).hasMessageContaining("expected=rate:ROWS_PER_SECOND");
    }
}
