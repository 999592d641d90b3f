package io.weir.format.batch;

import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects rows into a batch. One thread at a time. */
public final class BatchBuilder {
    private final StructType schema;
    private final ColumnBuilder[] columns;
    private int rowCount;

    public BatchBuilder(StructType schema) {
        this.schema = schema;
        this.columns =
                schema.fields().stream().map(f -> ColumnBuilder.of(f.type())).toArray(ColumnBuilder[]::new);
    }

    public StructType schema() {
        return schema;
    }

    /** How many rows are complete. */
    public int rowCount() {
        return rowCount;
    }

    /** The builder of a column; append one value to every column, then call {@link #endRow()}. */
    public ColumnBuilder column(int index) {
        return columns[index];
    }

    /** Ends the row; columns that got no value get a null. */
    public void endRow() {
        rowCount++;
        for (ColumnBuilder column : columns) {
            if (column.length() < rowCount) {
                column.appendNull();
            }
        }
    }

    /** Takes back what was appended since the last {@link #endRow()}. */
    public void abandonRow() {
        for (ColumnBuilder column : columns) {
            column.truncate(Math.min(rowCount, column.length()));
        }
    }

    /** Appends a row of Java values (see {@link Row}), one a column. Nothing is appended if one does not fit. */
    public BatchBuilder add(@Nullable Object... values) {
        if (values.length != columns.length) {
            throw new IllegalArgumentException(
                    "A row has one value a column {columns=" + columns.length + ", values=" + values.length + "}");
        }
        for (int i = 0; i < values.length; i++) {
            try {
                Values.append(columns[i], values[i]);
            } catch (IllegalArgumentException e) {
                abandonRow();
                throw new IllegalArgumentException(
                        e.getMessage() + " {column=" + schema.field(i).name() + ", row=" + rowCount + "}", e);
            }
        }
        endRow();
        return this;
    }

    /** The rows so far; the builder is empty afterwards and can be used again. */
    public ColumnBatch build() {
        List<ColumnVector> vectors = new ArrayList<>(columns.length);
        for (ColumnBuilder column : columns) {
            vectors.add(column.build());
        }
        ColumnBatch batch = new ColumnBatch(schema, rowCount, vectors);
        rowCount = 0;
        return batch;
    }
}
