package io.weir.format.expression;

/** Is the value null? Never null itself. */
public record IsNull(Expression value) implements Expression {
    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.isNull(this);
    }

    @Override
    public String toString() {
        return Sql.operand(value) + " IS NULL";
    }
}
