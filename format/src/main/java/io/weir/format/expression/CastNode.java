package io.weir.format.expression;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.DataType;
import org.jspecify.annotations.Nullable;

/** Values as another type. */
final class CastNode extends Node {
    private final Node value;
    private final boolean orNull;
    private final String text;

    CastNode(Node value, DataType to, boolean orNull, String text) {
        super(to, value.mayFail() || !orNull && !Casts.alwaysSucceeds(value.type(), to));
        this.value = value;
        this.orNull = orNull;
        this.text = text;
    }

    @Override
    ColumnVector evaluate(Input input) {
        ColumnVector vector = value.evaluate(input);
        @Nullable ColumnVector widened = Casts.widen(vector, type());
        if (widened != null) {
            return widened;
        }
        Casts casts = new Casts(vector.type(), type());
        ColumnBuilder builder = ColumnBuilder.of(type());
        for (int i = 0; i < input.count(); i++) {
            if (vector.isNull(i)) {
                builder.appendNull();
            } else if (!casts.append(vector, i, builder)) {
                if (!orNull) {
                    int row = input.batchRow(i);
                    throw new EvaluationException(
                            "Value cannot be cast {expression=" + text + ", row=" + row + ", type=" + type().sql()
                                    + ", value=" + casts.shown(vector, i) + "}",
                            row);
                }
                builder.appendNull();
            }
        }
        return builder.build();
    }
}
