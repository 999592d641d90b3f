package io.weir.format.parquet.read;

import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Skipping;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request against one file: which columns are read for the condition, which afterwards, and where each goes. Immutable; one
 * plan serves all row groups.
 */
final class ReadPlan {
    /** What batches look like: the columns asked for, then the row index if that is wanted. */
    final StructType output;

    final boolean hasRowIndex;
    /** All columns that are read: those of the condition, then the others asked for. */
    final Projection projection;

    final @Nullable Condition condition;
    /** For each column asked for, its place in the projection. */
    final int[] outputColumns;

    /** Rows that are left out whatever the condition says. */
    final @Nullable ExcludedRows excluded;

    final int batchRows;

    /**
     * The condition.
     *
     * @param schema its columns, which are the first of the projection
     */
    record Condition(
            Evaluator evaluator,
            Skipping skipping,
            DictionaryFilter dictionaries,
            StructType schema,
            FilterColumns columns) {}

    /** @param bounds what the file's statistics mean */
    ReadPlan(FileNode root, ReadRequest request, FieldResolver resolver, Skipping.Bounds bounds) {
        this.batchRows = request.batchRows();
        this.excluded = request.excluded();
        ReadRequest.@Nullable Filter filter = request.filter();
        StructType conditionSchema = filter == null ? StructType.EMPTY : named(filter);
        this.condition = filter == null ? null : condition(root, filter, conditionSchema, resolver, bounds);
        List<StructField> read = new ArrayList<>(conditionSchema.fields());
        this.outputColumns = new int[request.schema().size()];
        for (int i = 0; i < outputColumns.length; i++) {
            StructField field = request.schema().field(i);
            outputColumns[i] = place(field, conditionSchema);
            if (outputColumns[i] < 0) {
                outputColumns[i] = read.size();
                read.add(field);
            }
        }
        this.projection = new Projection(root, new StructType(read), resolver);
        @Nullable String rowIndex = request.rowIndexColumn();
        this.hasRowIndex = rowIndex != null;
        this.output = rowIndex == null ? request.schema() : request.schema().add(rowIndex, PrimitiveType.LONG, false);
    }

    private static Condition condition(
            FileNode root,
            ReadRequest.Filter filter,
            StructType schema,
            FieldResolver resolver,
            Skipping.Bounds bounds) {
        Evaluator evaluator = Evaluator.ofCondition(filter.condition(), schema);
        FilterColumns columns = new FilterColumns(root, schema, resolver);
        return new Condition(
                evaluator,
                Skipping.of(filter.condition(), schema, List.of(), bounds),
                DictionaryFilter.of(evaluator.resolved(), schema, columns),
                schema,
                columns);
    }

    /** A column of the condition serves as output too if it is read as the same type. */
    private static int place(StructField field, StructType conditionSchema) {
        for (int i = 0; i < conditionSchema.size(); i++) {
            StructField read = conditionSchema.field(i);
            if (read.name().equals(field.name())
                    && read.type().equals(field.type())
                    && read.metadata().equals(field.metadata())) {
                return i;
            }
        }
        return -1;
    }

    /** The columns that a condition names, structs without the fields that it does not. */
    private static StructType named(ReadRequest.Filter filter) {
        List<List<String>> paths =
                filter.condition().columns().stream().map(ColumnReference::path).toList();
        return named(filter.columns(), paths);
    }

    private static StructType named(StructType schema, List<List<String>> paths) {
        Map<Integer, List<List<String>>> inner = new LinkedHashMap<>();
        List<Integer> whole = new ArrayList<>();
        for (List<String> path : paths) {
            int index = schema.indexOf(path.get(0));
            if (index < 0) {
                continue; // whoever binds the condition says it better
            }
            inner.computeIfAbsent(index, i -> new ArrayList<>()).add(path.subList(1, path.size()));
            if (path.size() == 1) {
                whole.add(index);
            }
        }
        List<StructField> fields = new ArrayList<>();
        inner.forEach((index, rest) -> {
            StructField field = schema.field(index);
            DataType type = field.type() instanceof StructType struct && !whole.contains(index)
                    ? named(struct, rest)
                    : field.type();
            fields.add(field.withType(type));
        });
        return new StructType(fields);
    }

    /** How many columns the condition is computed from. */
    int conditionColumns() {
        return condition == null ? 0 : condition.schema.size();
    }

    int columnCount() {
        return projection.columnCount();
    }
}
