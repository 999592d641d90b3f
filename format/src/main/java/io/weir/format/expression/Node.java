package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.DataType;
import org.jspecify.annotations.Nullable;

/** A resolved expression made ready to run. Safe for many threads: whatever a node remembers is only ever replaced as a whole. */
abstract class Node {
    private final DataType type;
    private final boolean mayFail;

    Node(DataType type, boolean mayFail) {
        this.type = type;
        this.mayFail = mayFail;
    }

    final DataType type() {
        return type;
    }

    /** Can there be a row without a value? Then only rows that need it may be evaluated. */
    final boolean mayFail() {
        return mayFail;
    }

    /** One value for each row of the input. */
    abstract ColumnVector evaluate(Input input);

    /**
     * Finds the rows for which a condition is true.
     *
     * @param rows rows of the input to look at, ascending, or null for all
     * @param count how many of them
     * @param out receives the rows that match, ascending; may be {@code rows}
     * @return how many match
     */
    int select(Input input, int @Nullable [] rows, int count, int[] out) {
        if (rows == null) {
            return Selection.whereTrue((BooleanVector) evaluate(input), count, out);
        }
        if (!mayFail && 2L * count >= input.count()) {
            return Selection.whereTrue((BooleanVector) evaluate(input), rows, count, out);
        }
        BooleanVector narrowed = (BooleanVector) evaluate(input.narrow(rows, count));
        int matches = 0;
        for (int i = 0; i < count; i++) {
            out[matches] = rows[i];
            matches += narrowed.value(i) && !narrowed.isNull(i) ? 1 : 0;
        }
        return matches;
    }

    static boolean anyMayFail(Node... nodes) {
        for (Node node : nodes) {
            if (node.mayFail) {
                return true;
            }
        }
        return false;
    }
}
