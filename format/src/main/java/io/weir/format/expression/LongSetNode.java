package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.type.PrimitiveType;
import java.util.Arrays;

/** Is a whole number one of some constants? */
final class LongSetNode extends Node {
    private final Node value;
    private final long[] sorted;

    LongSetNode(Node value, long[] constants) {
        super(PrimitiveType.BOOLEAN, value.mayFail());
        this.value = value;
        this.sorted = constants.clone();
        Arrays.sort(sorted);
    }

    @Override
    ColumnVector evaluate(Input input) {
        ColumnVector vector = value.evaluate(input);
        boolean[] result = new boolean[input.count()];
        if (vector instanceof LongVector longs) {
            for (int i = 0; i < result.length; i++) {
                result[i] = contains(longs.value(i));
            }
        } else {
            IntVector ints = (IntVector) vector;
            for (int i = 0; i < result.length; i++) {
                result[i] = contains(ints.value(i));
            }
        }
        return new BooleanVector(PrimitiveType.BOOLEAN, result.length, result, vector.nulls());
    }

    private boolean contains(long number) {
        return number >= sorted[0] && number <= sorted[sorted.length - 1] && Arrays.binarySearch(sorted, number) >= 0;
    }
}
