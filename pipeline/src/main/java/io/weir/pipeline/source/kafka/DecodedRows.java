package io.weir.pipeline.source.kafka;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.decode.MessageDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Messages whose values are JSON documents or lines of CSV. A message without a value gives no row. One thread at a time. */
final class DecodedRows implements MessageRows {
    static final StructType METADATA = StructType.EMPTY
            .add("_topic", PrimitiveType.STRING)
            .add("_partition", PrimitiveType.INTEGER)
            .add("_offset", PrimitiveType.LONG)
            .add("_timestamp", PrimitiveType.TIMESTAMP);

    private final MessageDecoder decoder;
    private final @Nullable BatchBuilder metadata;
    private final @Nullable MessagePlace place;
    private @Nullable StructType lastSchema;
    private StructType withMetadata = METADATA;

    /** @param metadata do rows say where they are from? */
    DecodedRows(MessageDecoder decoder, boolean metadata) {
        this.decoder = decoder;
        this.metadata = metadata ? new BatchBuilder(METADATA) : null;
        this.place = this.metadata == null
                ? null
                : new MessagePlace(
                        this.metadata.column(0),
                        this.metadata.column(1),
                        this.metadata.column(2),
                        this.metadata.column(3));
    }

    /** The names of the metadata's columns, in lower case. */
    static Set<String> metadataNames() {
        return METADATA.names().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** The columns that are not the metadata's. */
    static StructType withoutMetadata(StructType columns) {
        List<StructField> others = new ArrayList<>(columns.fields());
        others.removeIf(field -> metadataNames().contains(field.name().toLowerCase(Locale.ROOT)));
        return new StructType(others);
    }

    @Override
    public boolean add(ConsumerRecord<byte[], byte[]> message, Consumer<BadRecord> bad) {
        if (message.value() == null) {
            return true;
        }
        switch (decoder.add(message.value())) {
            case ROW -> {
                if (metadata != null && place != null) {
                    place.append(message);
                    metadata.endRow();
                }
            }
            case BAD -> bad.accept(decoder.bad(placeOf(message), message.offset(), message.value()));
            case TAKE_FIRST -> {
                return false;
            }
        }
        return true;
    }

    private static String placeOf(ConsumerRecord<byte[], byte[]> message) {
        return "topic " + message.topic() + ", partition " + message.partition() + ", offset " + message.offset();
    }

    @Override
    public ColumnBatch take() {
        ColumnBatch values = decoder.take();
        if (metadata == null) {
            return values;
        }
        if (values.schema() != lastSchema) {
            lastSchema = values.schema();
            List<StructField> fields = new ArrayList<>(lastSchema.fields());
            fields.addAll(METADATA.fields());
            withMetadata = new StructType(fields);
        }
        List<ColumnVector> columns = new ArrayList<>(values.columns());
        columns.addAll(metadata.build().columns());
        return new ColumnBatch(withMetadata, values.rowCount(), columns);
    }
}
