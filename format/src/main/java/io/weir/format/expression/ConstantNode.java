package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.Values;
import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The same value for every row. */
final class ConstantNode extends Node {
    private final ColumnVector one;
    private @Nullable ColumnVector expanded; // for the longest batch so far; a lost update only costs time

    ConstantNode(DataType type, @Nullable Object value) {
        super(type, false);
        ColumnBuilder builder = ColumnBuilder.of(type);
        Values.append(builder, value);
        this.one = builder.build();
    }

    /** The value as a vector of one row. */
    ColumnVector one() {
        return one;
    }

    boolean isNull() {
        return one.isNull(0);
    }

    @Override
    ColumnVector evaluate(Input input) {
        int count = input.count();
        ColumnVector known = expanded;
        if (known == null || known.length() < count) {
            known = expand(count);
            expanded = known;
        }
        return known.length() == count ? known : shortened(known, count);
    }

    private ColumnVector expand(int count) {
        return one.take(new int[count], count);
    }

    /** A shorter view of the same arrays where the vector allows it. */
    private static ColumnVector shortened(ColumnVector vector, int count) {
        DataType type = vector.type();
        if (vector instanceof LongVector v) {
            return new LongVector(type, count, v.values(), v.nulls());
        }
        if (vector instanceof IntVector v) {
            return new IntVector(type, count, v.values(), v.nulls());
        }
        if (vector instanceof DoubleVector v) {
            return new DoubleVector(type, count, v.values(), v.nulls());
        }
        if (vector instanceof BooleanVector v) {
            return new BooleanVector(type, count, v.values(), v.nulls());
        }
        if (vector instanceof BytesVector v && v.ids() != null) {
            return new BytesVector(
                    type, count, v.data(), v.offsets(), v.dictionarySize(), Arrays.copyOf(v.ids(), count), v.nulls());
        }
        return vector.slice(0, count);
    }
}
