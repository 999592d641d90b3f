package io.weir.format.parquet.read;

import io.weir.format.type.StructType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a file: columns, and which row groups. Immutable; every method makes a changed copy.
 *
 * <p>Columns are found by exact name, else regardless of case, at every depth; those the file lacks are null. The type asked
 * for decides what the values become: narrower numbers are widened, times of any unit become microseconds.
 */
public final class ReadRequest {
    /** Rows of a batch that stay in the caches while they are worked on. */
    public static final int DEFAULT_BATCH_ROWS = 8192;

    private final StructType schema;
    private final @Nullable List<Integer> rowGroups;
    private final int batchRows;

    private ReadRequest(StructType schema, @Nullable List<Integer> rowGroups, int batchRows) {
        this.schema = schema;
        this.rowGroups = rowGroups;
        this.batchRows = batchRows;
    }

    /** The given columns of all rows. A column's struct, list and map types may leave out fields. */
    public static ReadRequest of(StructType schema) {
        return new ReadRequest(schema, null, DEFAULT_BATCH_ROWS);
    }

    /** Only these row groups, by their places in the file, in this order. */
    public ReadRequest rowGroups(List<Integer> indexes) {
        return new ReadRequest(schema, List.copyOf(indexes), batchRows);
    }

    /** At most so many rows a batch; fewer where values are long. */
    public ReadRequest batchRows(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("A batch has at least one row: " + rows);
        }
        return new ReadRequest(schema, rowGroups, rows);
    }

    public StructType schema() {
        return schema;
    }

    /** The row groups asked for; null is all of them. */
    @Nullable
    List<Integer> rowGroups() {
        return rowGroups;
    }

    int batchRows() {
        return batchRows;
    }
}
