package io.weir.pipeline.transform;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.Row;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The steps a query can have. */
public final class Transforms {
    private Transforms() {}

    /** Keeps the rows for which the condition is true. */
    public static Transform filter(Expression condition) {
        return bySchema(schema -> Evaluator.ofCondition(condition, schema)::filter);
    }

    /** Keeps the rows that pass the test. */
    public static Transform filter(Predicate<Row> test) {
        return batch -> {
            int[] kept = new int[batch.rowCount()];
            int count = 0;
            for (int i = 0; i < kept.length; i++) {
                if (test.test(batch.row(i))) {
                    kept[count++] = i;
                }
            }
            return count == kept.length ? batch : batch.take(kept, count);
        };
    }

    /** Replaces the columns by values computed from them. */
    public static Transform select(List<Expression> values) {
        List<Expression> all = List.copyOf(values);
        return bySchema(schema -> {
            List<Evaluator> evaluators = new ArrayList<>();
            List<StructField> fields = new ArrayList<>();
            for (Expression value : all) {
                Evaluator evaluator = Evaluator.of(value, schema);
                evaluators.add(evaluator);
                fields.add(new StructField(value.name(), evaluator.type()));
            }
            StructType result = new StructType(fields);
            return batch -> {
                List<ColumnVector> columns = new ArrayList<>();
                for (Evaluator evaluator : evaluators) {
                    columns.add(evaluator.evaluate(batch));
                }
                return new ColumnBatch(result, batch.rowCount(), columns);
            };
        });
    }

    /** Replaces each row by another; the function gives one value for each column of the schema. */
    public static Transform map(StructType schema, Function<Row, @Nullable Object[]> function) {
        return flatMap(schema, (row, output) -> output.emit(function.apply(row)));
    }

    /** Replaces each row by any number of others. */
    public static Transform flatMap(StructType schema, BiConsumer<Row, RowOutput> function) {
        BatchBuilder builder = new BatchBuilder(schema);
        return batch -> {
            for (int i = 0; i < batch.rowCount(); i++) {
                function.accept(batch.row(i), builder::add);
            }
            return builder.build();
        };
    }

    /** Makes the step anew when the columns it works on change. */
    private static Transform bySchema(Function<StructType, Transform> maker) {
        return new Transform() {
            private @Nullable StructType schema;
            private @Nullable Transform made;

            @Override
            public ColumnBatch apply(ColumnBatch batch) {
                Transform step = made;
                if (step == null || !batch.schema().equals(schema)) {
                    step = maker.apply(batch.schema());
                    made = step;
                    schema = batch.schema();
                }
                return step.apply(batch);
            }
        };
    }
}
