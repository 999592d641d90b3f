package io.weir.format.batch;

import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Some rows as columns: a schema and one vector for each of its fields, all of the same length. Immutable. */
public final class ColumnBatch {
    private final StructType schema;
    private final int rowCount;
    private final List<ColumnVector> columns;

    public ColumnBatch(StructType schema, int rowCount, List<? extends ColumnVector> columns) {
        if (columns.size() != schema.size()) {
            throw new IllegalArgumentException(
                    "Columns and schema differ {columns=" + columns.size() + ", schema=" + schema + "}");
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).length() != rowCount) {
                throw new IllegalArgumentException("Column has another length {column="
                        + schema.field(i).name() + ", expected=" + rowCount + ", found="
                        + columns.get(i).length() + "}");
            }
        }
        this.schema = schema;
        this.rowCount = rowCount;
        this.columns = List.copyOf(columns);
    }

    public StructType schema() {
        return schema;
    }

    public int rowCount() {
        return rowCount;
    }

    public List<ColumnVector> columns() {
        return columns;
    }

    public ColumnVector column(int index) {
        return columns.get(index);
    }

    /** The column of a name; {@link IllegalArgumentException} if there is none. */
    public ColumnVector column(String name) {
        int index = schema.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("No such column {column=" + name + ", columns=" + schema.names() + "}");
        }
        return columns.get(index);
    }

    /** The given rows, in that order. */
    public ColumnBatch take(int[] rows, int count) {
        return new ColumnBatch(
                schema, count, columns.stream().map(c -> c.take(rows, count)).toList());
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive). */
    public ColumnBatch slice(int from, int to) {
        if (from == 0 && to == rowCount) {
            return this;
        }
        return new ColumnBatch(
                schema, to - from, columns.stream().map(c -> c.slice(from, to)).toList());
    }

    /** The named columns, in the order asked for. */
    public ColumnBatch select(Collection<String> names) {
        List<ColumnVector> chosen = new ArrayList<>(names.size());
        for (String name : names) {
            chosen.add(column(name));
        }
        return new ColumnBatch(schema.select(names), rowCount, chosen);
    }

    /** The rows of several batches of one schema, in order. Copies them if there is more than one. */
    public static ColumnBatch concat(StructType schema, List<ColumnBatch> batches) {
        if (batches.size() == 1) {
            return batches.get(0);
        }
        List<ColumnVector> joined = new ArrayList<>(schema.size());
        int rows = batches.stream().mapToInt(ColumnBatch::rowCount).reduce(0, Math::addExact);
        for (int i = 0; i < schema.size(); i++) {
            int column = i;
            joined.add(Concatenation.of(
                    schema.field(i).type(),
                    batches.stream().map(b -> b.column(column)).toList()));
        }
        return new ColumnBatch(schema, rows, joined);
    }

    /** One row of this batch to look at. */
    public Row row(int index) {
        return new Row(schema, columns, java.util.Objects.checkIndex(index, rowCount));
    }
}
