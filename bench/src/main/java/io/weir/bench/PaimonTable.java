package io.weir.bench;

import java.nio.file.Path;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.reader.RecordReaderIterator;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.types.DataTypes;

/** Paimon without an engine: an append-only table in a file system catalog, one thread. */
final class PaimonTable extends WritesOnly {
    @Override
    public void ingest(Path path, Events events, int commits) throws Exception {
        Table table = create(path);
        for (int i = 0; i < commits; i++) {
            append(table, events.batch(i), 0, Events.BATCH_ROWS);
        }
    }

    @Override
    public void smallAppends(Path path, Events events, int count) throws Exception {
        Table table = create(path);
        Events.Batch batch = events.batch(0);
        for (int i = 0; i < count; i++) {
            append(table, batch, i * 10, i * 10 + 10);
        }
    }

    private static Catalog catalog(Path path) {
        return CatalogFactory.createCatalog(
                CatalogContext.create(new org.apache.paimon.fs.Path(path.toUri().toString())));
    }

    private static Table create(Path path) throws Exception {
        Catalog catalog = catalog(path);
        catalog.createDatabase("bench", true);
        Identifier name = Identifier.create("bench", "events");
        catalog.createTable(
                name,
                Schema.newBuilder()
                        .column("event_id", DataTypes.BIGINT())
                        .column("event_time", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6))
                        .column("user_id", DataTypes.BIGINT())
                        .column("event_type", DataTypes.STRING())
                        .column("device", DataTypes.STRING())
                        .column("url", DataTypes.STRING())
                        .column("amount", DataTypes.DOUBLE())
                        .column("date", DataTypes.DATE())
                        .option("file.format", "parquet")
                        .option("file.compression", "zstd")
                        .option("bucket", "-1")
                        .build(),
                false);
        return catalog.getTable(name);
    }

    private static void append(Table table, Events.Batch batch, int from, int to) throws Exception {
        BatchWriteBuilder builder = table.newBatchWriteBuilder();
        try (BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            for (int i = from; i < to; i++) {
                int start = batch.urlOffsets[i];
                write.write(GenericRow.of(
                        batch.eventId[i],
                        Timestamp.fromMicros(batch.eventTime[i]),
                        batch.userId[i],
                        BinaryString.fromBytes(Events.EVENT_TYPES[batch.eventType[i]]),
                        BinaryString.fromBytes(Events.DEVICES[batch.device[i]]),
                        BinaryString.fromBytes(batch.urls, start, batch.urlOffsets[i + 1] - start),
                        batch.amount[i],
                        batch.date[i]));
            }
            commit.commit(write.prepareCommit());
        }
    }

    @Override
    public Checksum fullScan(Path path) throws Exception {
        ReadBuilder builder =
                catalog(path).getTable(Identifier.create("bench", "events")).newReadBuilder();
        long rows = 0;
        long sum = 0;
        try (RecordReader<InternalRow> reader =
                        builder.newRead().createReader(builder.newScan().plan());
                RecordReaderIterator<InternalRow> records = new RecordReaderIterator<>(reader)) {
            while (records.hasNext()) {
                InternalRow row = records.next();
                rows++;
                sum += row.getLong(0)
                        + row.getTimestamp(1, 6).toMicros()
                        + row.getLong(2)
                        + row.getString(3).getSizeInBytes()
                        + row.getString(4).getSizeInBytes()
                        + row.getString(5).getSizeInBytes()
                        + Checksum.cents(row.getDouble(6))
                        + row.getInt(7);
            }
        }
        return new Checksum(rows, sum);
    }
}
