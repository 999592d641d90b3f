package io.weir.table;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.expression.Expression;
import io.weir.format.type.StructType;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.ScanPlan;
import io.weir.table.scan.ScanResults;

/**
 * What to read of one version of a table. Immutable: every method gives a new scan, and nothing is read before one of the
 * last group is called.
 */
public final class Scan {
    Scan() {}

    /** Only these columns, in this order; {@code a.b} is a field of a struct, under the name {@code b}. */
    public Scan select(String... columns) {
        throw new UnsupportedOperationException("being built");
    }

    /** Values computed from the columns: {@code select(col("delay").dividedBy(60).as("hours"))}. */
    public Scan select(Expression... values) {
        throw new UnsupportedOperationException("being built");
    }

    /** Only rows for which the condition is true, and all conditions before. */
    public Scan where(Expression condition) {
        throw new UnsupportedOperationException("being built");
    }

    /** The same for a condition in SQL: {@code where("delay > 60 AND origin = 'SFO'")}. */
    public Scan where(String sql) {
        throw new UnsupportedOperationException("being built");
    }

    /** At most this many rows; -1: all. */
    public Scan limit(long rows) {
        throw new UnsupportedOperationException("being built");
    }

    /** Files in the order of the log and rows in the order of the files, at the cost of some waiting. */
    public Scan inOrder() {
        throw new UnsupportedOperationException("being built");
    }

    /** The columns of the result. */
    public StructType schema() {
        throw new UnsupportedOperationException("being built");
    }

    /** Which files would be read, and why the others not. */
    public ScanPlan plan() {
        throw new UnsupportedOperationException("being built");
    }

    /** The rows in batches. Read it to the end or close it. */
    public CloseableIterator<ColumnBatch> batches() {
        throw new UnsupportedOperationException("being built");
    }

    public ScanResults<Row> rows() {
        throw new UnsupportedOperationException("being built");
    }

    /** The rows as Java records, whose components are columns by name; reads only those columns. */
    public <R extends Record> ScanResults<R> as(Class<R> recordClass) {
        throw new UnsupportedOperationException("being built");
    }

    /** How many rows; reads no data where statistics say it. */
    public long count() {
        throw new UnsupportedOperationException("being built");
    }
}
