package io.weir.format.parquet.read;

import io.weir.format.expression.Expression;
import io.weir.format.schema.ColumnMapping;
import io.weir.format.type.StructType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a file: columns, rows that match a condition, some row groups. Immutable; every method makes a changed copy.
 *
 * <p>Columns are found by exact name, else regardless of case, or as {@link #columnMapping} says, at every depth; those the file lacks are null. The type asked
 * for decides what the values become: narrower numbers are widened, times of any unit become microseconds.
 */
public final class ReadRequest {
    /** Rows of a batch that stay in the caches while they are worked on. */
    public static final int DEFAULT_BATCH_ROWS = 8192;

    private final StructType schema;
    private final @Nullable Filter filter;
    private final @Nullable String rowIndexColumn;
    private final @Nullable List<Integer> rowGroups;
    private final @Nullable ExcludedRows excluded;
    private final int batchRows;
    private final ColumnMapping columnMapping;

    /**
     * A condition on rows.
     *
     * @param columns the columns it may name, with their types
     */
    record Filter(Expression condition, StructType columns) {}

    private ReadRequest(
            StructType schema,
            @Nullable Filter filter,
            @Nullable String rowIndexColumn,
            @Nullable List<Integer> rowGroups,
            @Nullable ExcludedRows excluded,
            int batchRows,
            ColumnMapping columnMapping) {
        this.schema = schema;
        this.filter = filter;
        this.rowIndexColumn = rowIndexColumn;
        this.rowGroups = rowGroups;
        this.excluded = excluded;
        this.batchRows = batchRows;
        this.columnMapping = columnMapping;
    }

    /** The given columns of all rows. A column's struct, list and map types may leave out fields. */
    public static ReadRequest of(StructType schema) {
        return new ReadRequest(schema, null, null, null, null, DEFAULT_BATCH_ROWS, ColumnMapping.NONE);
    }

    /**
     * Only rows for which a condition is true. Row groups and pages that cannot hold one are not read; of the others the
     * condition's columns are read first and the rest only where rows match.
     *
     * @param columns the columns that the condition names, with their types; others may be among them. They need not be
     *     columns that are asked for
     */
    public ReadRequest filter(Expression condition, StructType columns) {
        return new ReadRequest(
                schema, new Filter(condition, columns), rowIndexColumn, rowGroups, excluded, batchRows, columnMapping);
    }

    /**
     * Adds a last column, of type long and never null, with each row's place in the file, from 0, over all row groups whether
     * read or not.
     */
    public ReadRequest rowIndexColumn(String name) {
        return new ReadRequest(schema, filter, name, rowGroups, excluded, batchRows, columnMapping);
    }

    /** Only these row groups, by their places in the file, in this order. */
    public ReadRequest rowGroups(List<Integer> indexes) {
        return new ReadRequest(
                schema, filter, rowIndexColumn, List.copyOf(indexes), excluded, batchRows, columnMapping);
    }

    /** Not these rows: those that a deletion vector names, say. What lies among them alone is not even fetched. */
    public ReadRequest excluding(ExcludedRows rows) {
        return new ReadRequest(schema, filter, rowIndexColumn, rowGroups, rows, batchRows, columnMapping);
    }

    /** How the file's columns are found; the columns' metadata must have what that takes. By name, if nothing is said. */
    public ReadRequest columnMapping(ColumnMapping mapping) {
        return new ReadRequest(schema, filter, rowIndexColumn, rowGroups, excluded, batchRows, mapping);
    }

    /** At most so many rows a batch; fewer where values are long or do not match. */
    public ReadRequest batchRows(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("A batch has at least one row: " + rows);
        }
        return new ReadRequest(schema, filter, rowIndexColumn, rowGroups, excluded, rows, columnMapping);
    }

    /** The columns asked for, without the row index. */
    public StructType schema() {
        return schema;
    }

    @Nullable
    Filter filter() {
        return filter;
    }

    @Nullable
    String rowIndexColumn() {
        return rowIndexColumn;
    }

    /** The row groups asked for; null is all of them. */
    @Nullable
    List<Integer> rowGroups() {
        return rowGroups;
    }

    @Nullable
    ExcludedRows excluded() {
        return excluded;
    }

    ColumnMapping columnMapping() {
        return columnMapping;
    }

    int batchRows() {
        return batchRows;
    }
}
