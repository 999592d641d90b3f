package io.weir.bench;

import static io.weir.format.expression.Expressions.col;

import io.weir.compaction.Optimize;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.expression.Expression;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.pipeline.Query;
import io.weir.pipeline.Sources;
import io.weir.source.Source;
import io.weir.table.Scan;
import io.weir.table.Table;
import io.weir.table.TableVersion;
import io.weir.table.data.WriteOptions;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.ScanTask;
import io.weir.table.sql.SqlExpressions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Weir by its public API. */
final class WeirTable implements Contender {
    static final StructType SCHEMA = StructType.EMPTY
            .add("event_id", PrimitiveType.LONG)
            .add("event_time", PrimitiveType.TIMESTAMP)
            .add("user_id", PrimitiveType.LONG)
            .add("event_type", PrimitiveType.STRING)
            .add("device", PrimitiveType.STRING)
            .add("url", PrimitiveType.STRING)
            .add("amount", PrimitiveType.DOUBLE)
            .add("date", PrimitiveType.DATE);
    private static final WriteOptions ZSTD = WriteOptions.DEFAULT.withCompression("zstd");

    @Override
    public void ingest(Path path, Events events, int commits) throws Exception {
        try (Table table = Table.create(path).schema(SCHEMA).commit()) {
            List<Callable<Void>> appends = new ArrayList<>();
            for (int i = 0; i < commits; i++) {
                int index = i;
                appends.add(() -> {
                    ColumnBatch batch = batch(events.batch(index), 0, Events.BATCH_ROWS);
                    table.append().options(ZSTD).batches(List.of(batch));
                    return null;
                });
            }
            ParquetJava.onTwoThreads(appends);
        }
    }

    @Override
    public void smallAppends(Path path, Events events, int count) {
        Events.Batch batch = events.batch(0);
        try (Table table = Table.create(path).schema(SCHEMA).commit()) {
            for (int i = 0; i < count; i++) {
                table.append(batch(batch, i * 10, i * 10 + 10));
            }
        }
    }

    /** The same arrays as vectors; the columns of few values as the plain strings that the other contenders get. */
    static ColumnBatch batch(Events.Batch events, int from, int to) {
        int rows = Events.BATCH_ROWS;
        ColumnBatch all = new ColumnBatch(
                SCHEMA,
                rows,
                List.of(
                        new LongVector(PrimitiveType.LONG, rows, events.eventId, null),
                        new LongVector(PrimitiveType.TIMESTAMP, rows, events.eventTime, null),
                        new LongVector(PrimitiveType.LONG, rows, events.userId, null),
                        strings(Events.EVENT_TYPES, events.eventType),
                        strings(Events.DEVICES, events.device),
                        new BytesVector(PrimitiveType.STRING, rows, events.urls, events.urlOffsets, null),
                        new DoubleVector(PrimitiveType.DOUBLE, rows, events.amount, null),
                        new IntVector(PrimitiveType.DATE, rows, events.date, null)));
        return all.slice(from, to);
    }

    private static BytesVector strings(byte[][] values, int[] indexes) {
        int[] offsets = new int[indexes.length + 1];
        for (int i = 0; i < indexes.length; i++) {
            offsets[i + 1] = offsets[i] + values[indexes[i]].length;
        }
        byte[] data = new byte[offsets[indexes.length]];
        for (int i = 0; i < indexes.length; i++) {
            System.arraycopy(values[indexes[i]], 0, data, offsets[i], values[indexes[i]].length);
        }
        return new BytesVector(PrimitiveType.STRING, indexes.length, data, offsets, null);
    }

    @Override
    public void delete(Path path) {
        try (Table table = Table.open(path)) {
            table.delete("event_id % 1000 = 7");
        }
    }

    @Override
    public void merge(Path path, Path source) {
        try (Table table = Table.open(path);
                Table changes = Table.open(source)) {
            table.merge(changes)
                    .on("t.event_id = s.event_id")
                    .whenMatched()
                    .updateAll()
                    .whenNotMatched()
                    .insertAll()
                    .commit();
        }
    }

    @Override
    public void optimize(Path path) {
        try (Table table = Table.open(path)) {
            Optimize.of(table).targetBytes(128L << 20).run();
        }
    }

    @Override
    public void zOrder(Path path, int files) {
        try (Table table = Table.open(path)) {
            Optimize.of(table)
                    .targetBytes(table.detail().sizeInBytes() / files)
                    .memory(Runtime.getRuntime().maxMemory() / 5 * 2)
                    .zOrderBy("user_id", "event_time")
                    .run();
        }
    }

    /** The events as many small files, by the codec that both engines write. */
    static void makeFragments(Path path, Events events, int files, int rows) {
        try (Table table = Table.create(path)
                .schema(SCHEMA)
                .property("delta.parquet.compression.codec", "zstd")
                .commit()) {
            int inBatch = Events.BATCH_ROWS / rows;
            for (int file = 0; file < files; file++) {
                int from = file % inBatch * rows;
                table.append(batch(events.batch(file / inBatch), from, from + rows));
            }
        }
    }

