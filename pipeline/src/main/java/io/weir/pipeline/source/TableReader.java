package io.weir.pipeline.source;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import io.weir.source.Lag;
import io.weir.source.LagWatch;
import io.weir.source.Registration;
import io.weir.source.Source;
import io.weir.source.SourcePosition;
import io.weir.source.SourceStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a table as a stream. One thread at a time. */
final class TableReader implements SourceReader {
    private final SourceStream stream;
    private final @Nullable Registration registration;
    private final String tableId;
    private final SourcePosition start;
    private volatile Map<String, Long> before;
    private @Nullable StructType lastSchema;
    private @Nullable StructType plainSchema;
    private volatile boolean nothingLeft;

    /** Of the thread that asks. */
    private final LagWatch watch;

    /** @param registration told what is safe; null if nobody is */
    TableReader(Source rows, SourcePosition start, Position from, @Nullable Registration registration) {
        this.registration = registration;
        this.tableId = rows.tableId();
        this.start = start;
        this.stream = rows.stream(start);
        this.watch = new LagWatch(rows);
        this.before = from.partitions();
    }

    @Override
    public @Nullable SourceBatch next(int maxRows, Consumer<BadRecord> bad) {
        io.weir.source.SourceBatch batch = stream.next(maxRows);
        while (batch != null && batch.rows().rowCount() == 0) {
            batch = stream.next(maxRows); // to say that nothing came is not worth a version
        }
        nothingLeft = batch == null;
        if (batch == null) {
            return null;
        }
        Map<String, Long> now = batch.next().toNumbers();
        Map<String, Long> moved = new HashMap<>(now);
        moved.entrySet().removeAll(before.entrySet());
        before = now;
        ColumnBatch rows = new ColumnBatch(
                plain(batch.rows().schema()),
                batch.rows().rowCount(),
                batch.rows().columns());
        return new SourceBatch(rows, rows.rowCount(), batch.bytes(), batch.files(), moved);
    }

    private StructType plain(StructType schema) {
        StructType known = plainSchema;
        if (known == null || schema != lastSchema) {
            known = PlainColumns.of(schema);
            lastSchema = schema;
            plainSchema = known;
        }
        return known;
    }

    @Override
    public void await(Duration atMost) throws InterruptedException {
        stream.await(atMost);
    }

    @Override
    public void committed(Position position, boolean last) {
        SourcePosition place = registration == null ? null : SourcePosition.ofNumbers(position.partitions(), tableId);
        if (registration != null && place != null) {
            registration.safe(place, last);
        }
    }

    /** Asks the store only where there is something that was not committed. */
    @Override
    public @Nullable SourceLag lag(Position committed) {
        if (nothingLeft && committed.partitions().entrySet().containsAll(before.entrySet())) {
            return new SourceLag(0L, 0L, 0L, 0L, Duration.ZERO);
        }
        SourcePosition place = SourcePosition.ofNumbers(committed.partitions(), tableId);
        Lag lag = watch.of(place == null ? start : place);
        Duration time = lag.time() == null ? Duration.ZERO : lag.time();
        return new SourceLag(lag.versions(), lag.files(), lag.bytes(), lag.rows(), time);
    }

    /** True when a stream that ends at a version has come to it. */
    @Override
    public boolean finished() {
        return nothingLeft && stream.ended();
    }

    @Override
    public void close() {
        stream.close();
    }
}
