package io.weir.format.expression;

/** Two values compared; null if one of them is null, except for the null-safe equality. */
public record Comparison(Operator operator, Expression left, Expression right) implements Expression {

    /** What is asked of the two sides. */
    public enum Operator {
        EQ("="),
        NE("<>"),
        LT("<"),
        LE("<="),
        GT(">"),
        GE(">="),
        /** Equal or both null. */
        EQ_NULL_SAFE("<=>");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        public String sql() {
            return sql;
        }

        /** The operator that gives the same answer with the sides exchanged. */
        Operator flipped() {
            return switch (this) {
                case LT -> GT;
                case LE -> GE;
                case GT -> LT;
                case GE -> LE;
                case EQ, NE, EQ_NULL_SAFE -> this;
            };
        }

        /** The operator that is true where this is false and false where this is true; not for the null-safe one. */
        Operator negated() {
            return switch (this) {
                case EQ -> NE;
                case NE -> EQ;
                case LT -> GE;
                case LE -> GT;
                case GT -> LE;
                case GE -> LT;
                case EQ_NULL_SAFE -> throw new IllegalStateException("<=> has no opposite operator");
            };
        }
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.comparison(this);
    }

    @Override
    public String toString() {
        return Sql.operand(left) + " " + operator.sql() + " " + Sql.operand(right);
    }
}
