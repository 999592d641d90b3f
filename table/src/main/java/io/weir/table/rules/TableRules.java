package io.weir.table.rules;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.action.TableFeature;
import io.weir.log.state.TableShape;
import io.weir.table.schema.BatchFit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings rows to what a table asks of them, or refuses them: types and columns, values of columns that rows leave out, nullability, lengths,
 * generated values, invariants and constraints, in this order. One thread at a time.
 *
 * <p>Everything is parsed and bound once, when this is made. A table without rules costs its rows what {@link BatchFit} does, and no more.
 */
public final class TableRules {
    private final StructType schema;
    private final BatchFit fit;

    /** By position; null where a column that rows leave out is null. */
    private final List<@Nullable MissingColumn> missing = new ArrayList<>();

    private final List<IdentityColumn> identities = new ArrayList<>();
    private final TextLengths lengths;
    private final List<GeneratedColumn> generated = new ArrayList<>();
    private final List<RowCheck> checks;
    private final boolean anyMissing;

    private TableRules(StructType schema) {
        this.schema = schema;
        this.fit = new BatchFit(schema);
        this.lengths = TextLengths.of(StructType.EMPTY);
        this.checks = List.of();
        this.anyMissing = false;
    }

    private TableRules(TableShape shape, Instant now, boolean rewrites) {
        this.schema = shape.schema();
        this.fit = new BatchFit(schema);
        this.lengths = TextLengths.of(schema);
        boolean generates = shape.protocol().supports(TableFeature.GENERATED_COLUMNS);
        boolean counts = shape.protocol().supports(TableFeature.IDENTITY_COLUMNS);
        boolean hasDefaults = shape.protocol().supports(TableFeature.ALLOW_COLUMN_DEFAULTS);
        for (int i = 0; i < schema.size(); i++) {
            StructField field = schema.field(i);
            MissingColumn column = null;
            if (generates && GeneratedColumn.isOne(field)) {
                GeneratedColumn computed = GeneratedColumn.of(field, i, schema);
                generated.add(computed);
                column = computed;
            } else if (counts && IdentityColumn.isOne(field)) {
                IdentityColumn identity = IdentityColumn.of(field, i, rewrites);
                identities.add(identity);
                column = identity;
            } else if (hasDefaults && DefaultColumn.isOne(field)) {
                column = DefaultColumn.of(field, now);
            }
            missing.add(column);
        }
        this.checks = RowCheck.of(shape);
        this.anyMissing = missing.stream().anyMatch(column -> column != null);
    }

    /**
     * The rules of a table.
     *
     * @param now what expressions of the time, which only defaults may be, take it for
     * @param rewrites are there rows that were in the table before? They bring the values of identity columns with them
     * @throws io.weir.log.error.UnsupportedTableException naming feature, column or constraint, and expression, if one cannot be computed here
     */
    public static TableRules of(TableShape shape, Instant now, boolean rewrites) {
        return new TableRules(shape, now, rewrites);
    }

    /** No rules but types and nullability. */
    public static TableRules ofTypes(StructType schema) {
        return new TableRules(schema);
    }

    /**
     * The rows as the table takes them: its columns in its order.
     *
     * @param firstRow the number of the batch's first row, for messages
     * @throws io.weir.log.error.SchemaMismatchException if a column is not the table's, or its type is not
     * @throws io.weir.log.error.ConstraintViolationException naming row, column or constraint, rule and values, if a row breaks a rule; nothing
     *     is given out then
     */
    public ColumnBatch apply(ColumnBatch batch, long firstRow) {
        ColumnBatch rows = fit.shape(batch, firstRow);
        boolean[] given = anyMissing ? given(batch) : new boolean[0];
        if (anyMissing) {
            rows = filled(rows, given, firstRow, false);
        }
        if (!generated.isEmpty()) {
            rows = filled(rows, given, firstRow, true);
        }
        fit.checkNulls(rows, firstRow);
        lengths.check(rows, firstRow);
        for (GeneratedColumn column : generated) {
            if (given[column.position()]) {
                column.check(rows, firstRow);
            }
        }
        for (RowCheck check : checks) {
            check.check(rows, firstRow);
        }
        for (IdentityColumn column : identities) {
            if (!given[column.position()]) {
                column.givenOut(rows.rowCount());
            }
        }
        return rows;
    }

    private boolean[] given(ColumnBatch batch) {
        boolean[] given = new boolean[schema.size()];
        for (StructField field : batch.schema().fields()) {
            given[schema.indexOf(field.name())] = true;
        }
        return given;
    }

    /** With values in the columns that rows leave out: generated ones, which are computed from others, or those others. */
    private ColumnBatch filled(ColumnBatch rows, boolean[] given, long firstRow, boolean computed) {
        List<ColumnVector> columns = new ArrayList<>(rows.columns());
        boolean changed = false;
        for (int i = 0; i < given.length; i++) {
            MissingColumn column = missing.get(i);
            if (column == null || column instanceof GeneratedColumn != computed) {
                continue;
            }
            if (!given[i]) {
                columns.set(i, column.values(rows, firstRow));
                changed = true;
            } else if (column instanceof IdentityColumn identity) {
                identity.checkGiven(rows.column(i), firstRow);
            }
        }
        return changed ? new ColumnBatch(schema, rows.rowCount(), columns) : rows;
    }

    /** The metadata with the identity columns' counters where they are now; itself if no value was given out. */
    public Metadata metadataAfter(Metadata metadata) {
        StructType counted = metadata.schema();
        for (IdentityColumn column : identities) {
            counted = column.counted(counted);
        }
        return counted.equals(metadata.schema())
                ? metadata
                : metadata.toBuilder().schema(counted).build();
    }
}
