package io.weir.fuzz;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.expression.EvaluationException;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.expression.InvalidExpressionException;
import io.weir.format.expression.Skipping;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.variant.MalformedVariantException;
import io.weir.format.variant.Variant;
import io.weir.log.action.PartitionValues;
import io.weir.table.sql.SqlPredicates;
import io.weir.table.sql.SqlSyntaxException;
import io.weir.testkit.RandomRows;
import java.util.Arrays;
import java.util.List;

/** Texts that stand for values and conditions. */
final class Values {
    private static final ColumnBatch ROWS = RandomRows.seeded(1).batch(Tables.SCHEMA, 20);

    private Values() {}

    /** The first byte chooses a type. What is read is read again when it was written. */
    static void partition(byte[] input) {
        if (input.length == 0) {
            return;
        }
        PrimitiveType[] types = PrimitiveType.values();
        int choice = (input[0] & 0xff) % (types.length + 2);
        DataType type = choice < types.length
                ? types[choice]
                : choice == types.length ? new DecimalType(38, 10) : new DecimalType(9, 2);
        String text = Target.text(Arrays.copyOfRange(input, 1, input.length));
        ColumnVector read;
        try {
            read = read(text, type);
        } catch (IllegalArgumentException e) {
            return;
        }
        String written = PartitionValues.format(read, 0);
        String again = PartitionValues.format(read(written, type), 0);
        if (!java.util.Objects.equals(written, again)) {
            throw new AssertionError("A partition value is another after it was written: " + written + ", " + again);
        }
    }

    private static ColumnVector read(@org.jspecify.annotations.Nullable String text, DataType type) {
        ColumnBuilder column = ColumnBuilder.of(type);
        PartitionValues.append(text, column);
        return column.build();
    }

    static void variant(byte[] input) {
        int length = input.length == 0 ? 0 : Math.min(input[0] & 0xff, input.length - 1);
        byte[] metadata = input.length == 0 ? input : Arrays.copyOfRange(input, 1, 1 + length);
        byte[] value = input.length == 0 ? input : Arrays.copyOfRange(input, 1 + length, input.length);
        try {
            Variant variant = Variant.of(value, metadata);
            variant.toJson();
            variant.value();
        } catch (MalformedVariantException e) {
            // declared
        }
    }

    /** A condition in SQL: parsed, evaluated, and turned into one over statistics. */
    static void predicate(byte[] input) {
        try {
            Expression condition = SqlPredicates.parse(Target.text(input));
            Skipping.of(condition, Tables.SCHEMA, List.of("p"), Skipping.Bounds.DELTA_LOG);
            Evaluator.ofCondition(condition, Tables.SCHEMA).select(ROWS, new int[ROWS.rowCount()]);
        } catch (SqlSyntaxException | InvalidExpressionException | EvaluationException e) {
            // declared
        }
    }
}
