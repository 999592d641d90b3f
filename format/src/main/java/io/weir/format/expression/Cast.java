package io.weir.format.expression;

import io.weir.format.type.DataType;

/**
 * The value as another type.
 *
 * @param orNull null instead of a failure where the value has no counterpart in the type
 */
public record Cast(Expression value, DataType type, boolean orNull) implements Expression {
    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.cast(this);
    }

    @Override
    public String toString() {
        return (orNull ? "TRY_CAST(" : "CAST(") + value + " AS " + type.sql() + ")";
    }
}
