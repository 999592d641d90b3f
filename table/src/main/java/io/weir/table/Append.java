package io.weir.table;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.expression.Expression;
import io.weir.table.commit.CommitResult;
import io.weir.table.data.WriteOptions;
import io.weir.table.record.RecordMapper;
import io.weir.table.sql.SqlPredicates;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * An append, or an overwrite, before its rows are known. One thread at a time.
 *
 * <p>Rows must fit the table: columns are found by name, a column that is left out is null, a narrower number becomes a
 * wider one. Everything else is refused with the column, the row and the rule, and then nothing is kept.
 */
public final class Append {
    private static final int RECORDS_AT_ONCE = 8192;

    private final Table table;
    private final boolean overwrite;
    private boolean mergeSchema;
    private Overwritten overwritten = Overwritten.ALL;
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

    /**
     * Replaces only the rows for which a condition is true; the new rows must satisfy it, too.
     *
     * @throws IllegalStateException if this is no overwrite, or overwrites partitions
     */
    public Append replaceWhere(Expression condition) {
        return overwriting(Overwritten.where(condition));
    }

    /** The same for a condition in SQL. */
    public Append replaceWhere(String sql) {
        return replaceWhere(SqlPredicates.parse(sql));
    }

    /**
     * Replaces only the rows of partitions that the new rows are in; if there are no new rows, none.
     *
     * @throws IllegalStateException if this is no overwrite, or overwrites the rows of a condition
     */
    public Append dynamicPartitions() {
        return overwriting(Overwritten.PARTITIONS);
    }

    private Append overwriting(Overwritten which) {
        if (!overwrite || overwritten != Overwritten.ALL) {
            throw new IllegalStateException("Only an overwrite replaces rows, and in one way {asked=" + which
                    + ", table=" + table.location() + "}");
        }
        overwritten = which;
        return this;
    }

    public Append options(WriteOptions newOptions) {
        options = newOptions;
        return this;
    }

    /** Rows in batches. */
    public CommitResult batches(Iterable<ColumnBatch> batches) {
        return write(writer -> batches.forEach(writer::write));
    }

    /** Java records. */
    public <R extends Record> CommitResult records(List<R> records) {
        return write(writer -> writeRecords(records, writer));
    }

    private static <R extends Record> void writeRecords(List<R> records, AppendWriter writer) {
        if (records.isEmpty()) {
            return;
        }
        @SuppressWarnings("unchecked") // a record class is final
        Class<R> recordClass = (Class<R>) records.get(0).getClass();
        RecordMapper.Writer<R> columns = RecordMapper.of(recordClass).writer(writer.schema());
        for (int from = 0; from < records.size(); from += RECORDS_AT_ONCE) {
            int to = Math.min(records.size(), from + RECORDS_AT_ONCE);
            writer.write(columns.batch(records.subList(from, to), from));
        }
    }

    /** Rows of one schema, by the names of their columns. */
    public CommitResult rows(Iterable<Row> rows) {
        return write(writer -> {
            Iterator<Row> all = rows.iterator();
            if (all.hasNext()) {
                Row first = all.next();
                RowBatches batches = new RowBatches(first.schema(), writer::write);
                batches.add(first);
                all.forEachRemaining(batches::add);
                batches.flush();
            }
        });
    }

    /** Rows as values in the order of the table's columns. */
    public CommitResult values(Iterable<Object[]> rows) {
        return write(writer -> {
            RowBatches batches = new RowBatches(writer.schema(), writer::write);
            rows.forEach(batches::add);
            batches.flush();
        });
    }

    private CommitResult write(Consumer<AppendWriter> rows) {
        try (AppendWriter writer = open().sharing()) {
            rows.accept(writer);
            return writer.commit();
        }
    }

    /** Rows that come little by little; nothing is in the table before {@link AppendWriter#commit}. */
    public AppendWriter open() {
        return new AppendWriter(table, overwrite ? overwritten : null, mergeSchema, options);
    }
}
