package io.weir.bench;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionBuilder;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.internal.data.DefaultColumnarBatch;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;

/** Delta Kernel with its default engine. Files of a scan are read by two threads; writing is one thread, as its engine is. */
final class DeltaKernel implements Contender {
    private static final StructType SCHEMA = new StructType()
            .add("event_id", LongType.LONG)
            .add("event_time", TimestampType.TIMESTAMP)
            .add("user_id", LongType.LONG)
            .add("event_type", StringType.STRING)
            .add("device", StringType.STRING)
            .add("url", StringType.STRING)
            .add("amount", DoubleType.DOUBLE)
            .add("date", DateType.DATE);

    private final Engine engine = DefaultEngine.create(configuration());

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set("parquet.compression", "ZSTD");
        configuration.set("parquet.compression.codec.zstd.level", "1");
        return configuration;
    }

    @Override
    public void ingest(Path table, Events events, int commits) throws Exception {
        Files.createDirectories(table);
        for (int i = 0; i < commits; i++) {
            append(table, i == 0, new EventColumns(events.batch(i), 0, Events.BATCH_ROWS).batch());
        }
    }

    @Override
    public void smallAppends(Path table, Events events, int count) throws Exception {
        Files.createDirectories(table);
        Events.Batch batch = events.batch(0);
        for (int i = 0; i < count; i++) {
            append(table, i == 0, new EventColumns(batch, i * 10, 10).batch());
            if (i > 0 && i % 10 == 0) {
                Table.forPath(engine, table.toString()).checkpoint(engine, i);
            }
        }
    }

    private void append(Path path, boolean create, ColumnarBatch batch) throws Exception {
        Table table = Table.forPath(engine, path.toString());
        TransactionBuilder builder =
                table.createTransactionBuilder(engine, "bench", create ? Operation.CREATE_TABLE : Operation.WRITE);
        if (create) {
            builder = builder.withSchema(engine, SCHEMA);
        }
        Transaction transaction = builder.build(engine);
        Row state = transaction.getTransactionState(engine);
        Map<String, Literal> partition = Map.of();
        CloseableIterator<FilteredColumnarBatch> data =
                iterator(List.of(new FilteredColumnarBatch(batch, Optional.empty())));
        CloseableIterator<FilteredColumnarBatch> physical =
                Transaction.transformLogicalData(engine, state, data, partition);
        DataWriteContext context = Transaction.getWriteContext(engine, state, partition);
        var files = engine.getParquetHandler()
                .writeParquetFiles(context.getTargetDirectory(), physical, context.getStatisticsColumns());
        CloseableIterator<Row> actions = Transaction.generateAppendActions(engine, state, files, context);
        transaction.commit(engine, CloseableIterable.inMemoryIterable(actions));
    }

    @Override
    public Checksum fullScan(Path table) throws Exception {
        return scan(table, SCHEMA, Optional.empty(), (columns, row) -> true);
    }

    @Override
    public Checksum projectedScan(Path table) throws Exception {
        StructType two = new StructType().add("user_id", LongType.LONG).add("amount", DoubleType.DOUBLE);
        return scan(table, two, Optional.empty(), (columns, row) -> true);
    }

    @Override
    public Checksum oneUser(Path table, long userId) throws Exception {
        Predicate predicate = new Predicate("=", new Column("user_id"), Literal.ofLong(userId));
        return scan(table, SCHEMA, Optional.of(predicate), (columns, row) -> columns[2].getLong(row) == userId);
    }

    @Override
    public Checksum timeRange(Path table, long fromMicros, long toMicros) throws Exception {
        Predicate predicate = new io.delta.kernel.expressions.And(
                new Predicate(">=", new Column("event_time"), Literal.ofTimestamp(fromMicros)),
                new Predicate("<", new Column("event_time"), Literal.ofTimestamp(toMicros)));
        return scan(table, SCHEMA, Optional.of(predicate), (columns, row) -> {
            long time = columns[1].getLong(row);
            return time >= fromMicros && time < toMicros;
        });
    }

    private interface RowTest {
        boolean test(ColumnVector[] columns, int row);
    }

    private Checksum scan(Path path, StructType schema, Optional<Predicate> filter, RowTest test) throws Exception {
        Snapshot snapshot = Table.forPath(engine, path.toString()).getLatestSnapshot(engine);
        var builder = snapshot.getScanBuilder().withReadSchema(schema);
        Scan scan = (filter.isPresent() ? builder.withFilter(filter.get()) : builder).build();
        Row state = scan.getScanState(engine);
        StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
        List<Callable<Checksum>> tasks = new ArrayList<>();
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        Row file = rows.next();
                        tasks.add(() -> read(state, file, physical, filter, test));
                    }
                }
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Checksum sum = new Checksum(0, 0);
            for (Future<Checksum> part : threads.invokeAll(tasks)) {
                sum = sum.plus(part.get());
            }
            return sum;
        } finally {
            threads.shutdown();
        }
    }

    private Checksum read(Row state, Row file, StructType physical, Optional<Predicate> filter, RowTest test)
            throws Exception {
        FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
        long rows = 0;
        long sum = 0;
        try (var data = engine.getParquetHandler().readParquetFiles(iterator(List.of(status)), physical, filter);
                var batches = Scan.transformPhysicalData(engine, state, file, data.map(result -> result.getData()))) {
            while (batches.hasNext()) {
                ColumnarBatch batch = batches.next().getData();
                ColumnVector[] columns = new ColumnVector[batch.getSchema().length()];
                for (int c = 0; c < columns.length; c++) {
                    columns[c] = batch.getColumnVector(c);
                }
                for (int row = 0; row < batch.getSize(); row++) {
                    if (test.test(columns, row)) {
                        rows++;
                        sum += sum(columns, row);
                    }
                }
            }
        }
        return new Checksum(rows, sum);
    }

    private static long sum(ColumnVector[] c, int row) {
        if (c.length == 2) {
            return c[0].getLong(row) + Checksum.cents(c[1].getDouble(row));
        }
        return c[0].getLong(row)
                + c[1].getLong(row)
                + c[2].getLong(row)
                + c[3].getString(row).length()
                + c[4].getString(row).length()
                + c[5].getString(row).length()
                + Checksum.cents(c[6].getDouble(row))
                + c[7].getInt(row);
    }

    @Override
    public Checksum listFiles(Path table) throws Exception {
        return files(Table.forPath(engine, table.toString())
                .getLatestSnapshot(engine)
                .getScanBuilder()
                .build());
    }

    @Override
    public Checksum plan(Path table, long fromId, long toId) throws Exception {
        Predicate predicate = new io.delta.kernel.expressions.And(
                new Predicate(">=", new Column("event_id"), Literal.ofLong(fromId)),
                new Predicate("<", new Column("event_id"), Literal.ofLong(toId)));
        return files(Table.forPath(engine, table.toString())
                .getLatestSnapshot(engine)
                .getScanBuilder()
                .withFilter(predicate)
                .build());
    }

    private Checksum files(Scan scan) throws Exception {
        long files = 0;
        long bytes = 0;
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        files++;
                        bytes += InternalScanFileUtils.getAddFileStatus(rows.next())
                                .getSize();
                    }
                }
            }
        }
        return new Checksum(files, bytes);
    }

    /** A batch of events as Kernel's vectors over the same arrays. */
    private record EventColumns(Events.Batch events, int from, int count) {
        ColumnarBatch batch() {
            ColumnVector[] vectors = new ColumnVector[SCHEMA.length()];
            for (int c = 0; c < vectors.length; c++) {
                vectors[c] = new EventColumn(events, from, count, c);
            }
            return new DefaultColumnarBatch(count, SCHEMA, vectors);
        }
    }

    private record EventColumn(Events.Batch events, int from, int count, int column) implements ColumnVector {
        @Override
        public io.delta.kernel.types.DataType getDataType() {
            return SCHEMA.at(column).getDataType();
        }

        @Override
        public int getSize() {
            return count;
        }

        @Override
        public void close() {}

        @Override
        public boolean isNullAt(int row) {
            return false;
        }

        @Override
        public int getInt(int row) {
            return events.date[from + row];
        }

        @Override
        public long getLong(int row) {
            return (column == 0 ? events.eventId : column == 1 ? events.eventTime : events.userId)[from + row];
        }

        @Override
        public double getDouble(int row) {
            return events.amount[from + row];
        }

        @Override
        public String getString(int row) {
            return new String(getBinary(row), java.nio.charset.StandardCharsets.US_ASCII);
        }

        @Override
        public byte[] getBinary(int row) {
            return switch (column) {
                case 3 -> Events.EVENT_TYPES[events.eventType[from + row]];
                case 4 -> Events.DEVICES[events.device[from + row]];
                default ->
                    java.util.Arrays.copyOfRange(
                            events.urls, events.urlOffsets[from + row], events.urlOffsets[from + row + 1]);
            };
        }
    }

    private static <T> CloseableIterator<T> iterator(List<T> items) {
        var items2 = items.iterator();
        return new CloseableIterator<>() {
            @Override
            public boolean hasNext() {
                return items2.hasNext();
            }

            @Override
            public T next() {
                return items2.next();
            }

            @Override
            public void close() {}
        };
    }
}
