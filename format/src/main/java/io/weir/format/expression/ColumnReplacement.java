package io.weir.format.expression;

import java.util.ArrayList;
import java.util.List;

/** The same expression with something else in place of its columns. */
final class ColumnReplacement implements Expression.Handler<Expression> {
    private final java.util.function.Function<ColumnReference, Expression> replacement;

    ColumnReplacement(java.util.function.Function<ColumnReference, Expression> replacement) {
        this.replacement = replacement;
    }

    private Expression replace(Expression expression) {
        return expression.accept(this);
    }

    private List<Expression> replace(List<Expression> expressions) {
        List<Expression> replaced = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            replaced.add(replace(expression));
        }
        return replaced;
    }

    @Override
    public Expression column(ColumnReference column) {
        return replacement.apply(column);
    }

    @Override
    public Expression literal(Literal literal) {
        return literal;
    }

    @Override
    public Expression comparison(Comparison comparison) {
        return new Comparison(comparison.operator(), replace(comparison.left()), replace(comparison.right()));
    }

    @Override
    public Expression and(And and) {
        return new And(replace(and.operands()));
    }

    @Override
    public Expression or(Or or) {
        return new Or(replace(or.operands()));
    }

    @Override
    public Expression not(Not not) {
        return new Not(replace(not.value()));
    }

    @Override
    public Expression isNull(IsNull isNull) {
        return new IsNull(replace(isNull.value()));
    }

    @Override
    public Expression in(In in) {
        return new In(replace(in.value()), replace(in.options()));
    }

    @Override
    public Expression like(Like like) {
        return new Like(replace(like.value()), like.pattern());
    }

    @Override
    public Expression arithmetic(Arithmetic arithmetic) {
        return new Arithmetic(arithmetic.operator(), replace(arithmetic.left()), replace(arithmetic.right()));
    }

    @Override
    public Expression cast(Cast cast) {
        return new Cast(replace(cast.value()), cast.type(), cast.orNull());
    }

    @Override
    public Expression caseWhen(Case caseWhen) {
        List<Case.Branch> branches = new ArrayList<>();
        for (Case.Branch branch : caseWhen.branches()) {
            branches.add(new Case.Branch(replace(branch.condition()), replace(branch.value())));
        }
        return new Case(branches, replace(caseWhen.otherwise()));
    }

    @Override
    public Expression call(Call call) {
        return new Call(call.function(), replace(call.arguments()));
    }

    @Override
    public Expression alias(Alias alias) {
        return new Alias(replace(alias.value()), alias.name());
    }
}
