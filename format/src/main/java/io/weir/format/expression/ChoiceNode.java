package io.weir.format.expression;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import java.util.List;

/** The greatest or the least of values, nulls left out; NaN is greater than every number. */
final class ChoiceNode extends Node {
    private final boolean greatest;
    private final List<Node> values;

    ChoiceNode(boolean greatest, List<Node> values) {
        super(values.get(0).type(), anyMayFail(values.toArray(Node[]::new)));
        this.greatest = greatest;
        this.values = values;
    }

    @Override
    ColumnVector evaluate(Input input) {
        ColumnVector best = values.get(0).evaluate(input);
        byte[] order = new byte[input.count()];
        for (Node value : values.subList(1, values.size())) {
            ColumnVector other = value.evaluate(input);
            CompareNode.order(best, other, input.count(), order);
            ColumnBuilder builder = ColumnBuilder.of(type());
            for (int row = 0; row < input.count(); row++) {
                boolean keeps =
                        other.isNull(row) || !best.isNull(row) && (greatest ? order[row] >= 0 : order[row] <= 0);
                VectorCopy.append(keeps ? best : other, row, builder);
            }
            best = builder.build();
        }
        return best;
    }
}
