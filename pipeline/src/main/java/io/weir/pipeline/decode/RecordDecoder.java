package io.weir.pipeline.decode;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import org.jspecify.annotations.Nullable;

/** Turns the bytes of single records into rows of a batch. One thread at a time. */
abstract sealed class RecordDecoder permits JsonDecoder, CsvDecoder {
    /** Answered for a record with a field that the schema should gain; the record is not in the batch. */
    static final Misfit GROWS = new Misfit(null, null, null, "The schema grows");

    /** The schema of the batches. */
    abstract StructType schema();

    /** Rows collected since the last {@link #build()}. */
    abstract int rowCount();

    /** Appends a record as a row. If it does not fit nothing is appended, and the answer says why. */
    abstract @Nullable Misfit decode(byte[] text, int start, int end);

    /** The column that the schema should gain, if it is known beforehand, after {@link #GROWS}. */
    @Nullable
    StructField appeared() {
        return null;
    }

    /** The rows so far as a batch. */
    abstract ColumnBatch build();
}
