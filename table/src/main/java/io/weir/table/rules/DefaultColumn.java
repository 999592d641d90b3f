package io.weir.table.rules;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.TableFeature;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import io.weir.table.schema.ConstantVectors;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A column with a constant for rows that leave it out. One thread at a time. (PROTOCOL.md, "Default Columns") */
final class DefaultColumn implements MissingColumn {
    private static final ColumnBatch ONE_ROW = new ColumnBatch(
            StructType.EMPTY.add("none", PrimitiveType.INTEGER),
            1,
            List.of(ConstantVectors.nulls(PrimitiveType.INTEGER, 1)));

    private final @Nullable RuleExpression expression;

    /** Why the default cannot be computed; only rows that need it are refused. */
    private final @Nullable UnsupportedTableException refusal;

    private DefaultColumn(@Nullable RuleExpression expression, @Nullable UnsupportedTableException refusal) {
        this.expression = expression;
        this.refusal = refusal;
    }

    static boolean isOne(StructField field) {
        return field.metadata().json(FieldProperties.CURRENT_DEFAULT) != null;
    }

    static DefaultColumn of(StructField field, Instant now) {
        try {
            return new DefaultColumn(expression(field, ONE_ROW.schema(), now), null);
        } catch (UnsupportedTableException e) {
            return new DefaultColumn(null, e);
        }
    }

    static RuleExpression expression(StructField field, StructType schema, Instant now) {
        String sql = FieldProperties.text(field.metadata(), FieldProperties.CURRENT_DEFAULT);
        return RuleExpression.of(
                TableFeature.ALLOW_COLUMN_DEFAULTS,
                Facts.of("column", field.name()),
                sql == null ? "" : sql,
                schema,
                field.type(),
                now);
    }

    @Override
    public ColumnVector values(ColumnBatch rows, long firstRow) {
        if (expression == null) {
            throw java.util.Objects.requireNonNull(refusal);
        }
        return ConstantVectors.repeat(expression.values(ONE_ROW, firstRow), rows.rowCount());
    }
}
