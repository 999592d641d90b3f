package io.weir.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Delta Lake on Spark, {@code local[2]}. */
final class DeltaSpark implements Contender {
    private static final StructType SCHEMA = new StructType()
            .add("event_id", DataTypes.LongType)
            .add("event_time", DataTypes.TimestampType)
            .add("user_id", DataTypes.LongType)
            .add("event_type", DataTypes.StringType)
            .add("device", DataTypes.StringType)
            .add("url", DataTypes.StringType)
            .add("amount", DataTypes.DoubleType)
            .add("date", DataTypes.DateType);

    private final SparkSession spark = SparkSession.builder()
            .master("local[2]")
            .appName("bench")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.parquet.compression.codec", "zstd")
            .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .config("parquet.compression.codec.zstd.level", "1")
            .config("spark.databricks.delta.snapshotPartitions", "2")
            .getOrCreate();

    @Override
    public void ingest(Path table, Events events, int commits) {
        for (int i = 0; i < commits; i++) {
            append(table, rows(events.batch(i), 0, Events.BATCH_ROWS), 2);
        }
    }

    @Override
    public void smallAppends(Path table, Events events, int count) {
        Events.Batch batch = events.batch(0);
        for (int i = 0; i < count; i++) {
            append(table, rows(batch, i * 10, 10), 1);
        }
    }

    private void append(Path table, List<Row> rows, int partitions) {
        spark.createDataFrame(rows, SCHEMA)
                .coalesce(partitions)
                .write()
                .format("delta")
                .mode("append")
                .save(table.toString());
    }

