package io.weir.pipeline.decode;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import org.jspecify.annotations.Nullable;

/** Decodes JSON objects, each one row: the fast way where that will do, else by the reference. One thread at a time. */
final class JsonDecoder extends RecordDecoder {
    private final BatchBuilder batch;
    private final FastJson fast;
    private final ReferenceJson reference;
    private final UnknownFields unknownFields;

    JsonDecoder(StructType schema, ColumnNaming naming, UnknownFields unknownFields) {
        this.batch = new BatchBuilder(schema);
        this.unknownFields = unknownFields;
        JsonColumn[] columns = JsonColumn.of(batch, naming);
        FieldTable fields = new FieldTable(schema, naming);
        this.fast = new FastJson(batch, columns, fields);
        this.reference = new ReferenceJson(batch, columns, fields, unknownFields);
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
            if (unknownFields == UnknownFields.ADD && misfit.reason().equals(ReferenceJson.UNKNOWN_FIELD)) {
                return GROWS;
            }
        }
        return misfit;
    }

    @Override
    ColumnBatch build() {
        return batch.build();
    }
}
