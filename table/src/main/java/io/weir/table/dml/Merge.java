package io.weir.table.dml;

import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.table.commit.Statement;
import io.weir.table.dml.MergeClause.Action;
import io.weir.table.dml.MergeClause.Kind;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.sql.SqlExpressions;
import io.weir.table.sql.SqlMergeClauses;
import io.weir.table.sql.SqlPredicates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings the rows of a source into a table: rows that match are updated or deleted, rows that match none are inserted. One thread at a time.
 *
 * <pre>{@code
 * table.merge(changes)
 *         .on("t.id = s.id")
 *         .whenMatched("s.deleted").delete()
 *         .whenMatched().updateAll()
 *         .whenNotMatched().insertAll()
 *         .commit();
 * }</pre>
 *
 * <p>Expressions name the columns of the table by {@code t.} and those of the source by {@code s.}, or by the aliases given; a name that only
 * one of them has needs neither. Of the clauses of a kind the first one counts whose condition is true. The source is held in memory part by
 * part, of {@linkplain #memory so many bytes}; the table is not, and only files are read that can have rows which match.
 */
public final class Merge {
    static final long DEFAULT_MEMORY_BYTES = 64L << 20;

    private final TableEnvironment environment;
    private final Supplier<Target> table;
    private final MergeSource source;
    private final List<MergeClause> clauses = new ArrayList<>();
    private String targetAlias = "t";
    private String sourceAlias = "s";
    private @Nullable Expression on;
    private boolean schemaEvolution;
    private long memoryBytes = DEFAULT_MEMORY_BYTES;

    /** @param table asked when the merge is carried out, and whenever it is done again; its transaction is on the newest version */
    public Merge(TableEnvironment environment, Supplier<Target> table, MergeSource source) {
        this.environment = environment;
        this.table = table;
        this.source = source;
    }

    /** Other names than {@code t} and {@code s} for the table and the source. */
    public Merge as(String tableAlias, String aliasOfSource) {
        if (tableAlias.equalsIgnoreCase(aliasOfSource)) {
            throw new IllegalArgumentException("Table and source have the same alias {alias=" + tableAlias + "}");
        }
        targetAlias = tableAlias;
        sourceAlias = aliasOfSource;
        return this;
    }

    /** When a row of the table and one of the source match. Where it has equalities between the two, few rows are compared. */
    public Merge on(Expression condition) {
        on = condition;
        return this;
    }

    /** The same for a condition in SQL. */
    public Merge on(String sql) {
        return on(SqlPredicates.parse(sql));
    }

    public When whenMatched() {
        return new When(Kind.MATCHED, null);
    }

    public When whenMatched(Expression condition) {
        return new When(Kind.MATCHED, condition);
    }

    public When whenMatched(String sql) {
        return whenMatched(SqlPredicates.parse(sql));
    }

    public When whenNotMatched() {
        return new When(Kind.NOT_MATCHED, null);
    }

    /** @param condition over the columns of the source */
    public When whenNotMatched(Expression condition) {
        return new When(Kind.NOT_MATCHED, condition);
    }

    public When whenNotMatched(String sql) {
        return whenNotMatched(SqlPredicates.parse(sql));
    }

    public When whenNotMatchedBySource() {
        return new When(Kind.NOT_MATCHED_BY_SOURCE, null);
    }

    /** @param condition over the columns of the table */
    public When whenNotMatchedBySource(Expression condition) {
        return new When(Kind.NOT_MATCHED_BY_SOURCE, condition);
    }

    public When whenNotMatchedBySource(String sql) {
        return whenNotMatchedBySource(SqlPredicates.parse(sql));
    }

    /** Adds a clause behind those that are there. */
    public Merge when(MergeClause clause) {
        clauses.add(clause);
        return this;
    }

    /**
     * Adds clauses as SQL writes them: {@code when("MATCHED AND s.deleted THEN DELETE WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT
     * *")}.
     */
    public Merge when(String sql) {
        for (SqlMergeClauses.Clause clause : SqlMergeClauses.parse(sql)) {
            Kind kind =
                    clause.matched() ? Kind.MATCHED : clause.bySource() ? Kind.NOT_MATCHED_BY_SOURCE : Kind.NOT_MATCHED;
            Action action = Action.valueOf(clause.action().name());
            when(new MergeClause(kind, action, clause.condition(), clause.values()));
        }
        return this;
    }

    /** Adds columns that the source has and the table lacks, in the same commit, as far as clauses take all columns. */
    public Merge schemaEvolution() {
        schemaEvolution = true;
        return this;
    }

    /** How many bytes of the source are held in memory at once; each such part costs another look at files that can match. */
    public Merge memory(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("Not a number of bytes: " + bytes);
        }
        memoryBytes = bytes;
        return this;
    }

    /** What becomes of the rows of one kind, as far as a condition is true for them. */
    public final class When {
        private final Kind kind;
        private final @Nullable Expression condition;

        private When(Kind kind, @Nullable Expression condition) {
            this.kind = kind;
            this.condition = condition;
        }

        /** Sets columns to values in SQL; the others stay. */
        public Merge update(Map<String, String> values) {
            return add(Action.UPDATE, parsed(values));
        }

        /** The same for expressions. */
        public Merge updateTo(Map<String, ? extends Expression> values) {
            return add(Action.UPDATE, byPath(values));
        }

        /** Sets every column to the source's column of its name. */
        public Merge updateAll() {
            return add(Action.UPDATE, null);
        }

        public Merge delete() {
            return add(Action.DELETE, Map.of());
        }

        /** A new row with values in SQL over the source's columns; columns that are left out take their default, or null. */
        public Merge insert(Map<String, String> values) {
            return add(Action.INSERT, parsed(values));
        }

        /** The same for expressions. */
        public Merge insertOf(Map<String, ? extends Expression> values) {
            return add(Action.INSERT, byPath(values));
        }

        /** A new row with all columns of the source. */
        public Merge insertAll() {
            return add(Action.INSERT, null);
        }

        private Merge add(Action action, @Nullable Map<List<String>, Expression> values) {
            return when(new MergeClause(kind, action, condition, values));
        }

        private Map<List<String>, Expression> parsed(Map<String, String> values) {
            Map<String, Expression> parsed = new LinkedHashMap<>();
            values.forEach((column, sql) -> parsed.put(column, SqlExpressions.parse(sql)));
            return byPath(parsed);
        }

        private Map<List<String>, Expression> byPath(Map<String, ? extends Expression> values) {
            Map<List<String>, Expression> paths = new LinkedHashMap<>();
            values.forEach((column, value) -> paths.put(Expressions.col(column).path(), value));
            return paths;
        }
    }

    /**
     * Merges in one commit; no version is made if nothing changes.
     *
     * @throws io.weir.format.expression.InvalidExpressionException if an expression names a column that is not there
     * @throws io.weir.log.error.SchemaMismatchException if a column is not there, is named unclearly, or does not take values of the type
     * @throws io.weir.log.error.ConstraintViolationException if several rows of the source would change one row of the table, or a row breaks a
     *     rule of the table
     * @throws io.weir.log.error.CommitConflictException if another writer changed rows that can match
     */
    public DmlResult commit() {
        if (on == null || clauses.isEmpty()) {
            throw new IllegalStateException("A merge has a condition and at least one clause");
        }
        MergeNames names = new MergeNames(targetAlias, sourceAlias);
        Expression condition = on;
        Supplier<DmlResult> round =
                () -> new MergeRun(table.get(), source, names, condition, clauses, schemaEvolution, memoryBytes).run();
        return source.isRepeatable() ? Statement.carryOut(environment, round) : round.get();
    }
}
