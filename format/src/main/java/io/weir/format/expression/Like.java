package io.weir.format.expression;

/**
 * Does the string match the pattern as a whole? {@code %} stands for any text, {@code _} for any one character, and a
 * backslash takes the meaning of the character behind it away.
 */
public record Like(Expression value, String pattern) implements Expression {
    public Like {
        LikePattern.of(pattern); // refuses a pattern that ends in a backslash
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.like(this);
    }

    @Override
    public String toString() {
        return Sql.operand(value) + " LIKE " + Sql.string(pattern);
    }
}
