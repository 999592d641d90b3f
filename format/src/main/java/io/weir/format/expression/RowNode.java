package io.weir.format.expression;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.type.DataType;
import java.util.List;

/** A function computed row by row; null where an argument is. */
final class RowNode extends Node {
    /** Appends what the function is for one row, none of whose arguments is null. */
    @FunctionalInterface
    interface Body {
        /** @return why there is no value, and then nothing was appended; {@code ""} if there is one */
        String append(ColumnVector[] arguments, int row, ColumnBuilder out);
    }

    /** There is a value. */
    static final String OK = "";

    private final List<Node> arguments;
    private final Body body;
    private final String text;

    /** @param mayFail can the function itself have no value for a row? */
    RowNode(Call written, DataType type, List<Node> arguments, boolean mayFail, Body body) {
        super(type, mayFail || anyMayFail(arguments.toArray(Node[]::new)));
        this.arguments = arguments;
        this.body = body;
        this.text = written.toString();
    }

    @Override
    ColumnVector evaluate(Input input) {
        ColumnVector[] vectors = new ColumnVector[arguments.size()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = arguments.get(i).evaluate(input);
        }
        ColumnBuilder builder = ColumnBuilder.of(type());
        for (int row = 0; row < input.count(); row++) {
            if (anyNull(vectors, row)) {
                builder.appendNull();
                continue;
            }
            String problem = body.append(vectors, row, builder);
            if (!problem.isEmpty()) {
                throw new EvaluationException(
                        problem + " {expression=" + text + ", row=" + input.batchRow(row) + "}", input.batchRow(row));
            }
        }
        return builder.build();
    }

    private static boolean anyNull(ColumnVector[] vectors, int row) {
        for (ColumnVector vector : vectors) {
            if (vector.isNull(row)) {
                return true;
            }
        }
        return false;
    }

    static String string(ColumnVector vector, int row) {
        return ((BytesVector) vector).string(row);
    }

    static long whole(ColumnVector vector, int row) {
        return vector instanceof LongVector longs ? longs.value(row) : ((IntVector) vector).value(row);
    }

    static void append(String text, ColumnBuilder out) {
        byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        out.appendBytes(utf8, 0, utf8.length);
    }
}
