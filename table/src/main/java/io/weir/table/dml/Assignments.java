package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.StructVector;
import io.weir.format.expression.EvaluationException;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Literal;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaMismatchException;
import io.weir.log.state.TableShape;
import io.weir.table.rules.ColumnExpression;
import io.weir.table.schema.BatchFit;
import io.weir.table.schema.ConstantVectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of a table from other rows: some columns, or fields of them, are computed, the others are kept, and generated columns follow.
 * Bound to both schemas once. Safe for many threads.
 */
final class Assignments {
    private final StructType table;
    private final List<Maker> makers;
    private final List<Generated> generated;

    /** Makes one column. */
    private interface Maker {
        ColumnVector make(ColumnBatch rows);
    }

    private record Generated(int column, ColumnExpression value) {}

    private Assignments(StructType table, List<Maker> makers, List<Generated> generated) {
        this.table = table;
        this.makers = makers;
        this.generated = generated;
    }

    /**
     * Binds assignments.
     *
     * @param shape the table that the rows are made for
     * @param input the columns that values are computed from
     * @param values by the path of the column or field that takes them
     * @param kept what a column or field of the table is in a row that is there, if no value is given for it; null: the rows are new
     * @param fills may structs lack fields of the table's, which are null then?
     * @throws SchemaMismatchException if a path is none of the table's, is given twice, or takes a value of another type
     * @throws ConstraintViolationException if an identity column of rows that are there is set
     */
    static Assignments of(
            TableShape shape,
            StructType input,
            Map<List<String>, Expression> values,
            @Nullable Function<List<String>, Expression> kept,
            boolean fills) {
        StructType table = shape.schema();
        Map<String, Assignment> root = tree(table, values);
        Binding binding = new Binding(input, kept == null ? path -> Literal.NULL : kept, fills);
        List<Maker> makers = new ArrayList<>();
        List<Generated> generated = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            StructField field = table.field(i);
            @Nullable Assignment given = root.get(key(field.name()));
            if (kept != null && given != null && ColumnExpression.isIdentity(shape, field)) {
                throw new ConstraintViolationException(
                        "The values of an identity column do not change; leave the column out",
                        Facts.of("column", field.name(), "rule", "GENERATED AS IDENTITY"));
            }
            if (given == null) {
                int column = i;
                ColumnExpression.generated(shape, field)
                        .filter(value -> kept == null || value.refersTo(name -> root.containsKey(key(name))))
                        .ifPresent(value -> generated.add(new Generated(column, value)));
            }
            makers.add(maker(field, List.of(field.name()), given, binding));
        }
        return new Assignments(table, makers, generated);
    }

    /** Where values come from. */
    private record Binding(StructType input, Function<List<String>, Expression> kept, boolean fills) {}

    /**
     * What is given for a column, or for fields below it.
     *
     * @param value null if only fields below are given
     */
    private record Assignment(@Nullable Expression value, Map<String, Assignment> below) {}

    private static Map<String, Assignment> tree(StructType table, Map<List<String>, Expression> values) {
        Map<String, Assignment> root = new LinkedHashMap<>();
        values.forEach((path, value) -> put(root, table, path, 0, value));
        return root;
    }

    private static void put(
            Map<String, Assignment> level, StructType type, List<String> path, int depth, Expression value) {
        String name = path.get(depth);
        int index = type.indexOf(name);
        if (index < 0) {
            throw new SchemaMismatchException(
                    "There is no such column to set",
                    Facts.of("column", String.join(".", path), "columns", type.names()));
        }
        @Nullable Assignment known = level.get(key(name));
        boolean last = depth == path.size() - 1;
        if (known != null && (last || known.value() != null)) {
            throw new SchemaMismatchException(
                    "A column is set twice", Facts.of("column", String.join(".", path), "rule", "one value a column"));
        }
        if (last) {
            level.put(key(name), new Assignment(value, Map.of()));
            return;
        }
        if (!(type.field(index).type() instanceof StructType below)) {
            throw new SchemaMismatchException(
                    "A column whose field is set is no struct",
                    Facts.of(
                            "column",
                            String.join(".", path),
                            "found",
                            type.field(index).type()));
        }
        Assignment node = known == null ? new Assignment(null, new LinkedHashMap<>()) : known;
        level.put(key(name), node);
        put(node.below(), below, path, depth + 1, value);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Maker maker(StructField field, List<String> path, @Nullable Assignment given, Binding binding) {
        if (given != null && given.value() == null) {
            return struct((StructType) field.type(), path, given.below(), binding);
        }
        Expression value =
                given == null || given.value() == null ? binding.kept().apply(path) : given.value();
        if (value instanceof Literal literal && literal.isNullValue()) {
            return rows -> ConstantVectors.nulls(field.type(), rows.rowCount());
        }
        Evaluator plain = Evaluator.of(value, binding.input());
        if (given == null) {
            return plain::evaluate;
        }
        String column = String.join(".", path);
        if (!binding.fills()) {
            StoreCast.requireAllFields(plain.type(), field.type(), column);
        }
        Evaluator stored = plain.type().equals(field.type())
                ? plain
                : Evaluator.of(StoreCast.of(plain.resolved(), plain.type(), field.type(), column), binding.input());
        return rows -> {
            try {
                return stored.evaluate(rows);
            } catch (EvaluationException e) {
                throw new ConstraintViolationException(
                        "A value cannot be computed or does not fit its column",
                        Facts.of("column", column, "reason", e.getMessage(), "value", value),
                        e);
            }
        };
    }

    /** A struct of which some fields are set is there afterwards, even if it was null before. */
    private static Maker struct(StructType type, List<String> path, Map<String, Assignment> given, Binding binding) {
        List<Maker> fields = new ArrayList<>();
        for (StructField field : type.fields()) {
            List<String> below = new ArrayList<>(path);
            below.add(field.name());
            fields.add(maker(field, below, given.get(key(field.name())), binding));
        }
        return rows -> {
            List<ColumnVector> values =
                    fields.stream().map(field -> field.make(rows)).toList();
            return new StructVector(typeOf(type, values), rows.rowCount(), values, null);
        };
    }

    /** The type with what the fields really are, so that they are fitted if that is something else. */
    private static StructType typeOf(StructType type, List<ColumnVector> values) {
        List<StructField> fields = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            fields.add(type.field(i).withType(values.get(i).type()));
        }
        return new StructType(fields);
    }

    /** The rows of the table that come of others. */
    ColumnBatch apply(ColumnBatch rows) {
        List<ColumnVector> columns = new ArrayList<>(makers.size());
        for (Maker maker : makers) {
            columns.add(maker.make(rows));
        }
        StructType types = typeOf(table, columns);
        ColumnBatch made = new ColumnBatch(types, rows.rowCount(), columns);
        if (!types.equals(table)) {
            made = new BatchFit(nullable(table)).fit(made, 0);
            made = new ColumnBatch(table, made.rowCount(), made.columns());
        }
        return generated.isEmpty() ? made : withGenerated(made);
    }

    /** Whether nulls may be there is found out when rows are written. */
    private static StructType nullable(StructType table) {
        return new StructType(
                table.fields().stream().map(field -> field.withNullable(true)).toList());
    }

    private ColumnBatch withGenerated(ColumnBatch made) {
        List<ColumnVector> columns = new ArrayList<>(made.columns());
        for (Generated column : generated) {
            columns.set(column.column(), column.value().values(made));
        }
        return new ColumnBatch(table, made.rowCount(), columns);
    }
}
