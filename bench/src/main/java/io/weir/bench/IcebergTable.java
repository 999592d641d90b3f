package io.weir.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/** Iceberg without an engine: generic records, a Hadoop table; two files a commit, written by two threads. */
final class IcebergTable extends WritesOnly {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.optional(1, "event_id", Types.LongType.get()),
            Types.NestedField.optional(2, "event_time", Types.TimestampType.withZone()),
            Types.NestedField.optional(3, "user_id", Types.LongType.get()),
            Types.NestedField.optional(4, "event_type", Types.StringType.get()),
            Types.NestedField.optional(5, "device", Types.StringType.get()),
            Types.NestedField.optional(6, "url", Types.StringType.get()),
            Types.NestedField.optional(7, "amount", Types.DoubleType.get()),
            Types.NestedField.optional(8, "date", Types.DateType.get()));

    private final HadoopTables tables = new HadoopTables(new Configuration());

    @Override
    public void ingest(Path path, Events events, int commits) throws Exception {
        Table table = create(path);
        for (int i = 0; i < commits; i++) {
            Events.Batch batch = events.batch(i);
            List<Callable<DataFile>> halves = List.of(
                    () -> write(table, batch, 0, Events.BATCH_ROWS / 2),
                    () -> write(table, batch, Events.BATCH_ROWS / 2, Events.BATCH_ROWS));
            AppendFiles append = table.newAppend();
            ParquetJava.onTwoThreads(halves).forEach(append::appendFile);
            append.commit();
        }
    }

    @Override
    public void smallAppends(Path path, Events events, int count) throws Exception {
        Table table = create(path);
        Events.Batch batch = events.batch(0);
        for (int i = 0; i < count; i++) {
            table.newAppend()
                    .appendFile(write(table, batch, i * 10, i * 10 + 10))
                    .commit();
        }
    }

    private Table create(Path path) {
        return tables.create(
                SCHEMA,
                PartitionSpec.unpartitioned(),
                SortOrder.unsorted(),
                Map.of(
                        "write.parquet.compression-codec", "zstd",
                        "write.parquet.compression-level", "1"),
                path.toString());
    }

    private static DataFile write(Table table, Events.Batch batch, int from, int to) throws Exception {
        DataWriter<Record> writer = Parquet.writeData(
                        table.io().newOutputFile(table.location() + "/data/" + UUID.randomUUID() + ".parquet"))
                .forTable(table)
                .createWriterFunc(GenericParquetWriter::create)
                .withSpec(PartitionSpec.unpartitioned())
                .build();
        try (writer) {
            for (int i = from; i < to; i++) {
                GenericRecord record = GenericRecord.create(SCHEMA);
                record.set(0, batch.eventId[i]);
                record.set(1, OffsetDateTime.ofInstant(instant(batch.eventTime[i]), ZoneOffset.UTC));
                record.set(2, batch.userId[i]);
                record.set(3, new String(Events.EVENT_TYPES[batch.eventType[i]], StandardCharsets.US_ASCII));
                record.set(4, new String(Events.DEVICES[batch.device[i]], StandardCharsets.US_ASCII));
                int start = batch.urlOffsets[i];
                record.set(
                        5, new String(batch.urls, start, batch.urlOffsets[i + 1] - start, StandardCharsets.US_ASCII));
                record.set(6, batch.amount[i]);
                record.set(7, LocalDate.ofEpochDay(batch.date[i]));
                writer.write(record);
            }
        }
        return writer.toDataFile();
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    @Override
    public Checksum fullScan(Path path) throws Exception {
        long rows = 0;
        long sum = 0;
        try (CloseableIterable<Record> records =
                IcebergGenerics.read(tables.load(path.toString())).build()) {
            for (Record record : records) {
                rows++;
                sum += (long) record.get(0)
                        + ChronoUnit.MICROS.between(Instant.EPOCH, ((OffsetDateTime) record.get(1)).toInstant())
                        + (long) record.get(2)
                        + ((CharSequence) record.get(3)).length()
                        + ((CharSequence) record.get(4)).length()
                        + ((CharSequence) record.get(5)).length()
                        + Checksum.cents((double) record.get(6))
                        + ((LocalDate) record.get(7)).toEpochDay();
            }
        }
        return new Checksum(rows, sum);
    }
}
