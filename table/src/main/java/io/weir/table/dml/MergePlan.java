package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Literal;
import io.weir.format.json.JsonOutput;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaMismatchException;
import io.weir.log.error.UnsupportedTableException;
import io.weir.log.state.TableShape;
import io.weir.table.dml.MergeClause.Action;
import io.weir.table.dml.MergeClause.Kind;
import io.weir.table.protocol.GrownTable;
import io.weir.table.rules.ColumnExpression;
import io.weir.table.schema.BatchFit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a merge does, bound to the columns of table and source. Immutable and safe for many threads. */
final class MergePlan {
    final MergeNames names;
    final StructType table;
    final StructType source;
    /** The table as the merge leaves it. */
    final TableShape after;

    final Expression on;
    final JoinCondition join;
    final BoundClauses matched;
    final BoundClauses notMatched;
    final BoundClauses notMatchedBySource;
    private final List<MergeClause> clauses;
    /** May clauses that take all columns take fewer than the table has? */
    private final boolean evolves;

    private final Instant now;

    private MergePlan(
            Snapshot snapshot,
            StructType source,
            MergeNames names,
            Expression on,
            List<MergeClause> clauses,
            boolean evolves,
            TableShape after,
            Instant now) {
        this.now = now;
        this.names = names;
        this.table = snapshot.schema();
        this.source = source;
        this.after = after;
        this.clauses = clauses;
        this.evolves = evolves;
        this.on = names.qualified(on, table, source);
        this.join = JoinCondition.of(this.on, names, table, source);
        this.matched = bind(Kind.MATCHED, names.joined(table, source));
        this.notMatched = bind(Kind.NOT_MATCHED, names.ofSource(source));
        this.notMatchedBySource = bind(Kind.NOT_MATCHED_BY_SOURCE, names.ofTarget(table));
    }

    static MergePlan of(
            Target target,
            StructType source,
            MergeNames names,
            Expression on,
            List<MergeClause> clauses,
            boolean evolves) {
        boolean takesAll = clauses.stream().anyMatch(clause -> clause.values() == null);
        TableShape after = evolves && takesAll
                ? evolved(target, source)
                : target.snapshot().shape();
        return new MergePlan(
                target.snapshot(),
                source,
                names,
                on,
                clauses,
                evolves,
                after,
                target.environment().clock().instant());
    }

    private static TableShape evolved(Target target, StructType source) {
        return GrownTable.of(
                target.snapshot().shape(), plain(source), target.environment().ids());
    }

    /** What the source says of its columns is not said of the table's. */
    private static StructType plain(StructType type) {
        return new StructType(type.fields().stream()
                .map(field -> new StructField(
                        field.name(),
                        field.type() instanceof StructType below ? plain(below) : field.type(),
                        field.nullable()))
                .toList());
    }

    private BoundClauses bind(Kind kind, StructType input) {
        List<BoundClauses.Bound> bound = new ArrayList<>();
        boolean unconditional = false;
        for (MergeClause clause : clauses) {
            if (clause.kind() != kind) {
                continue;
            }
            if (unconditional) {
                throw new IllegalArgumentException(
                        "A clause stands behind one of its kind without a condition, and would never count {kind="
                                + kind + "}");
            }
            unconditional = clause.condition() == null;
            bound.add(new BoundClauses.Bound(
                    clause,
                    clause.condition() == null
                            ? null
                            : MergeExpression.ofCondition(kind.sql(), qualified(clause.condition(), kind), input),
                    clause.action() == Action.DELETE ? null : assignments(clause, input)));
        }
        return new BoundClauses(bound);
    }

    private Expression qualified(Expression expression, Kind kind) {
        return names.qualified(
                expression,
                kind == Kind.NOT_MATCHED ? StructType.EMPTY : table,
                kind == Kind.NOT_MATCHED_BY_SOURCE ? StructType.EMPTY : source);
    }

    private Assignments assignments(MergeClause clause, StructType input) {
        boolean inserts = clause.action() == Action.INSERT;
        Map<List<String>, Expression> given = new LinkedHashMap<>();
        if (clause.values() == null) {
            given.putAll(all(inserts));
        } else {
            clause.values().forEach((path, value) -> given.put(unaliased(path), qualified(value, clause.kind())));
        }
        if (inserts) {
            requireNoIdentity();
            addDefaults(given);
        }
        return Assignments.of(after, input, given, inserts ? null : this::kept, inserts || evolves);
    }

    /** A column of the table may be set under its alias. */
    private List<String> unaliased(List<String> path) {
        boolean aliased =
                path.size() > 1 && path.get(0).equalsIgnoreCase(names.target()) && table.indexOf(path.get(0)) < 0;
        return aliased ? path.subList(1, path.size()) : path;
    }

    private Map<List<String>, Expression> all(boolean inserts) {
        Map<List<String>, Expression> values = new LinkedHashMap<>();
        for (StructField field : after.schema().fields()) {
            Optional<StructField> same = source.field(field.name());
            if (same.isPresent()) {
                values.put(
                        List.of(field.name()), names.ofSource(List.of(same.get().name())));
            } else if (!mayBeMissing(field, inserts)) {
                throw new SchemaMismatchException(
                        "A clause takes all columns, and the source lacks one of the table",
                        Facts.of("column", field.name(), "source", source.names()));
            }
        }
        return values;
    }

    private boolean mayBeMissing(StructField field, boolean inserts) {
        return evolves
                || ColumnExpression.generated(after, field).isPresent()
                || (inserts
                        ? ColumnExpression.ofDefault(after, field, now).isPresent()
                        : ColumnExpression.isIdentity(after, field));
    }

    /** Values of identity columns are allotted to appended rows alone. */
    private void requireNoIdentity() {
        for (StructField field : after.schema().fields()) {
            if (ColumnExpression.isIdentity(after, field)) {
                throw new UnsupportedTableException(
                        "A merge does not insert rows into a table with identity columns; append them",
                        List.of("identityColumns"),
                        Facts.of("column", field.name()));
            }
        }
    }

    private void addDefaults(Map<List<String>, Expression> given) {
        for (StructField field : after.schema().fields()) {
            if (given.keySet().stream().noneMatch(path -> path.get(0).equalsIgnoreCase(field.name()))) {
                ColumnExpression.ofDefault(after, field, now)
                        .ifPresent(value -> given.put(List.of(field.name()), value.expression()));
            }
        }
    }

    /** What the row of the table has; null for a column that it does not have yet. */
    private Expression kept(List<String> path) {
        StructType level = table;
        for (int i = 0; i < path.size(); i++) {
            int index = level.indexOf(path.get(i));
            if (index < 0) {
                return Literal.NULL;
            }
            if (i + 1 < path.size()) {
                level = (StructType) level.field(index).type();
            }
        }
        return names.ofTarget(path);
    }

    /** Rows of the table as it was, as rows of the table as it becomes. */
    ColumnBatch fitted(ColumnBatch rows) {
        if (after.schema().equals(table)) {
            return rows;
        }
        return new BatchFit(new StructType(after.schema().fields().stream()
                        .map(field -> field.withNullable(true))
                        .toList()))
                .fit(rows, 0);
    }

    /** The clauses of a kind, as the table's history has them. */
    String text(Kind kind) {
        JsonOutput json = new JsonOutput().beginArray();
        for (MergeClause clause : clauses) {
            if (clause.kind() == kind) {
                json.beginObject();
                if (clause.condition() != null) {
                    json.member("predicate", clause.condition().toString());
                }
                json.member("actionType", clause.action().name().toLowerCase(Locale.ROOT))
                        .endObject();
            }
        }
        return json.endArray().toString();
    }
}
