package io.weir.pipeline.decode;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import org.jspecify.annotations.Nullable;

/** Decodes JSON objects, each one row: the fast way where that will do, else by the reference. One thread at a time. */
final class JsonDecoder extends RecordDecoder {
    private final BatchBuilder batch;
    private final FastJson fast;
    private final ReferenceJson reference;
    private final UnknownFields unknownFields;

    JsonDecoder(StructType schema, ColumnNaming naming, UnknownFields unknownFields) {
        this(schema, naming, unknownFields, StructType.EMPTY);
    }

    /** @param mayAppear columns by one of which the schema grows when a record has it, whatever becomes of other unknown fields */
    JsonDecoder(StructType schema, ColumnNaming naming, UnknownFields unknownFields, StructType mayAppear) {
        this.batch = new BatchBuilder(schema);
        this.unknownFields = unknownFields;
        JsonColumn[] columns = JsonColumn.of(batch, naming);
        FieldTable fields = new FieldTable(schema, naming);
        this.fast = new FastJson(batch, columns, fields);
        this.reference = new ReferenceJson(batch, columns, fields, unknownFields, mayAppear, naming);
    }

    @Override
    StructType schema() {
        return batch.schema();
    }

    @Override
    int rowCount() {
        return batch.rowCount();
    }

    @Override
    @Nullable
    Misfit decode(byte[] text, int start, int end) {
        if (fast.read(text, start, end)) {
            return null;
        }
        batch.abandonRow();
        return decodeByReference(text, start, end);
    }

    /** Without trying the fast way first. */
    @Nullable
    Misfit decodeByReference(byte[] text, int start, int end) {
        @Nullable Misfit misfit = reference.read(text, start, end);
        if (misfit != null) {
            batch.abandonRow();
            if (reference.appeared() != null) {
                return GROWS;
            }
            if (unknownFields == UnknownFields.ADD && misfit.reason().equals(ReferenceJson.UNKNOWN_FIELD)) {
                return GROWS;
            }
        }
        return misfit;
    }

    @Override
    @Nullable
    StructField appeared() {
        return reference.appeared();
    }

    @Override
    ColumnBatch build() {
        return batch.build();
    }
}
