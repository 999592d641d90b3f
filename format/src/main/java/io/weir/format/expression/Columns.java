package io.weir.format.expression;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the columns an expression is computed from, in the order they are met. */
final class Columns {
    private Columns() {}

    static Set<ColumnReference> of(Expression expression) {
        Set<ColumnReference> found = new LinkedHashSet<>();
        collect(expression, found);
        return Collections.unmodifiableSet(found);
    }

    private static void collect(Expression expression, Set<ColumnReference> found) {
        if (expression instanceof ColumnReference column) {
            found.add(column);
        }
        for (Expression child : Children.of(expression)) {
            collect(child, found);
        }
    }

    /** The direct parts of an expression, in order. */
    static final class Children implements Expression.Handler<List<Expression>> {
        private static final Children INSTANCE = new Children();

        static List<Expression> of(Expression expression) {
            return expression.accept(INSTANCE);
        }

        @Override
        public List<Expression> column(ColumnReference column) {
            return List.of();
        }

        @Override
        public List<Expression> literal(Literal literal) {
            return List.of();
        }

        @Override
        public List<Expression> comparison(Comparison comparison) {
            return List.of(comparison.left(), comparison.right());
        }

        @Override
        public List<Expression> and(And and) {
            return and.operands();
        }

        @Override
        public List<Expression> or(Or or) {
            return or.operands();
        }

        @Override
        public List<Expression> not(Not not) {
            return List.of(not.value());
        }

        @Override
        public List<Expression> isNull(IsNull isNull) {
            return List.of(isNull.value());
        }

        @Override
        public List<Expression> in(In in) {
            List<Expression> all = new java.util.ArrayList<>(in.options());
            all.add(0, in.value());
            return all;
        }

        @Override
        public List<Expression> like(Like like) {
            return List.of(like.value());
        }

        @Override
        public List<Expression> arithmetic(Arithmetic arithmetic) {
            return List.of(arithmetic.left(), arithmetic.right());
        }

        @Override
        public List<Expression> cast(Cast cast) {
            return List.of(cast.value());
        }

        @Override
        public List<Expression> caseWhen(Case caseWhen) {
            List<Expression> all = new java.util.ArrayList<>();
            for (Case.Branch branch : caseWhen.branches()) {
                all.add(branch.condition());
                all.add(branch.value());
            }
            all.add(caseWhen.otherwise());
            return all;
        }

        @Override
        public List<Expression> call(Call call) {
            return call.arguments();
        }

        @Override
        public List<Expression> alias(Alias alias) {
            return List.of(alias.value());
        }
    }
}
