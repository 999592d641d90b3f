package io.weir.format.text;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;

/** Makes the JSON of single rows, or of one column of them, as {@link RowPrinter#jsonLines} prints it. One thread at a time. */
public final class RowJson {
    private final JsonCell.Fields fields;
    private final JsonCell[] cells;

    /** @param schema of the batches that rows are of */
    public RowJson(StructType schema) {
        fields = JsonCell.plain(schema);
        cells = schema.fields().stream()
                .map(field -> JsonCell.of(field.type(), false))
                .toArray(JsonCell[]::new);
    }

    /** Appends a row as an object of all columns. */
    public void row(ColumnBatch batch, int row, Utf8Buffer out) {
        fields.print(batch.columns(), row, out);
    }

    /** Appends the value of a column, or {@code null}. */
    public void value(ColumnBatch batch, int column, int row, Utf8Buffer out) {
        cells[column].printOrNull(batch.columns().get(column), row, out);
    }
}
