package io.weir.table.dml;

import io.weir.format.expression.Expression;
import io.weir.format.expression.Literal;
import io.weir.format.json.JsonOutput;

/** Conditions as the table's history has them: a JSON list of SQL. Pure functions. */
final class Predicates {
    private Predicates() {}

    static String text(Expression condition) {
        return condition.equals(Literal.TRUE) ? "[\"true\"]" : "[" + JsonOutput.quote(condition.toString()) + "]";
    }
}
