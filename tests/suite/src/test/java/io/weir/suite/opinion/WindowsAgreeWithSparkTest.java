package io.weir.suite.opinion;

import static io.weir.pipeline.window.Aggregate.avg;
import static io.weir.pipeline.window.Aggregate.count;
import static io.weir.pipeline.window.Aggregate.max;
import static io.weir.pipeline.window.Aggregate.min;
import static io.weir.pipeline.window.Aggregate.sum;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.pipeline.Query;
import io.weir.pipeline.Sources;
import io.weir.pipeline.state.StatefulStep;
import io.weir.pipeline.window.Aggregate;
import io.weir.pipeline.window.Aggregation;
import io.weir.pipeline.window.Emission;
import io.weir.pipeline.window.Window;
import io.weir.source.Source;
import io.weir.source.SourceStart;
import io.weir.table.Table;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups, windows and their values are those of Spark: of a batch, and of a stream with late rows and duplicates. */
class WindowsAgreeWithSparkTest {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("ts", PrimitiveType.TIMESTAMP)
            .add("k", PrimitiveType.STRING)
            .add("f", PrimitiveType.DOUBLE)
            .add("g", PrimitiveType.DOUBLE)
            .add("b", PrimitiveType.BYTE)
            .add("n", PrimitiveType.LONG)
            .add("x", PrimitiveType.FLOAT)
            .add("c", new DecimalType(10, 2))
            .add("w", new DecimalType(36, 3))
            .add("d", PrimitiveType.DATE)
            .add("t", PrimitiveType.TIMESTAMP_NTZ);

    private static final List<Aggregate> AGGREGATES = List.of(
            count().as("n_rows"),
            count("k").as("n_k"),
            sum("b"),
            sum("n"),
            sum("x"),
            sum("c"),
            sum("w"),
            avg("b"),
            avg("n"),
            avg("x"),
            avg("c"),
            avg("w"),
            min("k"),
            max("g"),
            min("g"),
            max("x"),
            max("w"),
            min("c"),
            min("d"),
            max("t"),
            max("ts"));

    private static final int EPOCHS = 3;

    @TempDir
    private Path scratch;

    private static @Nullable Object[] row(SplittableRandom random) {
        long second = random.nextLong(-5_000, 5_000);
        return new @Nullable Object[] {
            orNull(random, Instant.ofEpochSecond(second, random.nextInt(1_000) * 1_000L)),
            orNull(random, "k".repeat(random.nextInt(4))),
            orNull(
                    random,
                    List.of(0.0, -0.0, 1.5, Double.NaN, Double.NEGATIVE_INFINITY)
                            .get(random.nextInt(5))),
            orNull(
                    random,
                    List.of(0.0, 1.5, Double.NaN, Double.NEGATIVE_INFINITY).get(random.nextInt(4))),
            orNull(random, (byte) random.nextInt(256)),
            orNull(random, random.nextLong(1L << 40)),
            orNull(random, random.nextInt(1 << 20) / 16f),
            orNull(random, BigDecimal.valueOf(random.nextInt(), 2)),
            orNull(
                    random,
                    BigDecimal.valueOf(random.nextLong(), 3)
                            .multiply(BigDecimal.TEN.pow(14))
                            .setScale(3)),
            orNull(random, LocalDate.ofEpochDay(random.nextInt(100_000))),
            orNull(random, java.time.LocalDateTime.ofEpochSecond(second, 0, java.time.ZoneOffset.UTC))
        };
    }

    private static @Nullable Object orNull(SplittableRandom random, Object value) {
        return random.nextInt(8) == 0 ? null : value;
    }

    @Test
    void groupsOfABatchHaveTheValuesAndTypesOfSpark() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        Path rows = scratch.resolve("rows");
        Path groups = scratch.resolve("groups");
        Window minutes = Window.sliding("ts", Duration.ofMinutes(7), Duration.ofMinutes(3))
                .offset(Duration.ofMinutes(1));
        StatefulStep step =
                new Aggregation(minutes, List.of("k", "f"), AGGREGATES, null, Emission.ALL, 1 << 24).start(SCHEMA);
        try (Table table = Table.create(rows).schema(SCHEMA).commit()) {
            BatchBuilder builder = new BatchBuilder(SCHEMA);
            for (int i = 0; i < 1_500; i++) {
                builder.add(row(random));
            }
            ColumnBatch batch = builder.build();
            table.append(batch);
            step.apply(batch.slice(0, 700));
            step.apply(batch.slice(700, batch.rowCount()));
        }
        ColumnBatch ours = Objects.requireNonNull(step.endEpoch());
        try (Table table = Table.create(groups).schema(ours.schema()).commit()) {
            table.append(ours);
        }

