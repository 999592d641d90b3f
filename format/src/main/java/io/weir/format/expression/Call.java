package io.weir.format.expression;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** A function of its arguments. */
public record Call(Function function, List<Expression> arguments) implements Expression {
    public Call {
        arguments = List.copyOf(arguments);
        if (arguments.size() < function.minArguments() || arguments.size() > function.maxArguments()) {
            throw new IllegalArgumentException("Wrong number of arguments {expected=" + function.arity() + ", found="
                    + arguments.size() + ", function=" + function.sql() + "}");
        }
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.call(this);
    }

    @Override
    public String toString() {
        if (function == Function.NEGATE) {
            return "-(" + arguments.get(0) + ")";
        }
        if (function == Function.GET) {
            return arguments.get(0) + "[" + arguments.get(1) + "]";
        }
        if (function == Function.FIELD && arguments.get(1) instanceof Literal name) {
            return arguments.get(0) + "." + Sql.path(List.of(String.valueOf(name.value())));
        }
        return function.sql() + arguments.stream().map(Expression::toString).collect(joining(", ", "(", ")"));
    }
}
