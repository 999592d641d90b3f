package io.weir.format.expression;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Is the value one of the options? Null if it is null, or if it is none of them and one of them is null. */
public record In(Expression value, List<Expression> options) implements Expression {
    public In {
        options = List.copyOf(options);
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.in(this);
    }

    @Override
    public String toString() {
        return Sql.operand(value) + options.stream().map(Expression::toString).collect(joining(", ", " IN (", ")"));
    }
}
