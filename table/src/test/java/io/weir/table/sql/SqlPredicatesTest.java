package io.weir.table.sql;

import static io.weir.format.expression.Expressions.coalesce;
import static io.weir.format.expression.Expressions.col;
import static io.weir.format.expression.Expressions.concat;
import static io.weir.format.expression.Expressions.dateTrunc;
import static io.weir.format.expression.Expressions.lit;
import static io.weir.format.expression.Expressions.not;
import static io.weir.format.expression.Expressions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.expression.Expression;
import io.weir.format.expression.Not;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SqlPredicatesTest {
    @Test
    void comparisonsAndLogicBindAsInSql() {
        assertReads(
                "delay > 60 AND origin = 'SFO'",
                col("delay").gt(60).and(col("origin").eq("SFO")));
        assertReads(
                "a = 1 or b = 2 and not c = 3", col("a").eq(1).or(col("b").eq(2).and(not(col("c").eq(3)))));
        assertReads("(a = 1 or b = 2) and c", col("a").eq(1).or(col("b").eq(2)).and(col("c")));
        assertReads(
                "a + 2 * -b % 3 >= 4",
                col("a").plus(lit(2).times(col("b").negated()).modulo(3)).ge(4));
        assertReads("a - 1 - 2 <> 0", col("a").minus(1).minus(2).ne(0));
        assertReads("a == 1", col("a").eq(1));
        assertReads("a != 1", col("a").ne(1));
        assertReads("a <=> NULL", col("a").eqNullSafe(null));
        assertReads("a || 'x' = 'yx'", concat(col("a"), "x").eq("yx"));
    }

    @Test
    void testsOfNullRangeListAndPattern() {
        assertReads("a is null", col("a").isNull());
        assertReads("a IS NOT NULL", col("a").isNotNull());
        assertReads("a is not true", new Not(col("a").eqNullSafe(true)));
        assertReads("a is distinct from 3", new Not(col("a").eqNullSafe(3)));
        assertReads("a between 1 and 2 and b", col("a").between(1, 2).and(col("b")));
        assertReads("a not between 1 and 2", new Not(col("a").between(1, 2)));
        assertReads("a in (1, 2, NULL)", col("a").in(1, 2, null));
        assertReads("a not in ('x')", new Not(col("a").in("x")));
        assertReads("a like 'x%'", col("a").like("x%"));
        assertReads("a not like '100\\%'", new Not(col("a").like("100\\%")));
        assertReads("a like '10!%\\' escape '!'", col("a").like("10\\%\\\\"));
    }

    @Test
    void namesMayBeQuotedAndHaveParts() {
        assertReads("a.b.c > 1", col("a.b.c").gt(1));
        assertReads("`a b`.\"c\"\"d\" > 1", col("`a b`.`c\"d`").gt(1));
        assertReads("`select` = date", col("select").eq(col("date")));
        assertReads(
                "timestamp = year and left.end = 1",
                col("timestamp").eq(col("year")).and(col("left.end").eq(1)));
        assertReads("größe > 1", col("größe").gt(1));
    }

    @Test
    void constantsHaveTheTypesOfSpark() {
        assertReads("a = 2147483648", col("a").eq(2147483648L));
        assertReads("a = -9223372036854775808", col("a").eq(Long.MIN_VALUE));
        assertReads("a = 9223372036854775808", col("a").eq(new BigDecimal("9223372036854775808")));
        assertReads("a = 1.50", col("a").eq(new BigDecimal("1.50")));
        assertReads("a = .5", col("a").eq(new BigDecimal("0.5")));
        assertReads("a = 1.5e0", col("a").eq(1.5));
        assertReads("a = 5L", col("a").eq(5L));
        assertReads("a = 1.5F", col("a").eq(1.5f));
        assertReads("a = 'it''s'", col("a").eq("it's"));
        assertReads("a = true", col("a").eq(true));
        assertReads("a = DATE '2020-02-29'", col("a").eq(LocalDate.of(2020, 2, 29)));
        assertReads("a = TIMESTAMP '2020-02-29 01:02:03.5'", col("a").eq(Instant.parse("2020-02-29T01:02:03.5Z")));
        assertReads("a = timestamp'2020-02-29T01:02:03+01:00'", col("a").eq(Instant.parse("2020-02-29T00:02:03Z")));
        assertReads("a = TIMESTAMP_NTZ '2020-02-29'", col("a").eq(LocalDateTime.parse("2020-02-29T00:00")));
        assertReads("a = X'0aFF'", col("a").eq(new byte[] {10, -1}));
        assertReads("a = 1 -- note\n AND /* other */ b", col("a").eq(1).and(col("b")));
    }

    @Test
    void functionsCastsAndCases() {
        assertReads(
                "CAST(a AS DECIMAL(10, 2)) > 1",
                col("a").cast(new DecimalType(10, 2)).gt(1));
        assertReads(
                "try_cast(a as int) = 1",
                col("a").tryCast(PrimitiveType.INTEGER).eq(1));
        assertReads("lower(trim(a)) = 'x'", col("a").trim().lower().eq("x"));
        assertReads("substr(a, 1, 2) = 'x'", col("a").substring(1, 2).eq("x"));
        assertReads("year(d) = 2020", col("d").year().eq(2020));
        assertReads("date_trunc('day', t) = d", dateTrunc("day", col("t")).eq(col("d")));
        assertReads("coalesce(a, b, 0) > 1", coalesce(col("a"), col("b"), 0).gt(1));
        assertReads("startswith(a, 'x')", col("a").startsWith("x"));
        assertReads(
                "CASE WHEN a > 1 THEN 'x' WHEN a > 0 THEN 'y' ELSE 'z' END = 'x'",
                when(col("a").gt(1), "x")
                        .when(col("a").gt(0), "y")
                        .otherwise("z")
                        .eq("x"));
        assertReads("case a when 1 then 2 end = 2", when(col("a").eq(1), 2).eq(2));
        assertReads("if(a > 0, 1, 2) = 1", when(col("a").gt(0), 1).otherwise(2).eq(1));
    }

    @Test
    void computedColumnsHaveNames() {
        Expression km = SqlExpressions.parse("distance * 1.609 AS km");
        assertThat(km.name()).isEqualTo("km");
        assertThat(km).isEqualTo(col("distance").times(new BigDecimal("1.609")).as("km"));
        assertThat(SqlExpressions.parseList("a, b.c, d + 1 as `e f`").stream().map(Expression::name))
                .containsExactly("a", "c", "e f");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        for (String sql : new String[] {
            "((a > 1) AND (b IS NOT NULL)) OR (NOT (c LIKE 'x''%'))",
            "CASE WHEN a THEN -(b) ELSE CAST(c AS STRUCT<x: INT>) END IN (1, -5, NULL, 1.5, 2.5E0)",
            "(`a b`.`select` <=> DATE '2020-01-01') OR (substring(x, 1, 2) = X'00')",
            "(TIMESTAMP '2020-01-01T00:00:00Z' < t) AND (TIMESTAMP_NTZ '2020-01-01T00:00' < u)",
            "CAST('NaN' AS DOUBLE) = coalesce(a, try_cast(b AS FLOAT))",
        }) {
            Expression once = SqlPredicates.parse(sql);
            assertThat(SqlPredicates.parse(once.toString())).as(sql).isEqualTo(once);
        }
    }

    @Test
    void errorsSayWhatWasExpectedAndWhere() {
        assertRefused("", "Expected a value {found=the end, position=1, sql=}");
        assertRefused("a >", "Expected a value {found=the end, position=4, sql=a >}");
        assertRefused("a > AND b", "Expected a value {found=AND");
        assertRefused("a = 1 b", "Expected the end {found=b, position=7");
        assertRefused("a = 1; DROP TABLE x", "Expected the end {found=;");
        assertRefused("a = 'x", "A quote is not closed {quote=', position=5");
        assertRefused("foo(a) = 1", "No such function {function=foo, functions=[abs, ");
        assertRefused("lower(a, b) = 1", "Wrong number of arguments {function=lower, given=2");
        assertRefused("nullif(a) = 1", "Wrong number of arguments {function=nullif, given=1");
        assertRefused("a in (select 1)", "subqueries are not supported");
        assertRefused("a = DATE '2020-02-30'", "Not a constant of this type {found=2020-02-30, type=DATE");
        assertRefused("a = 12x", "Not a number {found=12x");
        assertRefused("cast(a as money) = 1", "Unknown type {type=money, types=[BOOLEAN");
        assertRefused("origin 'x'", "Unknown kind of constant");
        assertRefused("a like 'x\\'", "does not end in its escape character");
        assertRefused("a like b", "Expected a string in single quotes");
        assertRefused("a ? b", "Expected the end {found=?");
        assertRefused("a = 5000000000000000000000000000000000000000", "at most 38 digits");
        assertRefused("\u0001", "Unexpected character {found=U+0001");
    }

    @Test
    void hostileTextEndsInAnErrorAndSoon() {
        assertRefused("(".repeat(100_000), "nested too deeply");
        assertRefused("not ".repeat(100_000) + "a", "nested too deeply");
        assertRefused("- ".repeat(100_000) + "a", "nested too deeply");
        assertRefused("case when ".repeat(50_000), "nested too deeply");
        assertRefused("cast(a as " + "array<".repeat(50_000), "nested too deeply");
        assertRefused("a" + " + 1".repeat(50_000) + " > 0", "Too many operators");
        assertRefused("a = '" + "x".repeat(2_000_000) + "'", "Text is too long");
        assertThat(SqlPredicates.parse("a = 1" + " OR a = 2".repeat(20_000))).isNotNull();
        assertThat(SqlPredicates.parse("a IN (1" + ", 2".repeat(100_000) + ")")).isNotNull();
    }

    @Test
    void randomTextGivesAValueOrTheDeclaredError() {
        String[] parts = {
            "a",
            "b",
            "(",
            ")",
            "'x'",
            "\"q\"",
            "1",
            "2.5",
            "AND",
            "OR",
            "NOT",
            "=",
            "<",
            ">",
            "IN",
            "LIKE",
            ",",
            "IS",
            "NULL",
            "CASE",
            "WHEN",
            "THEN",
            "END",
            "cast",
            "AS",
            "int",
            "-",
            "*",
            ".",
            "date",
            "lower",
            "X",
            "'",
            "`",
            "--",
            "/*",
            "\u0000",
            "\uD83D",
            "é",
            "1e",
            "9999999999999999999999999999999999999999",
            "array<",
            ">=",
            "escape",
            "between",
            "||",
            "%"
        };
        Random random = new Random(7);
        int read = 0;
        for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int words = random.nextInt(9); words >= 0; words--) {
                text.append(parts[random.nextInt(parts.length)]).append(random.nextInt(4) == 0 ? "" : " ");
            }
            try {
                SqlPredicates.parse(text.toString());
                read++;
            } catch (SqlSyntaxException e) {
                assertThat(e.position()).isBetween(0, text.length());
            }
        }
        assertThat(read).isPositive();
    }

    private static void assertReads(String sql, Expression expression) {
        assertThat(SqlPredicates.parse(sql)).as(sql).isEqualTo(expression);
    }

    private static void assertRefused(String sql, String message) {
        assertThatThrownBy(() -> SqlPredicates.parse(sql))
                .isInstanceOf(SqlSyntaxException.class)
                .hasMessageContaining(message);
    }
}
