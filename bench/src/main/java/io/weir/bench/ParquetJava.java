package io.weir.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** parquet-java on the bare files, by its column readers: what its users get at best, without a table. */
final class ParquetJava implements Contender {
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("message events {"
            + " optional int64 event_id; optional int64 event_time (TIMESTAMP(MICROS,true)); optional int64 user_id;"
            + " optional binary event_type (STRING); optional binary device (STRING); optional binary url (STRING);"
            + " optional double amount; optional int32 date (DATE); }");

    @Override
    public void ingest(Path table, Events events, int commits) throws Exception {
        Files.createDirectories(table);
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < commits; i++) {
            int index = i;
            tasks.add(() -> {
                write(table.resolve("part-" + index + ".parquet"), events.batch(index));
                return null;
            });
        }
        onTwoThreads(tasks);
    }

    private static void write(Path file, Events.Batch batch) throws Exception {
        try (ParquetWriter<Integer> writer = new Builder(new LocalOutputFile(file), batch)
                .withConf(new PlainParquetConfiguration(Map.of("parquet.compression.codec.zstd.level", "1")))
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .build()) {
            for (int i = 0; i < Events.BATCH_ROWS; i++) {
                writer.write(i);
            }
        }
    }

    private static final class Builder extends ParquetWriter.Builder<Integer, Builder> {
        private final Events.Batch batch;

        Builder(LocalOutputFile file, Events.Batch batch) {
            super(file);
            this.batch = batch;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<Integer> getWriteSupport(Configuration configuration) {
            return new EventSupport(batch);
        }

        @Override
        protected WriteSupport<Integer> getWriteSupport(org.apache.parquet.conf.ParquetConfiguration configuration) {
            return new EventSupport(batch);
        }
    }

    private static final class EventSupport extends WriteSupport<Integer> {
        private final Events.Batch batch;
        private RecordConsumer consumer;

        @SuppressWarnings("NullAway.Init") // set by prepareForWrite
        EventSupport(Events.Batch batch) {
            this.batch = batch;
        }

        @Override
        public WriteContext init(Configuration configuration) {
            return new WriteContext(SCHEMA, Map.of());
        }

        @Override
        public WriteContext init(org.apache.parquet.conf.ParquetConfiguration configuration) {
            return new WriteContext(SCHEMA, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            consumer = recordConsumer;
        }

        @Override
        public void write(Integer row) {
            int i = row;
            consumer.startMessage();
            longField("event_id", 0, batch.eventId[i]);
            longField("event_time", 1, batch.eventTime[i]);
            longField("user_id", 2, batch.userId[i]);
            binaryField("event_type", 3, Binary.fromConstantByteArray(Events.EVENT_TYPES[batch.eventType[i]]));
            binaryField("device", 4, Binary.fromConstantByteArray(Events.DEVICES[batch.device[i]]));
            int start = batch.urlOffsets[i];
            binaryField("url", 5, Binary.fromConstantByteArray(batch.urls, start, batch.urlOffsets[i + 1] - start));
            consumer.startField("amount", 6);
            consumer.addDouble(batch.amount[i]);
            consumer.endField("amount", 6);
            consumer.startField("date", 7);
            consumer.addInteger(batch.date[i]);
            consumer.endField("date", 7);
            consumer.endMessage();
        }

        private void longField(String name, int index, long value) {
            consumer.startField(name, index);
            consumer.addLong(value);
            consumer.endField(name, index);
        }

        private void binaryField(String name, int index, Binary value) {
            consumer.startField(name, index);
            consumer.addBinary(value);
            consumer.endField(name, index);
        }
    }

    @Override
    public Checksum fullScan(Path table) throws Exception {
        return scan(table, null);
    }

    @Override
    public Checksum oneUser(Path table, long userId) throws Exception {
        return filtered(table, FilterApi.eq(FilterApi.longColumn("user_id"), userId), 2, userId, userId + 1);
    }

    @Override
    public Checksum timeRange(Path table, long fromMicros, long toMicros) throws Exception {
        FilterPredicate predicate = FilterApi.and(
                FilterApi.gtEq(FilterApi.longColumn("event_time"), fromMicros),
                FilterApi.lt(FilterApi.longColumn("event_time"), toMicros));
        return filtered(table, predicate, 1, fromMicros, toMicros);
    }

    @Override
    public Checksum projectedScan(Path table) throws Exception {
        return scan(table, List.of("user_id", "amount"));
    }

    private static Checksum scan(Path table, @org.jspecify.annotations.Nullable List<String> names) throws Exception {
        List<Callable<Checksum>> tasks = new ArrayList<>();
        for (Path file : files(table)) {
            tasks.add(() -> {
                long rows = 0;
                long sum = 0;
                try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
                    MessageType schema = projection(reader.getFileMetaData().getSchema(), names);
                    reader.setRequestedSchema(schema);
                    PageReadStore group;
                    while ((group = reader.readNextRowGroup()) != null) {
                        rows += group.getRowCount();
                        ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                                group, new DummyRecordConverter(schema).getRootConverter(), schema, null);
                        for (ColumnDescriptor column : schema.getColumns()) {
                            sum += sum(store.getColumnReader(column), column.getPath()[0], group.getRowCount());
                        }
                    }
                }
                return new Checksum(rows, sum);
            });
        }
        return total(onTwoThreads(tasks));
    }

    private static MessageType projection(MessageType file, @org.jspecify.annotations.Nullable List<String> names) {
        return names == null
                ? file
                : new MessageType(
                        file.getName(), names.stream().map(file::getType).toList());
    }

    private static long sum(ColumnReader reader, String name, long rows) {
        long sum = 0;
        for (long i = 0; i < rows; i++) {
            sum += value(reader, name);
            reader.consume();
        }
        return sum;
    }

    private static long value(ColumnReader reader, String name) {
        return switch (name) {
            case "event_id", "event_time", "user_id" -> reader.getLong();
            case "amount" -> Checksum.cents(reader.getDouble());
            case "date" -> reader.getInteger();
            default -> reader.getBinary().length();
        };
    }

    /** Reads what the column index leaves and tests every row; rows are read across all columns in step. */
    private static Checksum filtered(Path table, FilterPredicate predicate, int testColumn, long from, long to)
            throws Exception {
        List<Callable<Checksum>> tasks = new ArrayList<>();
        for (Path file : files(table)) {
            tasks.add(() -> {
                long rows = 0;
                long sum = 0;
                ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withRecordFilter(FilterCompat.get(predicate))
                        .useColumnIndexFilter(true)
                        .useStatsFilter(true)
                        .useDictionaryFilter(true)
                        .build();
                try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
                    MessageType schema = reader.getFileMetaData().getSchema();
                    PageReadStore group;
                    while ((group = reader.readNextFilteredRowGroup()) != null) {
                        ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                                group, new DummyRecordConverter(schema).getRootConverter(), schema, null);
                        List<ColumnDescriptor> columns = schema.getColumns();
                        boolean[] keep = new boolean[(int) group.getRowCount()];
                        ColumnReader test = store.getColumnReader(columns.get(testColumn));
                        for (int i = 0; i < keep.length; i++) {
                            long value = test.getLong();
                            keep[i] = value >= from && value < to;
                            rows += keep[i] ? 1 : 0;
                            sum += keep[i] ? value : 0;
                            test.consume();
                        }
                        for (int c = 0; c < columns.size(); c++) {
                            if (c != testColumn) {
                                sum += kept(
                                        store.getColumnReader(columns.get(c)),
                                        columns.get(c).getPath()[0],
                                        keep);
                            }
                        }
                    }
                }
                return new Checksum(rows, sum);
            });
        }
        return total(onTwoThreads(tasks));
    }

    private static long kept(ColumnReader reader, String name, boolean[] keep) {
        long sum = 0;
        for (boolean wanted : keep) {
            if (wanted) {
                sum += value(reader, name);
            } else {
                reader.skip();
            }
            reader.consume();
        }
        return sum;
    }

    @Override
    public void smallAppends(Path table, Events events, int count) {
        throw new UnsupportedOperationException("no table");
    }

    @Override
    public Checksum listFiles(Path table) {
        throw new UnsupportedOperationException("no table");
    }

    @Override
    public Checksum plan(Path table, long fromId, long toId) {
        throw new UnsupportedOperationException("no table");
    }

    static List<Path> files(Path table) throws Exception {
        try (Stream<Path> files = Files.list(table)) {
            return files.filter(f -> f.toString().endsWith(".parquet")).sorted().toList();
        }
    }

    private static Checksum total(List<Checksum> parts) {
        return parts.stream().reduce(new Checksum(0, 0), Checksum::plus);
    }

    static <T> List<T> onTwoThreads(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }
}
