package io.weir.table.commit;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.schema.ColumnMapping;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.PartitionValues;
import io.weir.log.state.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Whether a file can hold rows of a condition, by its partition values alone; yes when in doubt. Pure. */
final class PartitionMatch implements Predicate<AddFile> {
    private final StructType partitions;
    private final ColumnMapping mapping;
    private final Evaluator condition;

    private PartitionMatch(TableShape shape, Evaluator condition) {
        this.partitions = shape.partitionSchema();
        this.mapping = shape.columnMapping();
        this.condition = condition;
    }

    static Predicate<AddFile> of(Expression condition, TableShape shape) {
        StructType partitions = shape.partitionSchema();
        List<Expression> decided = new ArrayList<>();
        for (Expression part : Expressions.conjuncts(condition)) {
            if (!part.columns().isEmpty() && part.columns().stream().allMatch(c -> partitions.indexOf(c.root()) >= 0)) {
                decided.add(part);
            }
        }
        return decided.isEmpty()
                ? add -> true
                : new PartitionMatch(shape, Evaluator.ofCondition(Expressions.and(decided), partitions));
    }

    @Override
    public boolean test(AddFile add) {
        List<ColumnVector> values = new ArrayList<>(partitions.size());
        for (StructField field : partitions.fields()) {
            ColumnBuilder column = ColumnBuilder.of(field.type());
            try {
                PartitionValues.append(add.partitionValues().get(mapping.physicalName(field)), column);
            } catch (IllegalArgumentException e) {
                return true; // what cannot be read may be anything
            }
            values.add(column.build());
        }
        return condition.select(new ColumnBatch(partitions, 1, values), new int[1]) > 0;
    }
}
