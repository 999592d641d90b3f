package io.weir.table.scan;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.schema.ColumnMapping;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.PartitionValues;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.table.schema.ConstantVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a scan makes of the rows of a file: which columns it needs, which rows it keeps, what it gives out. Made once a scan.
 * Immutable and safe for many threads.
 */
public final class ScanShape {
    private final StructType readSchema;
    private final StructType fileSchema;
    private final int[] fromFile;
    private final boolean asksPlaces;
    private final @Nullable Expression fileCondition;
    private final StructType conditionSchema;
    private final @Nullable Evaluator rest;
    /** What of {@link #rest} is about partition columns alone. */
    private final @Nullable Evaluator constant;

    private final @Nullable List<Evaluator> values;
    private final StructType outputSchema;
    private final ColumnMapping mapping;

    /**
     * @param select what to give out; null is all columns as they are
     * @param partitions names of the partition columns
     * @param mapping how columns are found in data files and partition values
     */
    public ScanShape(
            StructType table,
            List<String> partitions,
            ColumnMapping mapping,
            @Nullable List<Expression> select,
            @Nullable Expression condition) {
        this.mapping = mapping;
        Set<String> partitionNames = Set.copyOf(partitions);
        List<Expression> onFile = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        if (condition != null) {
            for (Expression part : Expressions.conjuncts(
                    Evaluator.ofCondition(condition, table).resolved())) {
                boolean fileOnly = !part.columns().isEmpty()
                        && part.columns().stream()
                                .noneMatch(c -> partitionNames.contains(c.root())
                                        || c.root().equals(RowTracking.PLACE));
                (fileOnly ? onFile : others).add(part);
            }
        }
        this.fileCondition = onFile.isEmpty() ? null : Expressions.and(onFile);
        this.conditionSchema = ColumnPruning.needed(table, onFile);
        this.readSchema = select == null ? table : needed(table, select, others);
        List<StructField> inFile = new ArrayList<>();
        int[] places = new int[readSchema.size()];
        for (int i = 0; i < readSchema.size(); i++) {
            StructField field = readSchema.field(i);
            boolean partition = partitionNames.contains(field.name());
            places[i] = partition ? -1 : inFile.size();
            if (!partition && !field.name().equals(RowTracking.PLACE)) {
                inFile.add(field);
            }
        }
        this.fromFile = places;
        this.fileSchema = new StructType(inFile);
        int place = readSchema.indexOf(RowTracking.PLACE);
        this.asksPlaces = place >= 0;
        if (asksPlaces) {
            places[place] = inFile.size(); // behind what is asked of the file
        }
        this.rest = others.isEmpty() ? null : Evaluator.ofCondition(Expressions.and(others), readSchema);
        this.constant = constant(others, partitionNames);
        this.values = select == null
                ? null
                : select.stream().map(e -> Evaluator.of(e, readSchema)).toList();
        this.outputSchema = select == null ? table : outputSchema(table, select);
    }

    private @Nullable Evaluator constant(List<Expression> conditions, Set<String> partitionNames) {
        List<Expression> parts = conditions.stream()
                .filter(part -> part.columns().stream().allMatch(c -> partitionNames.contains(c.root())))
                .toList();
        StructType partitions = new StructType(readSchema.fields().stream()
                .filter(field -> partitionNames.contains(field.name()))
                .toList());
        return parts.isEmpty() ? null : Evaluator.ofCondition(Expressions.and(parts), partitions);
    }

    private static StructType needed(StructType table, List<Expression> select, List<Expression> conditions) {
        List<Expression> all = new ArrayList<>(select);
        all.addAll(conditions);
        for (Expression expression : select) {
            for (ColumnReference column : expression.columns()) {
                if (table.indexOf(column.root()) < 0) {
                    return table; // binding the expression fails then, and says which columns there are
                }
            }
        }
        return ColumnPruning.needed(table, all);
    }

    private StructType outputSchema(StructType table, List<Expression> select) {
        List<StructField> fields = new ArrayList<>(select.size());
        List<Evaluator> evaluators = values == null ? List.of() : values;
        for (int i = 0; i < select.size(); i++) {
            Expression expression = select.get(i);
            fields.add(
                    expression instanceof ColumnReference column
                                    && column.path().size() == 1
                            ? table.field(column.root()).orElseThrow()
                            : new StructField(
                                    expression.name(), evaluators.get(i).type()));
        }
        return new StructType(fields);
    }

