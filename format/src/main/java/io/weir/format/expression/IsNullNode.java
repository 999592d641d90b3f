package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.PrimitiveType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Is the value null, or is it not? */
final class IsNullNode extends Node {
    private final Node value;
    private final boolean wanted;

    /** @param wanted true to ask for nulls, false to ask for values */
    IsNullNode(Node value, boolean wanted) {
        super(PrimitiveType.BOOLEAN, value.mayFail());
        this.value = value;
        this.wanted = wanted;
    }

    @Override
    ColumnVector evaluate(Input input) {
        boolean @Nullable [] nulls = value.evaluate(input).nulls();
        boolean[] result = new boolean[input.count()];
        if (nulls == null) {
            Arrays.fill(result, !wanted);
        } else {
            for (int i = 0; i < result.length; i++) {
                result[i] = nulls[i] == wanted;
            }
        }
        return new BooleanVector(PrimitiveType.BOOLEAN, result.length, result, null);
    }
}
