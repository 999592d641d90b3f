package io.weir.format.expression;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import java.util.List;

/** For each row the first value that is not null; later ones are asked only about the rows that need them. */
final class CoalesceNode extends Node {
    private final List<Node> values;

    CoalesceNode(List<Node> values) {
        super(values.get(0).type(), anyMayFail(values.toArray(Node[]::new)));
        this.values = values;
    }

    @Override
    ColumnVector evaluate(Input input) {
        int[] open = Selection.all(input.count());
        int openCount = input.count();
        CaseNode.Choice choice = new CaseNode.Choice(input.count(), values.size());
        for (int i = 0; i < values.size() && openCount > 0; i++) {
            ColumnVector vector = choice.take(i, values.get(i), input, open, openCount);
            if (i == 0 && !vector.mayHaveNulls()) {
                return vector;
            }
            int stillOpen = 0;
            for (int j = 0; j < openCount; j++) {
                open[stillOpen] = open[j];
                stillOpen += vector.isNull(j) ? 1 : 0;
            }
            openCount = stillOpen;
        }
        return choice.build(ColumnBuilder.of(type()));
    }
}
