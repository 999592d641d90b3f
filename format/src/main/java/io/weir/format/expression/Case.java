package io.weir.format.expression;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of the first branch whose condition is true, else {@code otherwise}. A value is computed only for the rows
 * that take it.
 *
 * @param branches one or more
 * @param otherwise {@link Literal#NULL} if there is none
 */
public record Case(List<Branch> branches, Expression otherwise) implements Expression {

    /** A value and when to take it. */
    public record Branch(Expression condition, Expression value) {}

    public Case {
        branches = List.copyOf(branches);
        if (branches.isEmpty()) {
            throw new IllegalArgumentException("CASE has at least one WHEN");
        }
    }

    /** This with a further branch. */
    public Case when(Expression condition, @Nullable Object value) {
        List<Branch> all = new ArrayList<>(branches);
        all.add(new Branch(condition, Expressions.of(value)));
        return new Case(all, otherwise);
    }

    /** This with the value that rows take for which no condition is true. */
    public Case otherwise(@Nullable Object value) {
        return new Case(branches, Expressions.of(value));
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.caseWhen(this);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("CASE");
        for (Branch branch : branches) {
            text.append(" WHEN ").append(branch.condition()).append(" THEN ").append(branch.value());
        }
        return text.append(otherwise.equals(Literal.NULL) ? "" : " ELSE " + otherwise)
                .append(" END")
                .toString();
    }
}
