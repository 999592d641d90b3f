package io.weir.table.scan;

import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.expression.Literal;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.action.TableFeature;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.state.RowOrigins;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ids of rows and the versions that last changed them, as columns of a scan. Immutable and safe for many threads. (PROTOCOL.md,
 * "Reader Requirements for Row Tracking")
 *
 * <p>Either is what the file has for the row in a column that is not of the table's schema, or else follows from where the row is: the
 * id from the file's first one and the row's place in the file, the version from the file. So a column of this kind is an expression
 * over columns that only a scan knows of.
 */
public final class RowTracking {
    /** The struct that expressions find the columns in. */
    private static final String METADATA = "_metadata";

    private static final String ROW_ID = "row_id";
    private static final String ROW_COMMIT_VERSION = "row_commit_version";

    /** A column of all scans that track rows: the row's place in its file. */
    static final String PLACE = METADATA + ".row_index";

    /** Columns that are the same for all rows of a file. */
    private static final String BASE_ROW_ID = METADATA + ".base_row_id";

    private static final String FILE_VERSION = METADATA + ".default_row_commit_version";

    private final StructType table;
    private final StructType scanned;
    private final Expression rowId;
    private final Expression rowCommitVersion;

    private RowTracking(StructType table, @Nullable String idColumn, @Nullable String versionColumn) {
        this.table = table;
        StructType all = table;
        for (String name : new @Nullable String[] {idColumn, versionColumn, BASE_ROW_ID, FILE_VERSION, PLACE}) {
            all = name == null ? all : all.add(name, PrimitiveType.LONG);
        }
        this.scanned = all;
        Expression fresh = column(BASE_ROW_ID).plus(column(PLACE));
        this.rowId = idColumn == null ? fresh : Expressions.coalesce(column(idColumn), fresh);
        this.rowCommitVersion = versionColumn == null
                ? column(FILE_VERSION)
                : Expressions.coalesce(column(versionColumn), column(FILE_VERSION));
    }

    /** @throws IllegalArgumentException if the table does not track its rows, or has a column of the name */
    static RowTracking of(Snapshot snapshot) {
        if (!snapshot.protocol().supports(TableFeature.ROW_TRACKING)
                || !snapshot.metadata().isTrue("delta.enableRowTracking")) {
            throw new IllegalArgumentException(
                    "The table does not track its rows {property=delta.enableRowTracking, version=" + snapshot.version()
                            + "}");
        }
        if (snapshot.schema().indexOf(METADATA) >= 0) {
            throw new IllegalArgumentException(
                    "The table has a column of the name under which rows are tracked {column=" + METADATA + "}");
        }
        return new RowTracking(
                snapshot.schema(),
                snapshot.metadata().property("delta.rowTracking.materializedRowIdColumnName"),
                snapshot.metadata().property("delta.rowTracking.materializedRowCommitVersionColumnName"));
    }

    private static ColumnReference column(String name) {
        return new ColumnReference(List.of(name));
    }

    /** What expressions may name: the table's columns, and those of the rows' tracking in a struct. */
    StructType named() {
        return table.add(new StructField(
                METADATA,
                StructType.EMPTY
                        .add(ROW_ID, PrimitiveType.LONG, false)
                        .add(ROW_COMMIT_VERSION, PrimitiveType.LONG, false),
                false));
    }

    /** What is there when a file is read. */
    StructType scanned() {
        return scanned;
    }

    /** Those of it that are the same for all rows of a file. */
    List<String> constants() {
        return List.of(BASE_ROW_ID, FILE_VERSION);
    }

    /** A selection over what is there; of all columns if there is none. */
    List<Expression> select(@Nullable List<Expression> select) {
        List<Expression> values = new ArrayList<>();
        if (select == null) {
            table.fields().forEach(field -> values.add(column(field.name())));
            values.addAll(values());
            return values;
        }
        for (Expression value : select) {
            boolean bare = value instanceof ColumnReference column && isTracking(column);
            values.add(bare ? replaced(value).as(value.name()) : replaced(value));
        }
        return values;
    }

    /** The two columns alone, under the names that they have in all of a scan's columns. */
    List<Expression> values() {
        return List.of(rowId.as(METADATA + "." + ROW_ID), rowCommitVersion.as(METADATA + "." + ROW_COMMIT_VERSION));
    }

    /** A condition over what is there. */
    @Nullable
    Expression where(@Nullable Expression condition) {
        return condition == null ? null : replaced(condition);
    }

    /** What of a condition the log can tell something about; never nothing if there is a condition. */
    static @Nullable Expression ofTable(@Nullable Expression condition) {
        if (condition == null) {
            return null;
        }
        List<Expression> parts = Expressions.conjuncts(condition).stream()
                .filter(part -> part.columns().stream().noneMatch(RowTracking::isTracking))
                .toList();
        return parts.isEmpty() ? Literal.TRUE : Expressions.and(parts);
    }

    private static boolean isTracking(ColumnReference column) {
        return column.root().equalsIgnoreCase(METADATA);
    }

    private Expression replaced(Expression expression) {
        return Expressions.replaceColumns(expression, column -> {
            if (!isTracking(column)) {
                return column;
            }
            String field = column.path().size() == 2 ? column.path().get(1) : "";
            if (field.equalsIgnoreCase(ROW_ID)) {
                return rowId;
            }
            if (field.equalsIgnoreCase(ROW_COMMIT_VERSION)) {
                return rowCommitVersion;
            }
            throw new IllegalArgumentException("No such column of rows that are tracked {column="
                    + String.join(".", column.path()) + ", columns=" + List.of(ROW_ID, ROW_COMMIT_VERSION) + "}");
        });
    }

    /** A file with what its rows have in common. */
    static ScanTask tracked(ScanTask task, RowOrigins origins, int place) {
        Map<String, @Nullable String> values = new HashMap<>(task.partitionValues());
        constants(
                task.path(),
                origins.baseRowIds().isNull(place) ? null : origins.baseRowIds().value(place),
                origins.commitVersions().isNull(place)
                        ? null
                        : origins.commitVersions().value(place),
                values);
        return new ScanTask(task.ordinal(), task.path(), task.sizeBytes(), values, task.deletionVector());
    }

    /** Puts what a file's rows have in common to its partition values. */
    static void constants(AddFile file, Map<String, @Nullable String> values) {
        constants(file.path(), file.baseRowId(), file.defaultRowCommitVersion(), values);
    }

    private static void constants(
            String path, @Nullable Long baseRowId, @Nullable Long version, Map<String, @Nullable String> values) {
        if (baseRowId == null || version == null) {
            throw new CorruptTableException(
                    "The table tracks its rows, and the log does not say where those of a file begin",
                    Facts.of("file", path));
        }
        values.put(BASE_ROW_ID, baseRowId.toString());
        values.put(FILE_VERSION, version.toString());
    }
}
