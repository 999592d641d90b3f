package io.weir.table;

import io.weir.format.json.JsonOutput;
import io.weir.format.type.DataType;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.TableException;
import io.weir.table.alter.Clustering;
import io.weir.table.alter.ColumnChanges;
import io.weir.table.alter.ColumnPosition;
import io.weir.table.alter.ColumnsComeAndGo;
import io.weir.table.alter.ConstraintChanges;
import io.weir.table.alter.DomainChanges;
import io.weir.table.alter.PropertyChanges;
import io.weir.table.alter.RowChecks;
import io.weir.table.alter.TableChange;
import io.weir.table.alter.TableDraft;
import io.weir.table.commit.CommitResult;
import io.weir.table.commit.Transaction;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.scan.ScanReader;
import io.weir.table.sql.SchemaDdl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of what a table is, all made in one version by {@link #commit}, or none of them. One thread at a time.
 *
 * <p>Changes are made in the order in which they are asked for. Columns are named by their paths: {@code a}, {@code a.b}, {@code
 * list.element.x}, {@code map.value}, regardless of case; a name with a dot in it is back-quoted. What a change needs of the protocol is
 * added to it.
 */
public final class Alter {
    /** Others who change the metadata at the same time make it be done again on what they left, so often. */
    private static final int MAX_ROUNDS = 10;

    private final Table table;
    private final List<TableChange> changes = new ArrayList<>();

    Alter(Table table) {
        this.table = table;
    }

    private Alter change(TableChange change) {
        changes.add(change);
        return this;
    }

    /** Sets a property; {@code delta.feature.NAME=supported} adds a feature. */
    public Alter set(String key, String value) {
        return set(Map.of(key, value));
    }

    public Alter set(Map<String, String> properties) {
        return change(PropertyChanges.set(properties));
    }

    /** Takes properties away that the table has. */
    public Alter unset(String... keys) {
        return change(PropertyChanges.unset(Arrays.asList(keys), false));
    }

    /** Takes properties away, as far as the table has them. */
    public Alter unsetIfExists(String... keys) {
        return change(PropertyChanges.unset(Arrays.asList(keys), true));
    }

    /** What the table is, for people. */
    public Alter comment(String text) {
        return change(PropertyChanges.comment(text));
    }

    /** Adds a table feature, with those it requires. */
    public Alter addFeature(String name) {
        return change(PropertyChanges.addFeature(name));
    }

    /**
     * Adds columns as SQL writes them: {@code "price DECIMAL(10,2) COMMENT 'net' AFTER id, address.zip STRING"}. They are null in the rows
     * that are there.
     */
    public Alter addColumns(String ddl) {
        return change(ColumnsComeAndGo.add(ddl));
    }

    /** Adds a column at the end. */
    public Alter addColumn(String column, DataType type) {
        return change(ColumnsComeAndGo.add(column, type, null));
    }

    public Alter addColumn(String column, DataType type, ColumnPosition position) {
        return change(ColumnsComeAndGo.add(column, type, position));
    }

    /** Takes columns out of a table that maps its columns. Files keep what they have of them. */
    public Alter dropColumns(String... columns) {
        return change(ColumnsComeAndGo.drop(Arrays.asList(columns)));
    }

    /**
     * Renames a column of a table that maps its columns.
     *
     * @param newName the column's own, without those around it
     */
    public Alter renameColumn(String column, String newName) {
        return change(ColumnsComeAndGo.rename(column, newName));
    }

    /** Moves a column among those of its struct. */
    public Alter moveColumn(String column, ColumnPosition position) {
        return change(ColumnChanges.move(column, position));
    }

    /** @param text null takes the comment away */
    public Alter commentColumn(String column, @Nullable String text) {
        return change(ColumnChanges.comment(column, text));
    }

    /** Gives a column a wider type, where {@code delta.enableTypeWidening} is on; files stay as they are. */
    public Alter changeType(String column, DataType type) {
        return change(ColumnChanges.changeType(column, type));
    }

    /** The same for a type as SQL writes it. */
    public Alter changeType(String column, String type) {
        return changeType(column, SchemaDdl.parseType(type));
    }

    /** Refuses nulls from now on, if no row that is there has one. Reads those that may. */
    public Alter setNotNull(String column) {
        return change(ColumnChanges.setNotNull(column));
    }

    public Alter dropNotNull(String column) {
        return change(ColumnChanges.dropNotNull(column));
    }

    /** What rows get that do not name the column, from now on. */
    public Alter setDefault(String column, String sql) {
        return change(ColumnChanges.setDefault(column, sql));
    }

    public Alter dropDefault(String column) {
        return change(ColumnChanges.dropDefault(column));
    }

    /** Adds a CHECK constraint, if no row that is there breaks it; null breaks it too. Reads those that may. */
    public Alter addConstraint(String name, String sql) {
        return change(ConstraintChanges.add(name, sql));
    }

    public Alter dropConstraint(String name) {
        return change(ConstraintChanges.drop(name, false));
    }

    public Alter dropConstraintIfExists(String name) {
        return change(ConstraintChanges.drop(name, true));
    }

    /**
     * Sets what an application keeps with the table under a name of its own, which does not begin with {@code delta.}.
     *
     * @param configuration the application's own text; null takes it away
     */
    public Alter domain(String name, @Nullable String configuration) {
        return change(DomainChanges.set(name, configuration));
    }

    /** By which columns rows are to lie together, from now on; none takes the clustering away. */
    public Alter clusterBy(String... columns) {
        return change(Clustering.by(Arrays.asList(columns)));
    }

    /**
     * Makes the changes in one version; none is made if they come to nothing.
     *
     * @throws TableException if a change is not allowed; nothing is changed then
     * @throws io.weir.log.error.ConstraintViolationException with the first row that breaks a new rule
     * @throws CommitConflictException if others were faster again and again
     */
    public CommitResult commit() {
        if (changes.isEmpty()) {
            throw new IllegalStateException("No change was asked for {table=" + table.location() + "}");
        }
        for (int round = 1; ; round++) {
            try {
                return attempt();
            } catch (CommitConflictException e) {
                if (round == MAX_ROUNDS) {
                    throw e;
                }
                table.environment().backoff().pause(round);
            } catch (TableException e) {
                throw e.with("table", table.location());
            }
        }
    }

    private CommitResult attempt() {
        Transaction transaction = table.transactionOnLatest(operation());
        Snapshot snapshot = transaction.snapshot();
        TableDraft draft = new TableDraft(snapshot, table.environment().ids());
        changes.forEach(change -> change.applyTo(draft));
        draft.finish();
        if (!draft.isChanged()) {
            return new CommitResult(snapshot.version(), 0, 0, 0);
        }
        if (!draft.checks().isEmpty()) {
            transaction.readsAll();
            RowChecks.require(new ScanReader(table.store(), table.environment(), snapshot), draft.checks());
        }
        parameters(draft).forEach(transaction::textParameter);
        if (!draft.metadata().equals(snapshot.metadata())) {
            transaction.metadata(draft.metadata());
        }
        if (!draft.protocol().equals(snapshot.protocol())) {
            transaction.protocol(draft.protocol());
        }
        draft.changedDomains().forEach(transaction::domain);
        if (draft.startsRowTracking()) {
            describeAnew(transaction);
        }
        TransactionOutcome outcome = transaction.commit();
        return outcome instanceof TransactionOutcome.Committed committed
                ? committed.result()
                : new CommitResult(outcome.version(), 0, 0, 0);
    }

    /** Files from before rows had ids get theirs when they are named again. (PROTOCOL.md, "Row Tracking") */
    private static void describeAnew(Transaction transaction) {
        transaction.readsAll();
        for (AddFile file : transaction.snapshot().files().all()) {
            if (file.baseRowId() == null) {
                transaction.add(file.toBuilder().dataChange(false).build());
            }
        }
    }

    /** One change goes by its own name; of several each is told. */
    private String operation() {
        return changes.size() == 1 ? changes.get(0).operation() : "ALTER TABLE";
    }

    private Map<String, String> parameters(TableDraft draft) {
        if (changes.size() == 1) {
            return changes.get(0).parameters(draft);
        }
        JsonOutput out = new JsonOutput().beginArray();
        for (TableChange change : changes) {
            out.beginObject().member("operation", change.operation());
            change.parameters(draft).forEach(out::member);
            out.endObject();
        }
        return Map.of("changes", out.endArray().toString());
    }
}
