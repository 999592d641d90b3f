package io.weir.pipeline.source.kafka;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Messages as they are. One thread at a time. */
final class RawRows implements MessageRows {
    static final StructType SCHEMA = StructType.EMPTY
            .add("key", PrimitiveType.BINARY)
            .add("value", PrimitiveType.BINARY)
            .add("topic", PrimitiveType.STRING)
            .add("partition", PrimitiveType.INTEGER)
            .add("offset", PrimitiveType.LONG)
            .add("timestamp", PrimitiveType.TIMESTAMP);

    private final BatchBuilder batch = new BatchBuilder(SCHEMA);
    private final MessagePlace place =
            new MessagePlace(batch.column(2), batch.column(3), batch.column(4), batch.column(5));

    @Override
    public boolean add(ConsumerRecord<byte[], byte[]> message, Consumer<BadRecord> bad) {
        append(batch.column(0), message.key());
        append(batch.column(1), message.value());
        place.append(message);
        batch.endRow();
        return true;
    }

    private static void append(ColumnBuilder column, byte[] bytes) {
        if (bytes == null) {
            column.appendNull();
        } else {
            column.appendBytes(bytes, 0, bytes.length);
        }
    }

    @Override
    public ColumnBatch take() {
        return batch.build();
    }
}
