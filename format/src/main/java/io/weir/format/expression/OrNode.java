package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** True where an operand is true, else null where one is null, else false. An operand that may fail is asked only about rows that are still open. */
final class OrNode extends Node {
    private final Node[] operands;

    OrNode(Node... operands) {
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
                values[i] |= nextValues[i];
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
        boolean decided = !isNull && values[row] == true || !nextNull && nextValue == true;
        values[row] = decided ? true : false;
        return !decided && (isNull || nextNull);
    }

    /** Asks an operand only about rows that are not true yet. */
    private static boolean @Nullable [] joinOpen(
            Node operand, Input input, boolean[] values, boolean @Nullable [] nulls) {
        int[] open = new int[values.length];
        int openCount = 0;
        for (int i = 0; i < values.length; i++) {
            if (nulls != null && nulls[i] || values[i] != true) {
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
        if (!mayFail()) {
            return super.select(input, rows, count, out); // whole vectors joined are cheaper than lists of rows
        }
        int[] left = rows == null ? Selection.all(count) : java.util.Arrays.copyOf(rows, count);
        int leftCount = count;
        int[] found = new int[count];
        int foundCount = 0;
        int[] next = new int[count];
        for (int i = 0; i < operands.length && leftCount > 0; i++) {
            int nextCount = operands[i].select(input, leftCount == input.count() ? null : left, leftCount, next);
            if (nextCount > 0) {
                foundCount = Selection.merge(found.clone(), foundCount, next, nextCount, found);
                leftCount = Selection.without(left, leftCount, next, nextCount, left);
            }
        }
        System.arraycopy(found, 0, out, 0, foundCount);
        return foundCount;
    }
}
