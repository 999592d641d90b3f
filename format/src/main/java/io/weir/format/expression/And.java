package io.weir.format.expression;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * True if every operand is true, false if one is false, else null. Operands are evaluated in order, each only for the rows that the earlier ones left undecided.
 *
 * @param operands two or more
 */
public record And(List<Expression> operands) implements Expression {
    public And {
        operands = List.copyOf(operands);
        if (operands.size() < 2) {
            throw new IllegalArgumentException("AND joins at least two operands");
        }
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.and(this);
    }

    @Override
    public String toString() {
        return operands.stream().map(Sql::operand).collect(joining(" AND "));
    }
}
