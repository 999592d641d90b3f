package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one string or binary value: a comparison with a constant, IN, LIKE. Of values in dictionary form each entry
 * is tested once, for as long as batches share the dictionary.
 */
final class BytesTestNode extends Node {
    /** A condition on the bytes of a value. Safe for many threads. */
    interface Test {
        boolean matches(byte[] data, int start, int end);

        default Test negated() {
            return (data, start, end) -> !matches(data, start, end);
        }
    }

    /** The answers for a dictionary, known by its arrays. */
    private record Tested(byte[] data, int[] offsets, int size, byte[] answers) {
        boolean isOf(BytesVector vector) {
            return data == vector.data() && offsets == vector.offsets() && size == vector.dictionarySize();
        }
    }

    private static final byte UNKNOWN = 0;
    private static final byte FALSE = 1;
    private static final byte TRUE = 2;

    private final Node value;
    private final Test test;
    private volatile @Nullable Tested tested;

    BytesTestNode(Node value, Test test) {
        super(PrimitiveType.BOOLEAN, value.mayFail());
        this.value = value;
        this.test = test;
    }

    @Override
    ColumnVector evaluate(Input input) {
        BytesVector vector = (BytesVector) value.evaluate(input);
        int count = input.count();
        boolean[] result = new boolean[count];
        int[] ids = vector.ids();
        if (ids != null) {
            byte[] answers = answers(vector, ids, count);
            for (int i = 0; i < count; i++) {
                result[i] = answers[ids[i]] == TRUE;
            }
        } else {
            byte[] data = vector.data();
            int[] offsets = vector.offsets();
            for (int i = 0; i < count; i++) {
                result[i] = test.matches(data, offsets[i], offsets[i + 1]);
            }
        }
        return new BooleanVector(PrimitiveType.BOOLEAN, count, result, vector.nulls());
    }

    @Override
    int select(Input input, int @Nullable [] rows, int count, int[] out) {
        if (rows != null && value.mayFail()) {
            return super.select(input, rows, count, out);
        }
        BytesVector vector = (BytesVector) value.evaluate(input);
        boolean @Nullable [] nulls = vector.nulls();
        int[] ids = vector.ids();
        if (ids != null) {
            byte[] answers = answers(vector, ids, input.count());
            return rows == null
                    ? selectAll(answers, ids, nulls, count, out)
                    : selectSome(answers, ids, nulls, rows, count, out);
        }
        byte[] data = vector.data();
        int[] offsets = vector.offsets();
        int matches = 0;
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            if ((nulls == null || !nulls[row]) && test.matches(data, offsets[row], offsets[row + 1])) {
                out[matches++] = row;
            }
        }
        return matches;
    }

    private static int selectAll(byte[] answers, int[] ids, boolean @Nullable [] nulls, int count, int[] out) {
        int matches = 0;
        if (nulls == null) {
            for (int i = 0; i < count; i++) {
                out[matches] = i;
                matches += answers[ids[i]] >> 1;
            }
        } else {
            for (int i = 0; i < count; i++) {
                out[matches] = i;
                matches += nulls[i] ? 0 : answers[ids[i]] >> 1;
            }
        }
        return matches;
    }

    private static int selectSome(
            byte[] answers, int[] ids, boolean @Nullable [] nulls, int[] rows, int count, int[] out) {
        int matches = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            out[matches] = row;
            matches += nulls != null && nulls[row] ? 0 : answers[ids[row]] >> 1;
        }
        return matches;
    }

    /** Answers for at least the entries that the rows refer to; two threads may find the same answer. */
    private byte[] answers(BytesVector vector, int[] ids, int count) {
        Tested known = tested;
        if (known == null || !known.isOf(vector)) {
            // one more, so that ids of null rows may point at an empty dictionary
            byte[] answers = new byte[vector.dictionarySize() + 1];
            known = new Tested(vector.data(), vector.offsets(), vector.dictionarySize(), answers);
            tested = known;
        }
        byte[] answers = known.answers;
        if (vector.dictionarySize() <= count) {
            for (int id = 0; id < vector.dictionarySize(); id++) {
                if (answers[id] == UNKNOWN) {
                    answers[id] = answer(vector, id);
                }
            }
        } else {
            for (int i = 0; i < count; i++) {
                if (answers[ids[i]] == UNKNOWN && ids[i] < vector.dictionarySize()) {
                    answers[ids[i]] = answer(vector, ids[i]);
                }
            }
        }
        return answers;
    }

    private byte answer(BytesVector vector, int id) {
        return test.matches(vector.data(), vector.offsets()[id], vector.offsets()[id + 1]) ? TRUE : FALSE;
    }
}
