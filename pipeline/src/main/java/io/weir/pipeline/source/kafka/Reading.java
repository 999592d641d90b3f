package io.weir.pipeline.source.kafka;

import io.weir.format.type.StructType;
import io.weir.pipeline.source.FileFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is read of Kafka and how. Immutable.
 *
 * @param format of values; null for messages as they are
 * @param metadata do rows say where they are from?
 * @param schema what values become, or null if the table or the messages say
 * @param onLoss told of messages that cannot be read any more; null if that is an error
 * @param readers at most so many at the same time
 */
record Reading(
        TopicSelection topics,
        ClientSettings client,
        @Nullable FileFormat format,
        boolean metadata,
        @Nullable StructType schema,
        KafkaStart start,
        @Nullable Consumer<KafkaLoss> onLoss,
        int readers) {
    Reading with(ClientSettings newClient) {
        return new Reading(topics, newClient, format, metadata, schema, start, onLoss, readers);
    }

    Reading with(@Nullable FileFormat newFormat) {
        return new Reading(topics, client, newFormat, metadata, schema, start, onLoss, readers);
    }

    Reading withMetadata(boolean newMetadata) {
        return new Reading(topics, client, format, newMetadata, schema, start, onLoss, readers);
    }

    Reading with(@Nullable StructType newSchema) {
        return new Reading(topics, client, format, metadata, newSchema, start, onLoss, readers);
    }

    Reading with(KafkaStart newStart) {
        return new Reading(topics, client, format, metadata, schema, newStart, onLoss, readers);
    }

    Reading with(Consumer<KafkaLoss> told) {
        return new Reading(topics, client, format, metadata, schema, start, told, readers);
    }

    Reading withReaders(int newReaders) {
        return new Reading(topics, client, format, metadata, schema, start, onLoss, newReaders);
    }
}
