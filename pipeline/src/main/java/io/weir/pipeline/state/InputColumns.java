package io.weir.pipeline.state;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.expression.InvalidExpressionException;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a step takes out of every batch, by name, with the types that they had in the first. One thread at a time.
 */
public final class InputColumns {
    private final StructType first;
    private final List<String> names = new ArrayList<>();
    private @Nullable StructType schema;
    private int[] indexes = new int[0];

    public InputColumns(StructType first) {
        this.first = first;
    }

    /** Adds a column, if it is not there yet; gives its number among those added. */
    public int add(String name, Predicate<DataType> fits, String needed) {
        int index = indexIn(first, name);
        DataType type = first.field(index).type();
        if (!fits.test(type)) {
            throw new InvalidExpressionException("Not the type of column that is needed here {column=" + name
                    + ", needed=" + needed + ", type=" + type.sql() + "}");
        }
        if (!names.contains(name)) {
            names.add(name);
            schema = null;
        }
        return names.indexOf(name);
    }

    public int addTime(String name) {
        return add(
                name,
                type -> type == PrimitiveType.TIMESTAMP || type == PrimitiveType.TIMESTAMP_NTZ,
                "TIMESTAMP or TIMESTAMP_NTZ");
    }

    /** Those that were added. */
    public StructType schema() {
        List<StructField> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fields.add(new StructField(names.get(i), type(i)));
        }
        return new StructType(fields);
    }

    /** How many were added. */
    public int size() {
        return names.size();
    }

    public DataType type(int number) {
        return first.field(indexIn(first, names.get(number))).type();
    }

    public ColumnVector in(ColumnBatch batch, int number) {
        if (!batch.schema().equals(schema)) {
            bind(batch.schema());
        }
        return batch.column(indexes[number]);
    }

    private void bind(StructType now) {
        int[] found = new int[names.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = indexIn(now, names.get(i));
            DataType type = now.field(found[i]).type();
            if (!type.equals(type(i))) {
                throw new InvalidExpressionException(
                        "A column of a step with memory has another type than before; cast it {before=" + type(i).sql()
                                + ", column=" + names.get(i) + ", now=" + type.sql() + "}");
            }
        }
        indexes = found;
        schema = now;
    }

    /** Several columns of a batch. */
    public List<ColumnVector> in(ColumnBatch batch, List<Integer> numbers) {
        List<ColumnVector> columns = new ArrayList<>(numbers.size());
        for (int number : numbers) {
            columns.add(in(batch, number));
        }
        return columns;
    }

    private static int indexIn(StructType schema, String name) {
        int index = schema.indexOf(name);
        if (index < 0) {
            throw new InvalidExpressionException(
                    "No such column {column=" + name + ", columns=" + schema.names() + "}");
        }
        return index;
    }
}
