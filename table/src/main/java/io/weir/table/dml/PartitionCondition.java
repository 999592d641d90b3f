package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.PartitionValues;
import io.weir.log.state.TableShape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The condition of being in the same partition as one of some files. Pure functions. */
public final class PartitionCondition {
    private PartitionCondition() {}

    /** True for rows of partitions that the files are in; for none if there is no file. Without partition columns for all. */
    public static Expression of(TableShape shape, Collection<AddFile> files) {
        Map<Map<String, @Nullable String>, Expression> partitions = new LinkedHashMap<>();
        for (AddFile file : files) {
            partitions.computeIfAbsent(file.partitionValues(), values -> of(shape, values));
        }
        return Expressions.or(List.copyOf(partitions.values()));
    }

    private static Expression of(TableShape shape, Map<String, @Nullable String> values) {
        StructType columns = shape.partitionSchema();
        List<Expression> parts = new ArrayList<>();
        for (StructField field : columns.fields()) {
            ColumnBuilder builder = ColumnBuilder.of(field.type());
            PartitionValues.append(values.get(shape.columnMapping().physicalName(field)), builder);
            ColumnVector value = builder.build();
            ColumnReference column = new ColumnReference(List.of(field.name()));
            parts.add(
                    value.isNull(0)
                            ? column.isNull()
                            : column.eq(new ColumnBatch(new StructType(List.of(field)), 1, List.of(value))
                                    .row(0)
                                    .value(0)));
        }
        return Expressions.and(parts);
    }
}
