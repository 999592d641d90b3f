package io.weir.table.rules;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.TableFeature;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.Facts;

/** A column whose values follow from others: computed where rows leave it out, compared where they give it. (PROTOCOL.md, "Generated Columns") */
record GeneratedColumn(StructField field, int position, RuleExpression expression, RuleExpression same)
        implements MissingColumn {
    static boolean isOne(StructField field) {
        return field.metadata().json(FieldProperties.GENERATION_EXPRESSION) != null;
    }

    static GeneratedColumn of(StructField field, int position, StructType schema) {
        RuleExpression expression = expression(field, schema);
        return new GeneratedColumn(field, position, expression, expression.sameAs(field, schema));
    }

    static RuleExpression expression(StructField field, StructType schema) {
        String sql = FieldProperties.text(field.metadata(), FieldProperties.GENERATION_EXPRESSION);
        return RuleExpression.of(
                TableFeature.GENERATED_COLUMNS,
                Facts.of("column", field.name()),
                sql == null ? "" : sql,
                schema,
                field.type(),
                null);
    }

    @Override
    public ColumnVector values(ColumnBatch rows, long firstRow) {
        return expression.values(rows, firstRow);
    }

    void check(ColumnBatch rows, long firstRow) {
        int row = same.firstNotTrue(rows, firstRow, new int[rows.rowCount()]);
        if (row >= 0) {
            throw new ConstraintViolationException(
                    "A row has another value than the column is generated with; leave the column out",
                    same.facts(rows, row, firstRow));
        }
    }
}
