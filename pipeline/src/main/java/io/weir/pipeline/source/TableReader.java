package io.weir.pipeline.source;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import io.weir.source.Registration;
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
    private Map<String, Long> before;
    private @Nullable StructType lastSchema;
    private @Nullable StructType plainSchema;
    private boolean nothingLeft;

    /** @param registration told what is safe; null if nobody is */
    TableReader(SourceStream stream, Position from, @Nullable Registration registration, String tableId) {
        this.registration = registration;
        this.tableId = tableId;
        this.stream = stream;
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