    private static List<Row> rows(Events.Batch batch, int from, int count) {
        List<Row> rows = new ArrayList<>(count);
        for (int i = from; i < from + count; i++) {
            long micros = batch.eventTime[i];
            int start = batch.urlOffsets[i];
            rows.add(RowFactory.create(
                    batch.eventId[i],
                    Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000),
                    batch.userId[i],
                    new String(Events.EVENT_TYPES[batch.eventType[i]], StandardCharsets.US_ASCII),
                    new String(Events.DEVICES[batch.device[i]], StandardCharsets.US_ASCII),
                    new String(batch.urls, start, batch.urlOffsets[i + 1] - start, StandardCharsets.US_ASCII),
                    batch.amount[i],
                    LocalDate.ofEpochDay(batch.date[i])));
        }
        return rows;
    }

    @Override
    public void delete(Path table) {
        spark.sql("DELETE FROM delta.`" + table + "` WHERE event_id % 1000 = 7");
    }

    @Override
    public void merge(Path table, Path source) {
        spark.sql("MERGE INTO delta.`" + table + "` t USING delta.`" + source
                + "` s ON t.event_id = s.event_id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *");
    }

    @Override
    public void optimize(Path table) {
        spark.conf().set("spark.databricks.delta.optimize.maxFileSize", 128L << 20);
        spark.sql("OPTIMIZE delta.`" + table + "`");
    }

    @Override
    public void zOrder(Path table, int files) {
        long bytes = spark.sql("DESCRIBE DETAIL delta.`" + table + "`").first().getAs("sizeInBytes");
        spark.conf().set("spark.databricks.delta.optimize.maxFileSize", bytes / files);
        spark.sql("OPTIMIZE delta.`" + table + "` ZORDER BY (user_id, event_time)");
    }

    @Override
    public void streamCopy(Path from, Path to) throws Exception {
        spark.readStream()
                .format("delta")
                .load(from.toString())
                .writeStream()
                .format("delta")
                .option("checkpointLocation", to.resolveSibling("checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .start(to.toString())
                .awaitTermination();
    }

    /**
     * Writes rows at a rate into a table by one query as fast as it can, reads it by another, and tells how long each row took from its making to that. One process: a second
     * session on the same cores would only make it slower.
     */
    static long[] freshness(Path table, long rowsPerSecond, Duration warmUp, Duration measured) throws Exception {
        SparkSession spark = new DeltaSpark().spark;
        List<Long> micros = Collections.synchronizedList(new ArrayList<>());
        long begin = System.nanoTime() + warmUp.toNanos();
        StreamingQuery writer = spark.readStream()
                .format("rate")
                .option("rowsPerSecond", rowsPerSecond)
                .option("numPartitions", 1)
                .load()
                .writeStream()
                .format("delta")
                .option("checkpointLocation", table.resolveSibling("written").toString())
                .start(table.toString());
        while (!Files.exists(table.resolve("_delta_log/00000000000000000000.json"))) {
            Thread.sleep(100);
        }
        StreamingQuery reader = spark.readStream()
                .format("delta")
                .load(table.toString())
                .writeStream()
                .option("checkpointLocation", table.resolveSibling("read").toString())
                .foreachBatch((VoidFunction2<Dataset<Row>, Long>) (rows, batch) -> {
                    List<Row> times = rows.select(col("timestamp")).collectAsList();
                    long now = System.currentTimeMillis() * 1000;
                    if (System.nanoTime() >= begin) {
                        for (Row row : times) {
                            Instant time = row.getInstant(0);
                            micros.add(now - (time.getEpochSecond() * 1_000_000 + time.getNano() / 1000));
                        }
                    }
                })
                .start();
        Thread.sleep(warmUp.plus(measured).toMillis());
        reader.stop();
        writer.stop();
        return micros.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public Checksum fullScan(Path table) {
        return total(read(table));
    }

    @Override
    public Checksum projectedScan(Path table) {
        return checksum(read(table), col("user_id").plus(cents()));
    }

    @Override
    public Checksum oneUser(Path table, long userId) {
        return total(read(table).where(col("user_id").equalTo(userId)));
    }

    @Override
    public Checksum timeRange(Path table, long fromMicros, long toMicros) {
        return total(read(table)
                .where("event_time >= timestamp_micros(" + fromMicros + ") AND event_time < timestamp_micros("
                        + toMicros + ")"));
    }

    private Dataset<Row> read(Path table) {
        return spark.read().format("delta").load(table.toString());
    }

    private static Column cents() {
        return round(col("amount").multiply(100)).cast("bigint");
    }

    private static Checksum total(Dataset<Row> rows) {
        return checksum(
                rows,
                col("event_id")
                        .plus(org.apache.spark.sql.functions.unix_micros(col("event_time")))
                        .plus(col("user_id"))
                        .plus(org.apache.spark.sql.functions.unix_date(col("date")))
                        .plus(cents())
                        .plus(length(col("event_type")))
                        .plus(length(col("device")))
                        .plus(length(col("url"))));
    }

    private static Checksum checksum(Dataset<Row> rows, Column value) {
        // Long sums of ten million times of about 2^50 overflow in ANSI mode; summing the halves does not.
        Row row = rows.agg(
                        count(lit(1)),
                        sum(org.apache.spark.sql.functions.shiftright(value, 24)),
                        sum(value.bitwiseAND(lit((1L << 24) - 1))))
                .first();
        return row.isNullAt(1)
                ? new Checksum(0, 0)
                : new Checksum(row.getLong(0), (row.getLong(1) << 24) + row.getLong(2));
    }

    @Override
    public Checksum listFiles(Path table) {
        return files(read(table));
    }

    @Override
    public Checksum plan(Path table, long fromId, long toId) {
        return files(read(table)
                .where(col("event_id").geq(fromId).and(col("event_id").lt(toId))));
    }

    private Checksum files(Dataset<Row> rows) {
        long count = 0;
        long bytes = 0;
        var plan = rows.queryExecution().optimizedPlan();
        var leaves = plan.collectLeaves();
        for (int i = 0; i < leaves.size(); i++) {
            var relation = (org.apache.spark.sql.execution.datasources.LogicalRelation) leaves.apply(i);
            var fs = (org.apache.spark.sql.execution.datasources.HadoopFsRelation) relation.relation();
            bytes += fs.location().sizeInBytes();
            count += fs.location().inputFiles().length;
        }
        return new Checksum(count, bytes);
    }
}
