package io.weir.table;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.type.StructType;
import io.weir.table.changes.ChangeReader;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.ScanResults;
import io.weir.table.sql.SqlExpressions;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a range of versions did to the rows of a table. Immutable: every method gives a new one, and nothing is read before one of
 * the last group is called. Rows come by version, within a version in the order of its log entry.
 *
 * <p>Changes have the table's columns as they are at the last version, then {@code _change_type} ({@code insert}, {@code
 * update_preimage}, {@code update_postimage} or {@code delete}), {@code _commit_version} and {@code _commit_timestamp}. Those of a
 * version come from the change files that its writer recorded, or else from the files it added and removed. A range is refused
 * if a version of it rewrote files while {@code delta.enableChangeDataFeed} was off, or if a column was dropped or given another
 * type in it.
 */
public final class Changes {
    private static final long ALL = -1;

    private final ChangeReader reader;
    private final @Nullable List<Expression> select;
    private final @Nullable Expression condition;
    private final long limit;

    Changes(ChangeReader reader) {
        this(reader, null, null, ALL);
    }

    private Changes(
            ChangeReader reader, @Nullable List<Expression> select, @Nullable Expression condition, long limit) {
        this.reader = reader;
        this.select = select;
        this.condition = condition;
        this.limit = limit;
    }

    /** Only these columns, in this order. */
    public Changes select(String... columns) {
        return select(Arrays.stream(columns).map(Expressions::col).toArray(Expression[]::new));
    }

    /**
     * Values computed from the columns, those of the change among them.
     *
     * @throws IllegalArgumentException if a value names a column that is not there
     */
    public Changes select(Expression... values) {
        for (Expression value : values) {
            Evaluator.of(value, reader.columns());
        }
        return new Changes(reader, List.of(values), condition, limit);
    }

    /**
     * Only rows for which the condition is true, and all conditions before. Files that cannot have one, by their kind of change,
     * version, time and partition, are not read.
     *
     * @throws IllegalArgumentException if it names a column that is not there, or is no condition
     */
    public Changes where(Expression newCondition) {
        Evaluator.ofCondition(newCondition, reader.columns());
        return new Changes(reader, select, condition == null ? newCondition : condition.and(newCondition), limit);
    }

    /** The same for a condition in SQL: {@code where("_change_type = 'delete'")}. */
    public Changes where(String sql) {
        return where(SqlExpressions.parse(sql));
    }

    /** At most this many rows; -1: all. */
    public Changes limit(long rows) {
        if (rows < ALL) {
            throw new IllegalArgumentException("Not a number of rows: " + rows);
        }
        return new Changes(reader, select, condition, rows);
    }

    /** The first version of the range. */
    public long from() {
        return reader.from();
    }

    /** The last version of the range. */
    public long to() {
        return reader.to();
    }

    /** The columns of the result. */
    public StructType schema() {
        return reader.schema(select);
    }

    /** The rows in batches. Read it to the end or close it. */
    public CloseableIterator<ColumnBatch> batches() {
        return reader.read(select, condition, limit);
    }

    /** The rows one by one. */
    public ScanResults<Row> rows() {
        return ScanResults.of(this::batches, Scan::rows);
    }

    @Override
    public String toString() {
        return "Changes {columns=" + (select == null ? "all" : select) + ", condition="
                + (condition == null ? "none" : condition) + ", from=" + from() + ", limit=" + limit + ", to=" + to()
                + "}";
    }
}
