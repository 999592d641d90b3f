package io.weir.table;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.batch.Values;
import io.weir.format.type.StructType;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaMismatchException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes batches of single rows, for those who have no columns. One thread at a time. */
final class RowBatches {
    private static final int BATCH_ROWS = 8192;

    private final StructType schema;
    private final Consumer<ColumnBatch> target;
    private final BatchBuilder builder;
    private long rows;

    RowBatches(StructType schema, Consumer<ColumnBatch> target) {
        this.schema = schema;
        this.target = target;
        this.builder = new BatchBuilder(schema);
    }

    /** Adds the values of a row, one a column. */
    void add(@Nullable Object[] values) {
        if (values.length != schema.size()) {
            throw new SchemaMismatchException(
                    "A row has one value for each column",
                    Facts.of("expected", schema.names(), "found", values.length, "row", rows)
                            .and("rule", "columns"));
        }
        for (int i = 0; i < values.length; i++) {
            append(i, values[i]);
        }
        end();
    }

    /** Adds a row that has the columns of the schema by name. */
    void add(Row row) {
        for (int i = 0; i < schema.size(); i++) {
            append(i, row.value(schema.field(i).name()));
        }
        end();
    }

    private void append(int column, @Nullable Object value) {
        try {
            Values.append(builder.column(column), value);
        } catch (IllegalArgumentException e) {
            builder.abandonRow();
            throw new SchemaMismatchException(
                    "A value does not fit its column",
                    Facts.of("column", schema.field(column).name(), "row", rows, "rule", "type")
                            .and("reason", e.getMessage()),
                    e);
        }
    }

    private void end() {
        builder.endRow();
        rows++;
        if (builder.rowCount() == BATCH_ROWS) {
            flush();
        }
    }

    /** Hands on what is left. */
    void flush() {
        if (builder.rowCount() > 0) {
            target.accept(builder.build());
        }
    }
}
