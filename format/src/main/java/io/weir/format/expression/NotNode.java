package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.PrimitiveType;

/** True where the value is false, false where it is true. */
final class NotNode extends Node {
    private final Node value;

    NotNode(Node value) {
        super(PrimitiveType.BOOLEAN, value.mayFail());
        this.value = value;
    }

    @Override
    ColumnVector evaluate(Input input) {
        BooleanVector vector = (BooleanVector) value.evaluate(input);
        boolean[] values = vector.values();
        boolean[] result = new boolean[input.count()];
        for (int i = 0; i < result.length; i++) {
            result[i] = !values[i];
        }
        return new BooleanVector(PrimitiveType.BOOLEAN, result.length, result, vector.nulls());
    }
}
