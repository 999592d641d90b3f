package io.weir.pipeline.sink.kafka;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.pipeline.sink.SinkPart;
import io.weir.pipeline.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Holds the messages of one task until the epoch is committed. One thread at a time. */
final class KafkaSinkTask implements SinkTask {
    private final KafkaSink.Writing writing;
    private MessageBuffer messages = new MessageBuffer();
    private @Nullable MessageEncoder encoder;
    private @Nullable StructType schema;

    KafkaSinkTask(KafkaSink.Writing writing) {
        this.writing = writing;
    }

    @Override
    public void write(ColumnBatch rows) {
        MessageEncoder ready = encoder;
        if (ready == null || !rows.schema().equals(schema)) {
            ready = new MessageEncoder(writing, rows.schema());
            encoder = ready;
            schema = rows.schema();
        }
        ready.encode(rows, messages);
    }

    @Override
    public boolean isFull() {
        return messages.bytes() >= writing.epochBytes();
    }

    @Override
    public SinkPart finish() {
        MessageBuffer done = messages;
        messages = new MessageBuffer();
        return done;
    }

    @Override
    public void close() {
        messages = new MessageBuffer();
    }
}
