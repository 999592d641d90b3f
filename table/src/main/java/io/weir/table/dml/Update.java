package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.expression.Literal;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaMismatchException;
import io.weir.log.error.TableException;
import io.weir.table.commit.Statement;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.deletion.DeletionVectorBuilder;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.FileScan;
import io.weir.table.sql.SqlAssignments;
import io.weir.table.sql.SqlExpressions;
import io.weir.table.sql.SqlPredicates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Gives columns of the rows for which a condition is true other values. One thread at a time.
 *
 * <p>Values are computed from the row as it was before. They are stored as the column's type by the rules of ANSI SQL; generated columns
 * follow the columns they are made of.
 */
public final class Update {
    private final TableEnvironment environment;
    private final Supplier<Target> table;
    private final Map<List<String>, Expression> values = new LinkedHashMap<>();
    private Expression condition = Literal.TRUE;

    /** @param table asked when the update is carried out, and whenever it is done again; its transaction is on the newest version */
    public Update(TableEnvironment environment, Supplier<Target> table) {
        this.environment = environment;
        this.table = table;
    }

    /**
     * Sets a column, or a field of a struct column ({@code a.b}).
     *
     * @param value an expression over the table's columns, or a constant
     */
    public Update set(String column, Expression value) {
        return set(Expressions.col(column).path(), value);
    }

    private Update set(List<String> path, Expression value) {
        if (values.putIfAbsent(path, value) != null) {
            throw new SchemaMismatchException(
                    "A column is set twice", Facts.of("column", String.join(".", path), "rule", "one value a column"));
        }
        return this;
    }

    /** Sets columns as SQL writes it: {@code set("distance = distance * 1.609, address.city = 'Rome'")}. */
    public Update set(String sql) {
        SqlAssignments.parse(sql).forEach(this::set);
        return this;
    }

    /** The same for a value in SQL: {@code set("distance", "distance * 1.609")}. */
    public Update set(String column, String sql) {
        return set(column, SqlExpressions.parse(sql));
    }

    /** Only rows for which this and every condition given before is true. */
    public Update where(Expression newCondition) {
        condition = condition.equals(Literal.TRUE) ? newCondition : condition.and(newCondition);
        return this;
    }

    /** The same for a condition in SQL. */
    public Update where(String sql) {
        return where(SqlPredicates.parse(sql));
    }

    /**
     * Updates the rows in one commit; no version is made if there are none.
     *
     * @throws io.weir.format.expression.InvalidExpressionException if an expression names a column that is not there
     * @throws SchemaMismatchException if a column is not there, or does not take values of the type
     * @throws io.weir.log.error.ConstraintViolationException if a row breaks a rule of the table then, or rows of the table do not change
     * @throws io.weir.log.error.CommitConflictException if another writer changed rows that match
     */
    public DmlResult commit() {
        if (values.isEmpty()) {
            throw new IllegalStateException("An update sets at least one column");
        }
        return Statement.carryOut(environment, () -> new Run(table.get()).run());
    }

    private final class Run {
        private final Target target;
        private final StructType schema;
        private final Expression bound;
        private final Assignments assignments;
        private final Timer timer;
        private final Metrics metrics = new Metrics(
                "numUpdatedRows",
                "numCopiedRows",
                "numRemovedFiles",
                "numRemovedBytes",
                "numAddedFiles",
                "numAddedBytes",
                "numAddedChangeFiles",
                "numDeletionVectorsAdded",
                "numDeletionVectorsRemoved",
                "numDeletionVectorsUpdated");

        Run(Target target) {
            this.target = target;
            this.schema = target.snapshot().schema();
            this.timer = new Timer(target.environment().clock());
            this.bound = Evaluator.ofCondition(condition, schema).resolved();
            this.assignments = Assignments.of(target.snapshot().shape(), schema, values, ColumnReference::new, false);
        }

        DmlResult run() {
            target.requireRowsMayLeave("UPDATE");
            target.transaction().reads(bound).rowByRow();
            List<AddFile> files =
                    target.snapshot().files().files(target.snapshot().files().matching(bound));
            try (RowChange change = new RowChange(target, target.snapshot().shape(), metrics)) {
                FileScan scan = target.scan(schema.names(), bound, true);
                target.each(files, file -> update(change, scan, file));
                timer.lap("scanTimeMs", metrics);
                if (change.isEmpty()) {
                    return DmlResult.of(target.snapshot().version(), false, metrics.all());
                }
                TransactionOutcome outcome = change.commit(transaction -> {
                    timer.lap("rewriteTimeMs", metrics);
                    timer.total("executionTimeMs", metrics);
                    if (!bound.equals(Literal.TRUE)) {
                        transaction.textParameter("predicate", bound.toString());
                    }
                    metrics.all().forEach(transaction::metric);
                });
                return DmlResult.of(outcome.version(), true, metrics.all());
            }
        }

        /** The rows of a file that match, in their new form; whoever comes to one that cannot be says in which file. */
        private boolean update(RowChange change, FileScan scan, AddFile file) {
            DeletionVectorBuilder places = new DeletionVectorBuilder();
            try (CloseableIterator<ColumnBatch> batches = target.read(scan, file)) {
                while (batches.hasNext()) {
                    ColumnBatch rows = batches.next();
                    ColumnBatch before = Rows.columns(rows, schema);
                    ColumnBatch after = assignments.apply(before);
                    change.write(lane -> {
                        lane.rewrite(after, rows);
                        lane.change(before, ChangeType.UPDATE_PREIMAGE);
                        lane.change(after, ChangeType.UPDATE_POSTIMAGE);
                    });
                    Rows.addPlaces(rows, places);
                    metrics.add("numUpdatedRows", rows.rowCount());
                }
            } catch (TableException e) {
                throw e.with("dataFile", file.path());
            }
            change.leave(file, places.build());
            return true;
        }
    }
}
