package io.weir.format.expression;

/** True where the value is false, false where it is true, null where it is null. */
public record Not(Expression value) implements Expression {
    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.not(this);
    }

    @Override
    public Expression not() {
        return value;
    }

    @Override
    public String toString() {
        if (value instanceof IsNull isNull) {
            return Sql.operand(isNull.value()) + " IS NOT NULL";
        }
        return "NOT " + Sql.operand(value);
    }
}
