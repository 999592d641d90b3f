package io.weir.format.expression;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Values;
import io.weir.format.type.DataType;
import io.weir.format.type.StructType;
import java.util.List;

/** Computes what depends on constants only. */
final class Folding {
    private static final ColumnBatch ONE_ROW = new ColumnBatch(StructType.EMPTY, 1, List.of());

    private Folding() {}

    /** The constant that a resolved expression of constants is, else the expression; a failing one is left to fail at a row. */
    static Resolver.Typed fold(Expression expression, DataType type) {
        for (Expression child : Columns.Children.of(expression)) {
            if (!(child instanceof Literal)) {
                return new Resolver.Typed(expression, type);
            }
        }
        if (!type.isPrimitive()) {
            return new Resolver.Typed(expression, type);
        }
        try {
            Node node = Compiler.compile(expression, StructType.EMPTY);
            Object value = Values.valueAt(node.evaluate(new Input(ONE_ROW)), 0);
            return new Resolver.Typed(Literal.typed(value, type), type);
        } catch (EvaluationException e) {
            return new Resolver.Typed(expression, type);
        }
    }
}
