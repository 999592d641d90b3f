package io.weir.pipeline.source.kafka;

import io.weir.format.batch.ColumnBatch;
import io.weir.pipeline.decode.BadRecord;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes rows of messages. One thread at a time. */
sealed interface MessageRows permits RawRows, DecodedRows {
    /** False if the rows so far have to be taken first, and the message given again. */
    boolean add(ConsumerRecord<byte[], byte[]> message, Consumer<BadRecord> bad);

    /** The rows since the last call. */
    ColumnBatch take();
}
