package io.weir.format.expression;

/** A value under a name; inside other expressions the name means nothing. */
public record Alias(Expression value, String name) implements Expression {
    public Alias {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("An alias is not empty {value=" + value + "}");
        }
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.alias(this);
    }

    @Override
    public String toString() {
        return value + " AS " + Sql.name(name);
    }
}