    /** The columns that come out. */
    public StructType outputSchema() {
        return outputSchema;
    }

    /** The columns, of file and partition, that are looked at. */
    StructType readSchema() {
        return readSchema;
    }

    /** Those of them that are in files. */
    StructType fileSchema() {
        return fileSchema;
    }

    /** What is to be read of a file. */
    ReadRequest request() {
        ReadRequest request = ReadRequest.of(fileSchema).columnMapping(mapping);
        request = asksPlaces ? request.rowIndexColumn(RowTracking.PLACE) : request;
        return fileCondition == null ? request : request.filter(fileCondition, conditionSchema);
    }

    /** Is nothing of a file needed but how many rows it has? */
    boolean needsOnlyRowCounts() {
        return fileSchema.size() == 0 && fileCondition == null && !asksPlaces;
    }

    /** A file's values of the partition columns that are looked at, by place in {@link #readSchema}, one row each; else null. */
    List<@Nullable ColumnVector> partitionValues(ScanTask task) {
        List<@Nullable ColumnVector> values = new ArrayList<>(readSchema.size());
        for (int i = 0; i < fromFile.length; i++) {
            if (fromFile[i] >= 0) {
                values.add(null);
                continue;
            }
            StructField field = readSchema.field(i);
            ColumnBuilder column = ColumnBuilder.of(field.type());
            try {
                PartitionValues.append(task.partitionValues().get(mapping.physicalName(field)), column);
            } catch (IllegalArgumentException e) {
                throw new CorruptTableException(
                        "A partition value is none of the column's type",
                        Facts.of("column", field.name(), "file", task.path())
                                .and("type", field.type())
                                .and("value", task.partitionValues().get(mapping.physicalName(field))),
                        e);
            }
            values.add(column.build());
        }
        return values;
    }

    /** May a row of a file come out, as far as its partition values tell? */
    public boolean mayKeep(ScanTask task) {
        if (constant == null) {
            return true;
        }
        List<StructField> fields = new ArrayList<>();
        List<ColumnVector> columns = new ArrayList<>();
        List<@Nullable ColumnVector> all = partitionValues(task);
        for (int i = 0; i < fromFile.length; i++) {
            ColumnVector value = all.get(i);
            if (value != null) {
                fields.add(readSchema.field(i));
                columns.add(value);
            }
        }
        return constant.filter(new ColumnBatch(new StructType(fields), 1, columns))
                        .rowCount()
                == 1;
    }

    /** Do all rows of a file come out? If not, none do: only for a shape that {@link #needsOnlyRowCounts}. */
    boolean keepsAllOf(ScanTask task) {
        ColumnBatch anyRow = new ColumnBatch(StructType.EMPTY, 1, List.of());
        return apply(anyRow, partitionValues(task)).rowCount() == 1;
    }

    /**
     * The rows that come out, of rows of a file that {@link #request} gave.
     *
     * @param partitionValues by place in {@link #readSchema}; one row each
     */
    ColumnBatch apply(ColumnBatch file, List<@Nullable ColumnVector> partitionValues) {
        int count = file.rowCount();
        ColumnBatch rows = file;
        if (fileSchema.size() < readSchema.size()) {
            List<ColumnVector> columns = new ArrayList<>(fromFile.length);
            for (int i = 0; i < fromFile.length; i++) {
                ColumnVector value = partitionValues.get(i);
                columns.add(value == null ? file.column(fromFile[i]) : ConstantVectors.repeat(value, count));
            }
            rows = new ColumnBatch(readSchema, count, columns);
        }
        if (rest != null) {
            rows = rest.filter(rows);
        }
        return project(rows);
    }

    private ColumnBatch project(ColumnBatch rows) {
        if (values == null) {
            return rows.schema() == outputSchema
                    ? rows
                    : new ColumnBatch(outputSchema, rows.rowCount(), rows.columns());
        }
        List<ColumnVector> columns = new ArrayList<>(values.size());
        for (Evaluator value : values) {
            columns.add(value.evaluate(rows));
        }
        return new ColumnBatch(outputSchema, rows.rowCount(), columns);
    }
}
