package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** False where an operand is false, else null where one is null, else true. An operand that may fail is asked only about rows that are still open. */
final class AndNode extends Node {
    private final Node[] operands;

    AndNode(Node... operands) {
        super(PrimitiveType.BOOLEAN, anyMayFail(operands));
        this.operands = operands;
    }

    @Override
    ColumnVector evaluate(Input input) {
        int count = input.count();
        BooleanVector first = (BooleanVector) operands[0].evaluate(input);
        boolean[] values = java.util.Arrays.copyOf(first.values(), count);
        boolean @Nullable [] nulls = first.nulls() == null ? null : java.util.Arrays.copyOf(first.nulls(), count);
        for (int i = 1; i < operands.length; i++) {
            if (operands[i].mayFail()) {
                nulls = joinOpen(operands[i], input, values, nulls);
            } else {
                nulls = join((BooleanVector) operands[i].evaluate(input), values, nulls);
            }
        }
        return new BooleanVector(PrimitiveType.BOOLEAN, count, values, nulls);
    }

    /** Joins a whole vector; the values at null rows stay unspecified. */
    private static boolean @Nullable [] join(BooleanVector next, boolean[] values, boolean @Nullable [] nulls) {
        boolean[] nextValues = next.values();
        if (nulls == null && next.nulls() == null) {
            for (int i = 0; i < values.length; i++) {
                values[i] &= nextValues[i];
            }
            return null;
        }
        boolean[] joined = nulls == null ? new boolean[values.length] : nulls;
        for (int i = 0; i < values.length; i++) {
            joined[i] = joinRow(values, i, joined[i], nextValues[i], next.isNull(i));
        }
        return joined;
    }

    /** Joins one row; returns whether it is null now. */
    private static boolean joinRow(boolean[] values, int row, boolean isNull, boolean nextValue, boolean nextNull) {
        boolean decided = !isNull && values[row] == false || !nextNull && nextValue == false;
        values[row] = decided ? false : true;
        return !decided && (isNull || nextNull);
    }

    /** Asks an operand only about rows that are not false yet. */
    private static boolean @Nullable [] joinOpen(
            Node operand, Input input, boolean[] values, boolean @Nullable [] nulls) {
        int[] open = new int[values.length];
        int openCount = 0;
        for (int i = 0; i < values.length; i++) {
            if (nulls != null && nulls[i] || values[i] != false) {
                open[openCount++] = i;
            }
        }
        if (openCount == 0) {
            return nulls;
        }
        BooleanVector next = (BooleanVector) operand.evaluate(input.narrow(open, openCount));
        boolean[] joined = nulls == null ? new boolean[values.length] : nulls;
        for (int i = 0; i < openCount; i++) {
            int row = open[i];
            joined[row] = joinRow(values, row, joined[row], next.value(i), next.isNull(i));
        }
        return joined;
    }

    @Override
    int select(Input input, int @Nullable [] rows, int count, int[] out) {
        int matches = operands[0].select(input, rows, count, out);
        for (int i = 1; i < operands.length && matches > 0; i++) {
            matches = operands[i].select(input, out, matches, out);
        }
        return matches;
    }
}
