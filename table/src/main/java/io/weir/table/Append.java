package io.weir.table;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.table.commit.CommitResult;
import io.weir.table.data.WriteOptions;
import java.util.List;

/**
 * An append, or an overwrite, before its rows are known. One thread at a time.
 *
 * <p>Rows must fit the table: columns are found by name, a column that is left out is null, a narrower number becomes a
 * wider one. Everything else is refused with the column, the row and the rule, and then nothing is kept.
 */
public final class Append {
    private final Table table;
    private final boolean overwrite;
    private boolean mergeSchema;
    private WriteOptions options = WriteOptions.DEFAULT;

    Append(Table table, boolean overwrite) {
        this.table = table;
        this.overwrite = overwrite;
    }

    /** Adds columns that the rows have and the table lacks, in the same commit. Types of columns never change. */
    public Append mergeSchema(boolean merge) {
        mergeSchema = merge;
        return this;
    }

    public Append options(WriteOptions newOptions) {
        options = newOptions;
        return this;
    }

    /** Rows in batches. */
    public CommitResult batches(Iterable<ColumnBatch> batches) {
        throw new UnsupportedOperationException("being built");
    }

    /** Java records. */
    public <R extends Record> CommitResult records(List<R> records) {
        throw new UnsupportedOperationException("being built");
    }

    /** Rows of one schema, by the names of their columns. */
    public CommitResult rows(Iterable<Row> rows) {
        throw new UnsupportedOperationException("being built");
    }

    /** Rows as values in the order of the table's columns. */
    public CommitResult values(Iterable<Object[]> rows) {
        throw new UnsupportedOperationException("being built");
    }

    /** Rows that come little by little; nothing is in the table before {@link AppendWriter#commit}. */
    public AppendWriter open() {
        throw new UnsupportedOperationException("being built");
    }
}