    /** How large the table was before it was optimized, and how many files a few queries need before and after. */
    static String filesScanned(Path path, long versionBefore) {
        try (Table table = Table.open(path)) {
            StringBuilder text = new StringBuilder();
            TableVersion before = table.at(versionBefore);
            TableVersion after = table.latest();
            text.append(before.fileCount()).append(" files of ");
            text.append(before.detail().sizeInBytes() >> 20)
                    .append(" MB became ")
                    .append(after.fileCount());
            Instant noon = instant(Events.FIRST_MICROS + 43_200_000_000L);
            for (Expression where : List.of(
                    col("user_id").eq(4711L),
                    col("event_time").ge(noon).and(col("event_time").lt(noon.plusSeconds(3600))),
                    col("user_id").eq(4711L).and(col("event_time").lt(noon)))) {
                text.append("; ").append(where).append(": ");
                text.append(before.scan().where(where).plan().tasks().size()).append(" -> ");
                text.append(after.scan().where(where).plan().tasks().size());
            }
            return text.toString();
        }
    }

    @Override
    public void streamCopy(Path from, Path to) {
        try (Table table = Table.open(from)) {
            Query.from(Sources.table(Source.of(table)))
                    .to(to)
                    .create()
                    .options(ZSTD)
                    .start()
                    .await();
        }
    }

    /** The events as a table, and a hundredth of them changed, every tenth of which has an id that is new. */
    static void makeChangeable(Path path, Path source, Events events, int commits, boolean vectors) throws Exception {
        try (Table table = Table.create(path)
                        .schema(SCHEMA)
                        .property("delta.enableDeletionVectors", Boolean.toString(vectors))
                        .commit();
                Table changes = Table.create(source).schema(SCHEMA).commit()) {
            for (int i = 0; i < commits; i++) {
                table.append().options(ZSTD).batches(List.of(batch(events.batch(i), 0, Events.BATCH_ROWS)));
            }
            List<ColumnBatch> rows = new ArrayList<>();
            try (CloseableIterator<ColumnBatch> batches = table.scan()
                    .where("event_id % 100 = 7")
                    .select(
                            SqlExpressions.parse(
                                    "CASE WHEN event_id % 1000 = 7 THEN -event_id ELSE event_id END AS event_id"),
                            col("event_time"),
                            col("user_id"),
                            col("event_type"),
                            col("device"),
                            col("url"),
                            col("amount").plus(1.0).as("amount"),
                            col("date"))
                    .batches()) {
                batches.forEachRemaining(rows::add);
            }
            changes.append().batches(rows);
        }
    }

    @Override
    public Checksum fullScan(Path path) {
        try (Table table = Table.open(path)) {
            return total(table.scan());
        }
    }

    @Override
    public Checksum projectedScan(Path path) {
        try (Table table = Table.open(path);
                CloseableIterator<ColumnBatch> batches =
                        table.scan().select("user_id", "amount").batches()) {
            long rows = 0;
            long sum = 0;
            while (batches.hasNext()) {
                ColumnBatch batch = batches.next();
                rows += batch.rowCount();
                sum += longs(batch, 0) + cents(batch, 1);
            }
            return new Checksum(rows, sum);
        }
    }

    @Override
    public Checksum oneUser(Path path, long userId) {
        try (Table table = Table.open(path)) {
            return total(table.scan().where(col("user_id").eq(userId)));
        }
    }

    @Override
    public Checksum timeRange(Path path, long fromMicros, long toMicros) {
        try (Table table = Table.open(path)) {
            return total(table.scan()
                    .where(col("event_time")
                            .ge(instant(fromMicros))
                            .and(col("event_time").lt(instant(toMicros)))));
        }
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    private static Checksum total(Scan scan) {
        long rows = 0;
        long sum = 0;
        try (CloseableIterator<ColumnBatch> batches = scan.batches()) {
            while (batches.hasNext()) {
                ColumnBatch batch = batches.next();
                rows += batch.rowCount();
                sum += longs(batch, 0)
                        + longs(batch, 1)
                        + longs(batch, 2)
                        + lengths(batch, 3)
                        + lengths(batch, 4)
                        + lengths(batch, 5)
                        + cents(batch, 6);
                int[] dates = ((IntVector) batch.column(7)).values();
                for (int i = 0; i < batch.rowCount(); i++) {
                    sum += dates[i];
                }
            }
        }
        return new Checksum(rows, sum);
    }

    private static long longs(ColumnBatch batch, int column) {
        long[] values = ((LongVector) batch.column(column)).values();
        long sum = 0;
        for (int i = 0; i < batch.rowCount(); i++) {
            sum += values[i];
        }
        return sum;
    }

    private static long cents(ColumnBatch batch, int column) {
        double[] values = ((DoubleVector) batch.column(column)).values();
        long sum = 0;
        for (int i = 0; i < batch.rowCount(); i++) {
            sum += Checksum.cents(values[i]);
        }
        return sum;
    }

    private static long lengths(ColumnBatch batch, int column) {
        BytesVector values = (BytesVector) batch.column(column);
        long sum = 0;
        for (int i = 0; i < batch.rowCount(); i++) {
            sum += values.end(i) - values.start(i);
        }
        return sum;
    }

    @Override
    public Checksum listFiles(Path path) {
        try (Table table = Table.open(path)) {
            return files(table.scan());
        }
    }

    @Override
    public Checksum plan(Path path, long fromId, long toId) {
        try (Table table = Table.open(path)) {
            return files(table.scan()
                    .where(col("event_id").ge(fromId).and(col("event_id").lt(toId))));
        }
    }

    /** Every file as a task with its path, as a reader would get it. */
    private static Checksum files(Scan scan) {
        long files = 0;
        long bytes = 0;
        for (ScanTask task : scan.plan().tasks()) {
            files++;
            bytes += task.path().isEmpty() ? 0 : task.sizeBytes();
        }
        return new Checksum(files, bytes);
    }
}
