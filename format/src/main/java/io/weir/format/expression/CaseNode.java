package io.weir.format.expression;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import java.util.List;

/** For each row the value of the first branch whose condition holds; conditions and values are asked only about the rows they decide. */
final class CaseNode extends Node {
    private final List<Node> conditions;
    private final List<Node> values;

    /** @param values one for each condition and one more for the rest */
    CaseNode(List<Node> conditions, List<Node> values) {
        super(
                values.get(0).type(),
                anyMayFail(conditions.toArray(Node[]::new)) || anyMayFail(values.toArray(Node[]::new)));
        this.conditions = conditions;
        this.values = values;
    }

    @Override
    ColumnVector evaluate(Input input) {
        int count = input.count();
        int[] open = Selection.all(count);
        int openCount = count;
        Choice choice = new Choice(count, values.size());
        int[] matching = new int[count];
        for (int i = 0; i < conditions.size() && openCount > 0; i++) {
            int matches = conditions.get(i).select(input, openCount == count ? null : open, openCount, matching);
            if (matches > 0) {
                choice.take(i, values.get(i), input, matching, matches);
                openCount = Selection.without(open, openCount, matching, matches, open);
            }
        }
        if (openCount > 0) {
            choice.take(values.size() - 1, values.get(values.size() - 1), input, open, openCount);
        }
        return choice.build(ColumnBuilder.of(type()));
    }

    /** For each row the vector, and the position in it, that its value comes from. */
    static final class Choice {
        private final ColumnVector[] vectors;
        private final int[] vectorOf;
        private final int[] positionOf;

        Choice(int count, int vectorCount) {
            this.vectors = new ColumnVector[vectorCount];
            this.vectorOf = new int[count];
            this.positionOf = new int[count];
        }

        /** These rows take their value from here. */
        ColumnVector take(int index, Node value, Input input, int[] rows, int count) {
            vectors[index] = value.evaluate(count == input.count() ? input : input.narrow(rows, count));
            for (int i = 0; i < count; i++) {
                vectorOf[rows[i]] = index;
                positionOf[rows[i]] = i;
            }
            return vectors[index];
        }

        ColumnVector build(ColumnBuilder builder) {
            for (int row = 0; row < vectorOf.length; row++) {
                VectorCopy.append(vectors[vectorOf[row]], positionOf[row], builder);
            }
            return builder.build();
        }
    }
}
