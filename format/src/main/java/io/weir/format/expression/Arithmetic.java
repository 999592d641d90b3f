package io.weir.format.expression;

/** Two numbers and what is made of them; null if one of them is null. */
public record Arithmetic(Operator operator, Expression left, Expression right) implements Expression {

    /** What is computed. */
    public enum Operator {
        PLUS("+"),
        MINUS("-"),
        TIMES("*"),
        DIVIDE("/"),
        MODULO("%");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        public String sql() {
            return sql;
        }
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.arithmetic(this);
    }

    @Override
    public String toString() {
        return Sql.operand(left) + " " + operator.sql() + " " + Sql.operand(right);
    }
}
