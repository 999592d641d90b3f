package io.weir.table;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.table.record.RecordMapper;
import io.weir.table.record.RecordReader;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.ScanPlan;
import io.weir.table.scan.ScanReader;
import io.weir.table.scan.ScanResults;
import io.weir.table.sql.SqlExpressions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to read of one version of a table. Immutable: every method gives a new scan, and nothing is read before one of the
 * last group is called. Rows come in the order of the log, the same on every call.
 */
public final class Scan {
    private static final long ALL = -1;

    private final ScanReader reader;
    private final @Nullable List<Expression> select;
    private final @Nullable Expression condition;
    private final long limit;

    Scan(ScanReader reader) {
        this(reader, null, null, ALL);
    }

    private Scan(ScanReader reader, @Nullable List<Expression> select, @Nullable Expression condition, long limit) {
        this.reader = reader;
        this.select = select;
        this.condition = condition;
        this.limit = limit;
    }

    /** Only these columns, in this order; {@code a.b} is a field of a struct, under the name {@code b}. */
    public Scan select(String... columns) {
        return select(Arrays.stream(columns).map(Expressions::col).toArray(Expression[]::new));
    }

    /**
     * Values computed from the columns: {@code select(col("delay").dividedBy(60).as("hours"))}.
     *
     * @throws IllegalArgumentException if a value names a column that is not there
     */
    public Scan select(Expression... values) {
        StructType table = reader.columns();
        for (Expression value : values) {
            Evaluator.of(value, table);
        }
        return new Scan(reader, List.of(values), condition, limit);
    }

    /**
     * Only rows for which the condition is true, and all conditions before.
     *
     * @throws IllegalArgumentException if it names a column that is not there, or is no condition
     */
    public Scan where(Expression newCondition) {
        Evaluator.ofCondition(newCondition, reader.columns());
        return new Scan(reader, select, condition == null ? newCondition : condition.and(newCondition), limit);
    }

    /** The same for a condition in SQL: {@code where("delay > 60 AND origin = 'SFO'")}. */
    public Scan where(String sql) {
        return where(SqlExpressions.parse(sql));
    }

    /**
     * With two more columns, {@code _metadata.row_id} and {@code _metadata.row_commit_version}: a number that stays with a row for as
     * long as it lives, through updates and rewrites, and the version that last changed it. What is called after this may name them; a
     * selection has them only if it does. Reads them from the files that carry them, and one more time from the checkpoint.
     *
     * @throws IllegalArgumentException if the table does not track its rows, or has a column {@code _metadata}
     */
    public Scan withRowTracking() {
        return new Scan(reader.withRowTracking(), select, condition, limit);
    }

    /** At most this many rows; -1: all. */
    public Scan limit(long rows) {
        if (rows < ALL) {
            throw new IllegalArgumentException("Not a number of rows: " + rows);
        }
        return new Scan(reader, select, condition, rows);
    }

    /** The columns of the result. */
    public StructType schema() {
        return reader.schema(select);
    }

    /** Which files would be read, and how many need not be. */
    public ScanPlan plan() {
        return reader.plan(condition);
    }

    /** The rows in batches. Read it to the end or close it. */
    public CloseableIterator<ColumnBatch> batches() {
        return reader.read(select, condition, limit);
    }

    /** The rows one by one. */
    public ScanResults<Row> rows() {
        return ScanResults.of(this::batches, Scan::rows);
    }

    static List<Row> rows(ColumnBatch batch) {
        List<Row> rows = new ArrayList<>(batch.rowCount());
        for (int i = 0; i < batch.rowCount(); i++) {
            rows.add(batch.row(i));
        }
        return rows;
    }

    /**
     * The rows as Java records, whose components are columns by name; reads only those columns.
     *
     * @throws IllegalArgumentException if a component has no column, or one of a type it cannot hold
     */
    public <R extends Record> ScanResults<R> as(Class<R> recordClass) {
        RecordMapper<R> mapper = RecordMapper.of(recordClass);
        Scan needed = select == null ? select(columnsOf(mapper)) : this;
        RecordReader<R> records = mapper.reader(needed.schema());
        return ScanResults.of(needed::batches, records::all);
    }

    private Expression[] columnsOf(RecordMapper<?> mapper) {
        StructType table = reader.snapshot().schema();
        return mapper.schemaIn(table).fields().stream()
                .map(StructField::name)
                .filter(name -> table.indexOf(name) >= 0)
                .map(name -> new ColumnReference(List.of(name)))
                .toArray(Expression[]::new);
    }

    /** How many rows; reads no data where statistics say it. */
    public long count() {
        long rows = reader.count(condition);
        return limit < 0 ? rows : Math.min(rows, limit);
    }

    @Override
    public String toString() {
        return "Scan {columns=" + (select == null ? "all" : select) + ", condition="
                + (condition == null ? "none" : condition) + ", limit=" + limit + ", version="
                + reader.snapshot().version() + "}";
    }
}