        Dataset<Row> theirs = SparkSessions.shared()
                .sql("SELECT window.start window_start, window.end window_end, k, f, " + values() + " FROM delta.`"
                        + rows + "` GROUP BY window(ts, '7 minutes', '3 minutes', '1 minute'), k, f");

        ReadTable found = SparkReader.read(groups, 1);
        List<String> expected = SparkReader.lines(theirs.schema(), theirs.collectAsList());
        assertThat(expected).hasSizeGreaterThan(1_000);
        assertSame(found.rows(), expected);
        assertThat(ours.schema().fields().stream().map(f -> f.type().sql()))
                .isEqualTo(List.of(theirs.schema().fields()).stream()
                        .map(f -> f.dataType().sql())
                        .toList());
    }

    /** Shows the rows that differ alone. */
    private static void assertSame(List<String> ours, List<String> theirs) {
        List<String> onlyOurs = new ArrayList<>(ours);
        List<String> onlyTheirs = new ArrayList<>(theirs);
        theirs.forEach(onlyOurs::remove);
        ours.forEach(onlyTheirs::remove);
        assertThat(onlyOurs).isEqualTo(onlyTheirs);
    }

    private static String values() {
        return String.join(
                ", ",
                AGGREGATES.stream()
                        .map(a -> a.function() + "(" + Objects.requireNonNullElse(a.column(), "*") + ") " + a.name())
                        .toList());
    }

    /** Rows of some epochs, of which all are clearly in time or clearly late: Spark lets rows be late by an epoch more than we do. */
    @Test
    void windowsOfAStreamAreThoseOfSpark() throws Exception {
        Path rows = scratch.resolve("events");
        Path ours = scratch.resolve("ours");
        Path theirs = scratch.resolve("theirs");
        writeEvents(rows);

        try (Table events = Table.open(rows)) {
            Query.from(Sources.table(Source.of(events).startingAt(SourceStart.version(0))))
                    .withWatermark("ts", Duration.ofMinutes(10))
                    .dropDuplicates("n")
                    .groupBy(Window.tumbling("ts", Duration.ofMinutes(5)), "k")
                    .aggregate(count().as("events"), sum("n").as("total"))
                    .to(ours)
                    .create()
                    .appId("windows")
                    .maxFilesPerEpoch(1)
                    .start()
                    .await();
        }

        Dataset<Row> grouped = SparkSessions.shared()
                .readStream()
                .format("delta")
                .option("maxFilesPerTrigger", 1)
                .option("startingVersion", 0)
                .load(rows.toString())
                .withWatermark("ts", "10 minutes")
                .dropDuplicatesWithinWatermark(new String[] {"n"})
                .groupBy(window(col("ts"), "5 minutes"), col("k"))
                .agg(
                        org.apache.spark.sql.functions.count(lit(1)).as("events"),
                        org.apache.spark.sql.functions.sum("n").as("total"))
                .selectExpr("window.start window_start", "window.end window_end", "k", "events", "total");
        StreamingQuery query = grouped.writeStream()
                .format("delta")
                .outputMode("append")
                .option("checkpointLocation", scratch.resolve("checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .start(theirs.toString());
        query.awaitTermination();

        List<String> expected = SparkReader.read(theirs, version(theirs)).rows();
        assertSame(SparkReader.read(ours, version(ours)).rows(), expected);
        assertThat(expected).hasSizeGreaterThan(10).noneMatch(row -> row.contains("\"1970-01-01T00:00:00"));
    }

    private static long version(Path table) {
        try (Table open = Table.open(table)) {
            return open.latest().version();
        }
    }

    private static void writeEvents(Path path) throws Exception {
        StructType schema = StructType.EMPTY
                .add("ts", PrimitiveType.TIMESTAMP)
                .add("k", PrimitiveType.STRING)
                .add("n", PrimitiveType.LONG);
        try (Table table = Table.create(path).schema(schema).commit()) {
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                BatchBuilder builder = new BatchBuilder(schema);
                for (int i = 0; i < 60; i++) {
                    long n = number(epoch, i);
                    long second = n / 100 > 1 && n % 10 == 0 ? n % 60 : 3_600 * (n / 100) + 1_800 + n * 7919 % 600;
                    builder.add(Instant.ofEpochSecond(second), "k" + n % 4, n);
                }
                table.append(builder.build());
            }
        }
    }

    /** An event of this epoch, or one that came before in it or in the one before. */
    private static long number(int epoch, int i) {
        if (i % 3 == 0 && i > 1) {
            return 100L * epoch + i - 2;
        }
        return i % 6 == 2 && epoch > 0 ? 100L * (epoch - 1) + i - 1 : 100L * epoch + i;
    }
}
