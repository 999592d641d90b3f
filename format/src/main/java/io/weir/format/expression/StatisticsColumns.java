package io.weir.format.expression;

import static java.util.Objects.requireNonNull;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.LongVector;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statistics a rewritten condition asks for, as columns of a schema of their own. */
final class StatisticsColumns {
    /** What is asked about a column. */
    enum Kind {
        MIN,
        MAX,
        NULL_COUNT,
        ROW_COUNT,
        PARTITION_VALUE
    }

    /** One statistic of one column; the path is empty for the row count. */
    record Column(Kind kind, List<String> path, DataType type) {}

    private final StructType table;
    private final Set<String> partitionColumns;
    private final Skipping.Bounds bounds;
    private final Map<Column, ColumnReference> asked = new LinkedHashMap<>();

    StatisticsColumns(StructType table, Collection<String> partitionColumns, Skipping.Bounds bounds) {
        this.table = table;
        this.bounds = bounds;
        this.partitionColumns = new LinkedHashSet<>();
        for (String name : partitionColumns) {
            int index = table.indexOf(name);
            if (index < 0) {
                throw new IllegalArgumentException(
                        "No such partition column {column=" + name + ", columns=" + table.names() + "}");
            }
            this.partitionColumns.add(table.field(index).name());
        }
    }

    boolean isPartition(ColumnReference column) {
        return column.path().size() == 1 && partitionColumns.contains(column.root());
    }

    boolean maxCoversNan() {
        return bounds.maxCoversNan();
    }

    /** The type of a resolved column. */
    DataType type(ColumnReference column) {
        DataType type = table;
        for (String name : column.path()) {
            type = ((StructType) type).field(name).orElseThrow().type();
        }
        return type;
    }

    /** The column that holds a statistic; from now on it is asked for. */
    ColumnReference column(Kind kind, ColumnReference column) {
        DataType type = kind == Kind.NULL_COUNT ? PrimitiveType.LONG : type(column);
        return ask(new Column(kind, column.path(), type));
    }

    ColumnReference rowCount() {
        return ask(new Column(Kind.ROW_COUNT, List.of(), PrimitiveType.LONG));
    }

    private ColumnReference ask(Column column) {
        ColumnReference known = asked.get(column);
        if (known == null) {
            String name = column.path.isEmpty()
                    ? column.kind.name()
                    : column.kind.name() + " " + Sql.path(column.path); // no two columns have the same
            known = new ColumnReference(List.of(name));
            asked.put(column, known);
        }
        return known;
    }

    /** Forgets what an expression does not use in the end. */
    void retain(Set<ColumnReference> used) {
        asked.values().retainAll(used);
    }

    Collection<Column> asked() {
        return asked.keySet();
    }

    StructType schema() {
        List<StructField> fields = new ArrayList<>();
        for (Map.Entry<Column, ColumnReference> column : asked.entrySet()) {
            fields.add(new StructField(column.getValue().root(), column.getKey().type));
        }
        return new StructType(fields);
    }

    Set<List<String>> paths() {
        Set<List<String>> paths = new LinkedHashSet<>();
        for (Column column : asked.keySet()) {
            if (column.kind != Kind.ROW_COUNT && column.kind != Kind.PARTITION_VALUE) {
                paths.add(column.path);
            }
        }
        return paths;
    }

    /** A statistic of all parts, null where it is missing or not to be believed. */
    ColumnVector vector(Column column, PartStatistics parts) {
        @Nullable
        ColumnVector given = switch (column.kind) {
            case MIN -> parts.min(column.path);
            case MAX -> parts.max(column.path);
            case NULL_COUNT -> parts.nullCount(column.path);
            case ROW_COUNT -> parts.rowCount();
            case PARTITION_VALUE -> parts.partitionValue(column.path.get(0));
        };
        @Nullable ColumnVector vector = given == null ? null : widened(given, column.type);
        if (vector == null) {
            if (column.kind == Kind.PARTITION_VALUE) {
                throw new IllegalArgumentException(
                        "Partition values are of another type {column=" + column.path + ", expected=" + column.type
                                + ", found=" + requireNonNull(given).type() + "}");
            }
            return missing(column.type, parts.count());
        }
        if (column.kind == Kind.MAX && bounds.timestampsInMillis() && Types.isTimestamp(column.type)) {
            return raised((LongVector) vector);
        }
        boolean isBound = column.kind == Kind.MIN || column.kind == Kind.MAX && !bounds.maxCoversNan();
        return isBound ? withoutNan(vector) : vector;
    }

    /** The vector in the column's type, if it is of that or of one that widens to it. */
    private static @Nullable ColumnVector widened(ColumnVector vector, DataType type) {
        if (vector.type().equals(type)) {
            return vector;
        }
        boolean widens = Casts.isPossible(vector.type(), type)
                && Casts.isMonotone(vector.type(), type)
                && type.equals(Types.common(vector.type(), type));
        if (!widens) {
            return null;
        }
        StructType schema = new StructType(List.of(new StructField("bound", vector.type())));
        Expression cast = Expressions.col("bound").tryCast(type);
        return Evaluator.of(cast, schema).evaluate(new ColumnBatch(schema, vector.length(), List.of(vector)));
    }

    private static ColumnVector missing(DataType type, int count) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        builder.appendNull();
        return builder.build().take(new int[count], count);
    }

    /** The latest time that a time cut to milliseconds can have been. */
    private static LongVector raised(LongVector vector) {
        long[] raised = new long[vector.length()];
        for (int i = 0; i < raised.length; i++) {
            raised[i] = vector.value(i) > Long.MAX_VALUE - 999 ? Long.MAX_VALUE : vector.value(i) + 999;
        }
        return new LongVector(vector.type(), raised.length, raised, vector.nulls());
    }

    /** A bound that is NaN is none: writers disagree about what it says of the other values. */
    private static ColumnVector withoutNan(ColumnVector vector) {
        if (!Types.isFloating(vector.type())) {
            return vector;
        }
        boolean[] nulls = new boolean[vector.length()];
        for (int i = 0; i < nulls.length; i++) {
            double value = vector instanceof DoubleVector d ? d.value(i) : ((FloatVector) vector).value(i);
            nulls[i] = vector.isNull(i) || Double.isNaN(value);
        }
        return vector instanceof DoubleVector d
                ? new DoubleVector(d.type(), nulls.length, d.values(), nulls)
                : new FloatVector(vector.type(), nulls.length, ((FloatVector) vector).values(), nulls);
    }
}
