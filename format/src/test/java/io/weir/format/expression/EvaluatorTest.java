package io.weir.format.expression;

import static io.weir.format.expression.Expressions.coalesce;
import static io.weir.format.expression.Expressions.col;
import static io.weir.format.expression.Expressions.concat;
import static io.weir.format.expression.Expressions.dateTrunc;
import static io.weir.format.expression.Expressions.lit;
import static io.weir.format.expression.Expressions.not;
import static io.weir.format.expression.Expressions.nullIf;
import static io.weir.format.expression.Expressions.toDate;
import static io.weir.format.expression.Expressions.toTimestamp;
import static io.weir.format.expression.Expressions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.Values;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EvaluatorTest {
    private static final StructType FLIGHTS = new StructType(List.of())
            .add("delay", PrimitiveType.INTEGER)
            .add("distance", PrimitiveType.LONG)
            .add("origin", PrimitiveType.STRING)
            .add("speed", PrimitiveType.DOUBLE)
            .add("price", new DecimalType(10, 2))
            .add("day", PrimitiveType.DATE)
            .add("at", PrimitiveType.TIMESTAMP)
            .add("local", PrimitiveType.TIMESTAMP_NTZ)
            .add("late", PrimitiveType.BOOLEAN)
            .add("ratio", PrimitiveType.FLOAT)
            .add("big", new DecimalType(30, 5))
            .add("raw", PrimitiveType.BINARY)
            .add(
                    "place",
                    new StructType(List.of()).add("city", PrimitiveType.STRING).add("a.b", PrimitiveType.INTEGER))
            .add("small", PrimitiveType.BYTE);

    private static final ColumnBatch BATCH = new BatchBuilder(FLIGHTS)
            .add(
                    10,
                    100L,
                    "SFO",
                    1.5,
                    new BigDecimal("10.50"),
                    LocalDate.of(2020, 2, 29),
                    Instant.parse("2020-02-29T13:14:15.678901Z"),
                    LocalDateTime.parse("2020-02-29T13:14:15"),
                    true,
                    0.5f,
                    new BigDecimal("123456789012345678901234.50000"),
                    new byte[] {1, 2},
                    List.of("Köln", 1),
                    (byte) 5)
            .add(null, null, null, null, null, null, null, null, null, null, null, null, null, null)
            .add(
                    -70,
                    -5L,
                    "LAX",
                    Double.NaN,
                    new BigDecimal("-0.01"),
                    LocalDate.of(1969, 12, 31),
                    Instant.parse("1969-12-31T23:59:59.999999Z"),
                    LocalDateTime.parse("0001-01-01T00:00:00"),
                    false,
                    Float.NaN,
                    new BigDecimal("-1.00000"),
                    new byte[] {},
                    Arrays.asList(null, 7),
                    (byte) -128)
            .build();

    @Test
    void comparisonsAreNullWhereAnOperandIs() {
        assertThat(values(col("delay").gt(5))).containsExactly(true, null, false);
        assertThat(values(col("delay").le(-70))).containsExactly(false, null, true);
        assertThat(values(lit(10).eq(col("delay")))).containsExactly(true, null, false);
        assertThat(values(lit(9).lt(col("delay")))).containsExactly(true, null, false);
        assertThat(values(col("delay").ne(10))).containsExactly(false, null, true);
        assertThat(values(col("delay").eq(null))).containsExactly(null, null, null);
        assertThat(values(col("delay").eqNullSafe(null))).containsExactly(false, true, false);
        assertThat(values(col("delay").eqNullSafe(10))).containsExactly(true, false, false);
        assertThat(values(col("delay").eqNullSafe(col("distance")))).containsExactly(false, true, false);
    }

    @Test
    void extremeConstantsDoNotWrapAround() {
        assertThat(values(col("distance").gt(Long.MAX_VALUE))).containsExactly(false, null, false);
        assertThat(values(col("distance").lt(Long.MIN_VALUE))).containsExactly(false, null, false);
        assertThat(values(col("distance").ge(Long.MIN_VALUE))).containsExactly(true, null, true);
        assertThat(values(col("delay").lt(5_000_000_000L))).containsExactly(true, null, true);
        assertThat(values(col("small").gt(1000))).containsExactly(false, null, false);
    }

    @Test
    void integersCompareWithFractionsExactly() {
        assertThat(values(col("delay").gt(9.5))).containsExactly(true, null, false);
        assertThat(values(col("delay").ge(new BigDecimal("10.01")))).containsExactly(false, null, false);
        assertThat(values(col("delay").lt(new BigDecimal("-69.9")))).containsExactly(false, null, true);
        assertThat(values(col("delay").eq(10.5))).containsExactly(false, null, false);
        assertThat(values(col("price").lt(10.505))).containsExactly(true, null, true);
        assertThat(values(col("price").eq(new BigDecimal("10.5")))).containsExactly(true, null, false);
        assertThat(values(col("price").gt(col("delay")))).containsExactly(true, null, true);
        assertThat(values(col("big").gt(col("price")))).containsExactly(true, null, false);
    }

    @Test
    void notANumberIsEqualToItselfAndGreaterThanAll() {
        assertThat(values(col("speed").eq(Double.NaN))).containsExactly(false, null, true);
        assertThat(values(col("speed").gt(1e308))).containsExactly(false, null, true);
        assertThat(values(col("speed").ge(Double.NaN))).containsExactly(false, null, true);
        assertThat(values(col("speed").lt(Double.NaN))).containsExactly(true, null, false);
        assertThat(values(col("speed").le(Double.NaN))).containsExactly(true, null, true);
        assertThat(values(col("speed").gt(Double.NaN))).containsExactly(false, null, false);
        assertThat(values(col("speed").ge(Double.NEGATIVE_INFINITY))).containsExactly(true, null, true);
        assertThat(values(col("speed").lt(Double.NEGATIVE_INFINITY))).containsExactly(false, null, false);
        assertThat(values(col("ratio").gt(0.4))).containsExactly(true, null, true);
        assertThat(values(col("ratio").eq(col("speed")))).containsExactly(false, null, true);
    }

    @Test
    void zerosAreEqualWhateverTheirSign() {
        StructType schema =
                new StructType(List.of()).add("x", PrimitiveType.DOUBLE).add("y", PrimitiveType.DOUBLE);
        ColumnBatch batch = new BatchBuilder(schema).add(-0.0, 0.0).build();
        for (Expression same : List.of(
                col("x").eq(0.0),
                col("y").eq(-0.0),
                col("x").eq(col("y")),
                col("x").ge(0.0),
                col("y").le(-0.0),
                col("x").lt(0.0).not(),
                col("x").in(0.0, 5.0))) {
            assertThat(Evaluator.ofCondition(same, schema).select(batch, new int[1]))
                    .as(same.toString())
                    .isEqualTo(1);
        }
    }

    @Test
    void logicHasThreeValues() {
        Expression yes = lit(true).or(col("late"));
        Expression unknown = col("late");
        assertThat(values(yes)).containsExactly(true, true, true);
        assertThat(values(unknown.and(lit(false)))).containsExactly(false, false, false);
        assertThat(values(unknown.and(lit(true)))).containsExactly(true, null, false);
        assertThat(values(unknown.or(lit(false)))).containsExactly(true, null, false);
        assertThat(values(not(unknown))).containsExactly(false, null, true);
        assertThat(values(unknown.or(col("delay").isNull()))).containsExactly(true, true, false);
        assertThat(values(col("late").isNotNull())).containsExactly(true, false, true);
    }

    @Test
    void stringsCompareByTheirBytesWithoutASign() {
        StructType schema = new StructType(List.of()).add("s", PrimitiveType.STRING);
        ColumnBatch batch = new BatchBuilder(schema)
                .add("\uFFFD") // EF BF BD in UTF-8
                .add("\uD83D\uDE00") // F0 …, although its first UTF-16 unit is the smaller one
                .add("z")
                .build();
        assertThat(selected(col("s").gt("\uFFFD"), batch)).containsExactly(1);
        assertThat(selected(col("s").gt("z"), batch)).containsExactly(0, 1);
        assertThat(selected(col("s").between("a", "zz"), batch)).containsExactly(2);
    }

    @Test
    void dictionaryAndPlainStringsAnswerAlike() {
        List<Expression> conditions = List.of(
                col("origin").eq("SFO"),
                col("origin").ne("SFO"),
                col("origin").ge("M"),
                col("origin").in("SFO", "JFK"),
                col("origin").in("SFO", null),
                col("origin").like("S%"),
                col("origin").like("_A_"),
                col("origin").startsWith("LA"),
                col("origin").endsWith("O"),
                col("origin").contains("F"),
                col("origin").lower().eq("sfo"),
                col("origin").length().eq(3),
                col("origin").isNull());
        StructType schema = new StructType(List.of()).add("origin", PrimitiveType.STRING);
        ColumnBatch plain = new ColumnBatch(schema, 3, List.of(BATCH.column("origin")));
        byte[] data = "JFKSFOLAX".getBytes(StandardCharsets.UTF_8);
        ColumnBatch dictionary = new ColumnBatch(
                schema,
                3,
                List.of(new BytesVector(
                        PrimitiveType.STRING, 3, data, new int[] {0, 3, 6, 9}, 3, new int[] {1, 0, 2}, new boolean[] {
                            false, true, false
                        })));
        for (Expression condition : conditions) {
            Evaluator evaluator = Evaluator.ofCondition(condition, schema);
            assertThat(list(evaluator.evaluate(dictionary)))
                    .as(condition.toString())
                    .isEqualTo(list(evaluator.evaluate(plain)));
            assertThat(selected(condition, dictionary)).isEqualTo(selected(condition, plain));
        }
    }

    @Test
    void inIsNullIfNothingMatchesAndAnOptionIsNull() {
        assertThat(values(col("delay").in(10, 20))).containsExactly(true, null, false);
        assertThat(values(col("delay").in(10, null))).containsExactly(true, null, null);
        assertThat(values(not(col("delay").in(10, null)))).containsExactly(false, null, null);
        assertThat(values(col("delay").in(10.0, 11.5))).containsExactly(true, null, false);
        assertThat(values(col("delay").in(col("small"), 10))).containsExactly(true, null, false);
        assertThat(values(col("day").in("2020-02-29"))).containsExactly(true, null, false);
        assertThat(values(col("price").in(10.5, 3))).containsExactly(true, null, false);
        assertThat(values(col("late").in(true))).containsExactly(true, null, false);
        assertThat(values(col("delay").in(List.of()))).containsExactly(false, false, false);
    }

    @Test
    void likeKnowsItsWildcardsAndTheirEscape() {
        assertThat(like("abc", "a%")).isTrue();
        assertThat(like("abc", "%c")).isTrue();
        assertThat(like("abc", "%b%")).isTrue();
        assertThat(like("abc", "a_c")).isTrue();
        assertThat(like("aöc", "a_c")).isTrue();
        assertThat(like("a\uD83D\uDE00c", "a_c")).isTrue();
        assertThat(like("abc", "abc%d")).isFalse();
        assertThat(like("aXbXc", "a%b%c")).isTrue();
        assertThat(like("ac", "a%a%c")).isFalse();
        assertThat(like("aab", "%ab")).isTrue();
        assertThat(like("", "%")).isTrue();
        assertThat(like("", "_")).isFalse();
        assertThat(like("", "")).isTrue();
        assertThat(like("100%", "100\\%")).isTrue();
        assertThat(like("1000", "100\\%")).isFalse();
        assertThat(like("a_c", "a\\_c")).isTrue();
        assertThat(like("abab", "%ab_")).isFalse();
        assertThat(like("xabyab", "%ab%ab")).isTrue();
        assertThat(like("xab", "%ab%ab")).isFalse();
        assertThat(like("öö", "__")).isTrue();
        assertThat(like("öö", "%_")).isTrue();
        assertThatThrownBy(() -> col("s").like("a\\")).isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean like(String text, String pattern) {
        StructType schema = new StructType(List.of()).add("s", PrimitiveType.STRING);
        return selected(
                        col("s").like(pattern),
                        new BatchBuilder(schema).add(text).build())
                .equals(List.of(0));
    }

    @Test
    void arithmeticHasTheTypesOfSpark() {
        assertThat(type(col("small").plus(col("small")))).isEqualTo(PrimitiveType.BYTE);
        assertThat(type(col("delay").plus(col("distance")))).isEqualTo(PrimitiveType.LONG);
        assertThat(type(col("delay").dividedBy(2))).isEqualTo(PrimitiveType.DOUBLE);
        assertThat(type(col("ratio").times(col("delay")))).isEqualTo(PrimitiveType.DOUBLE);
        assertThat(type(col("price").plus(col("price")))).isEqualTo(new DecimalType(11, 2));
        assertThat(type(col("price").times(col("price")))).isEqualTo(new DecimalType(21, 4));
        assertThat(type(col("price").dividedBy(col("price")))).isEqualTo(new DecimalType(23, 13));
        assertThat(type(col("price").times(2))).isEqualTo(new DecimalType(12, 2));
        assertThat(type(col("big").times(col("big")))).isEqualTo(new DecimalType(38, 6));
        assertThat(values(col("delay").plus(1))).containsExactly(11, null, -69);
        assertThat(values(col("distance").minus(1))).containsExactly(99L, null, -6L);
        assertThat(values(col("distance").modulo(3))).containsExactly(1L, null, -2L);
        assertThat(values(col("delay").dividedBy(4))).containsExactly(2.5, null, -17.5);
        assertThat(values(col("price").times(col("price"))))
                .containsExactly(new BigDecimal("110.2500"), null, new BigDecimal("0.0001"));
        assertThat(values(col("price").minus(1)))
                .containsExactly(new BigDecimal("9.50"), null, new BigDecimal("-1.01"));
        assertThat(values(col("big").times(2)))
                .containsExactly(new BigDecimal("246913578024691357802469.00000"), null, new BigDecimal("-2.00000"));
        assertThat(values(col("delay").negated())).containsExactly(-10, null, 70);
        assertThat(values(col("speed").times(col("delay")))).containsExactly(15.0, null, Double.NaN);
    }

    @Test
    void overflowAndDivisionByZeroNameTheRow() {
        assertFailsAt(col("small").minus(lit((byte) 1)), 2, "Arithmetic overflow");
        assertFailsAt(col("distance").times(Long.MAX_VALUE), 0, "Arithmetic overflow");
        assertFailsAt(col("small").negated(), 2, "Arithmetic overflow");
        assertFailsAt(col("delay").modulo(col("distance").plus(5)), 2, "Division by zero");
        assertFailsAt(col("delay").dividedBy(0), 0, "Division by zero");
        assertFailsAt(col("price").dividedBy(0), 0, "Division by zero");
        assertFailsAt(col("origin").cast(PrimitiveType.INTEGER), 0, "Value cannot be cast");
        assertFailsAt(col("distance").cast(PrimitiveType.BYTE).plus(lit((byte) 100)), 0, "Arithmetic overflow");
        assertFailsAt(col("speed").floor(), 2, "Arithmetic overflow");
    }

    @Test
    void guardedOperandsAreNotEvaluatedWhereTheyDoNotMatter() {
        Expression inverse = lit(10).dividedBy(col("distance").plus(5));
        Expression guard = col("distance").ne(-5);
        assertThat(values(guard.and(inverse.gt(0)))).containsExactly(true, null, false);
        assertThat(selected(guard.and(inverse.gt(0)), BATCH)).containsExactly(0);
        assertThat(values(guard.not().or(inverse.gt(0)))).containsExactly(true, null, true);
        assertThat(selected(guard.not().or(inverse.gt(0)), BATCH)).containsExactly(0, 2);
        assertThat(values(when(guard, inverse).otherwise(0))).containsExactly(10.0 / 105, 0.0, 0.0);
        assertThat(values(coalesce(col("speed"), inverse))).containsExactly(1.5, null, Double.NaN);
        assertThat(values(lit(10).dividedBy(nullIf(col("distance"), -5)))).containsExactly(0.1, null, null);
        assertThatThrownBy(() -> values(col("distance").eq(-5).and(inverse.gt(0))))
                .isInstanceOfSatisfying(
                        EvaluationException.class, e -> assertThat(e.row()).isEqualTo(2));
    }

    @Test
    void castsGoBothWaysAndRefuseWhatDoesNotFit() {
        assertThat(cast("2020-02-29", PrimitiveType.DATE)).isEqualTo(LocalDate.of(2020, 2, 29));
        assertThat(cast(" 12 ", PrimitiveType.INTEGER)).isEqualTo(12);
        assertThat(cast("1e3", PrimitiveType.DOUBLE)).isEqualTo(1000.0);
        assertThat(cast("NaN", PrimitiveType.FLOAT)).isEqualTo(Float.NaN);
        assertThat(cast("12.345", new DecimalType(4, 2))).isEqualTo(new BigDecimal("12.35"));
        assertThat(cast("yes", PrimitiveType.BOOLEAN)).isEqualTo(true);
        assertThat(cast("2020-01-01T12:00:00+02:00", PrimitiveType.TIMESTAMP))
                .isEqualTo(Instant.parse("2020-01-01T10:00:00Z"));
        assertThat(cast("2020-01-01 12:00", PrimitiveType.TIMESTAMP_NTZ))
                .isEqualTo(LocalDateTime.parse("2020-01-01T12:00"));
        assertThat(cast(1.9, PrimitiveType.INTEGER)).isEqualTo(1);
        assertThat(cast(new BigDecimal("-1.9"), PrimitiveType.LONG)).isEqualTo(-1L);
        assertThat(cast(300, PrimitiveType.STRING)).isEqualTo("300");
        assertThat(cast(new BigDecimal("0.050"), PrimitiveType.STRING)).isEqualTo("0.050");
        assertThat(cast(Instant.parse("2020-01-01T00:00:00.5Z"), PrimitiveType.STRING))
                .isEqualTo("2020-01-01 00:00:00.5");
        assertThat(cast(Instant.parse("1969-12-31T23:59:59.5Z"), PrimitiveType.DATE))
                .isEqualTo(LocalDate.of(1969, 12, 31));
        assertThat(cast(Instant.parse("1969-12-31T23:59:59.5Z"), PrimitiveType.LONG))
                .isEqualTo(-1L);
        assertThat(cast(1.5, PrimitiveType.TIMESTAMP)).isEqualTo(Instant.parse("1970-01-01T00:00:01.5Z"));
        for (Object[] bad : new Object[][] {
            {"abc", PrimitiveType.INTEGER},
            {"1.5", PrimitiveType.INTEGER},
            {"1d", PrimitiveType.DOUBLE},
            {"0x1p3", PrimitiveType.DOUBLE},
            {"2021-02-29", PrimitiveType.DATE},
            {"2020-01-01T25:00", PrimitiveType.TIMESTAMP},
            {"99999", PrimitiveType.SHORT},
            {"1e999999999", new DecimalType(38, 0)},
            {1e30, PrimitiveType.LONG},
            {Double.NaN, PrimitiveType.INTEGER},
            {128, PrimitiveType.BYTE},
            {1000, new DecimalType(3, 0)},
            {Long.MAX_VALUE, PrimitiveType.TIMESTAMP},
        }) {
            assertThat(cast(bad[0], (DataType) bad[1])).as(Arrays.toString(bad)).isNull();
        }
        assertThatThrownBy(() -> Evaluator.of(col("day").cast(PrimitiveType.INTEGER), FLIGHTS))
                .isInstanceOf(InvalidExpressionException.class);
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aNumberThatIsNextToNothingIsRoundedWithoutWritingItsDigitsOut() {
        assertThat(cast("1e-111111111", new DecimalType(38, 38))).isEqualTo(new BigDecimal("0E-38"));
        assertThat(cast("-1e-111111111", new DecimalType(9, 0))).isEqualTo(BigDecimal.ZERO);
        assertThat(cast("0e111111111", new DecimalType(9, 0))).isEqualTo(BigDecimal.ZERO);
        assertThat(cast("5e-39", new DecimalType(38, 38))).isEqualTo(new BigDecimal("1E-38"));
        assertThatThrownBy(() -> lit(new BigDecimal("1e111111111"))).hasMessageContaining("38 digits");
    }

    private static @Nullable Object cast(Object value, DataType type) {
        return values(lit(value).tryCast(type)).get(0);
    }

    @Test
    void stringFunctionsCountCharacters() {
        assertThat(values(col("place.city").upper())).containsExactly("KÖLN", null, null);
        assertThat(values(col("place.city").length())).containsExactly(4, null, null);
        assertThat(values(col("place.city").substring(2, 2))).containsExactly("öl", null, null);
        assertThat(values(col("place.city").substring(-2, 5))).containsExactly("ln", null, null);
        assertThat(values(col("place.city").substring(-9, 6))).containsExactly("K", null, null);
        assertThat(values(col("place.city").substring(0, 1))).containsExactly("K", null, null);
        assertThat(values(concat(col("origin"), "-", col("origin").lower())))
                .containsExactly("SFO-sfo", null, "LAX-lax");
        assertThat(values(lit("  a b ").trim())).containsExactly("a b", "a b", "a b");
        assertThat(values(col("raw").length())).containsExactly(2, null, 0);
        assertThat(values(col("origin").contains(col("origin").substring(2, 1))))
                .containsExactly(true, null, true);
    }

    @Test
    void timesAreTakenApartInUtc() {
        assertThat(values(col("day").year())).containsExactly(2020, null, 1969);
        assertThat(values(col("at").month())).containsExactly(2, null, 12);
        assertThat(values(col("at").day())).containsExactly(29, null, 31);
        assertThat(values(col("at").hour())).containsExactly(13, null, 23);
        assertThat(values(col("at").minute())).containsExactly(14, null, 59);
        assertThat(values(col("local").second())).containsExactly(15, null, 0);
        assertThat(values(dateTrunc("hour", col("at"))))
                .containsExactly(Instant.parse("2020-02-29T13:00:00Z"), null, Instant.parse("1969-12-31T23:00:00Z"));
        assertThat(values(dateTrunc("week", col("at"))))
                .containsExactly(Instant.parse("2020-02-24T00:00:00Z"), null, Instant.parse("1969-12-29T00:00:00Z"));
        assertThat(values(dateTrunc("quarter", col("local"))))
                .containsExactly(
                        LocalDateTime.parse("2020-01-01T00:00"), null, LocalDateTime.parse("0001-01-01T00:00"));
        assertThat(values(toDate(lit("29/02/2020"), "dd/MM/yyyy")).get(0)).isEqualTo(LocalDate.of(2020, 2, 29));
        assertThat(values(toTimestamp(lit("29/02/2020 10:11"), "dd/MM/yyyy HH:mm"))
                        .get(0))
                .isEqualTo(Instant.parse("2020-02-29T10:11:00Z"));
        assertThat(values(toDate(col("at"))))
                .containsExactly(LocalDate.of(2020, 2, 29), null, LocalDate.of(1969, 12, 31));
        assertThat(values(col("day").ge("2000-01-01"))).containsExactly(true, null, false);
        assertThat(values(col("at").gt("2020-02-29T13:14:15.678900"))).containsExactly(true, null, false);
        assertThat(values(col("day").lt(col("at")))).containsExactly(true, null, true);
    }

    @Test
    void daysHaveThePartsThatJavaGivesThem() {
        StructType schema = new StructType(List.of()).add("d", PrimitiveType.DATE);
        int[] days = new java.util.Random(1).ints(100_000).toArray();
        System.arraycopy(java.util.stream.IntStream.range(-20_000, 20_000).toArray(), 0, days, 0, 40_000);
        ColumnBatch batch = new ColumnBatch(
                schema,
                days.length,
                List.of(new io.weir.format.batch.IntVector(PrimitiveType.DATE, days.length, days, null)));
        ColumnVector years = Evaluator.of(col("d").year(), schema).evaluate(batch);
        ColumnVector months = Evaluator.of(col("d").month(), schema).evaluate(batch);
        ColumnVector daysOfMonth = Evaluator.of(col("d").day(), schema).evaluate(batch);
        for (int i = 0; i < days.length; i++) {
            LocalDate date = LocalDate.ofEpochDay(days[i]);
            List<Object> parts =
                    Arrays.asList(Values.valueAt(years, i), Values.valueAt(months, i), Values.valueAt(daysOfMonth, i));
            assertThat(parts).isEqualTo(List.of(date.getYear(), date.getMonthValue(), date.getDayOfMonth()));
        }
    }

    @Test
    void numbersRoundHalfAwayFromZero() {
        assertThat(values(col("price").round(1))).containsExactly(new BigDecimal("10.5"), null, new BigDecimal("0.0"));
        assertThat(values(col("price").floor())).containsExactly(new BigDecimal("10"), null, new BigDecimal("-1"));
        assertThat(values(col("price").ceil())).containsExactly(new BigDecimal("11"), null, new BigDecimal("0"));
        assertThat(values(lit(2.675).round(2)).get(0)).isEqualTo(2.68);
        assertThat(values(lit(-2.5).round(0)).get(0)).isEqualTo(-3.0);
        assertThat(values(lit(1250).round(-2)).get(0)).isEqualTo(1300);
        assertThat(values(lit(-1.5).floor()).get(0)).isEqualTo(-2L);
        assertThat(values(lit(-1.5).ceil()).get(0)).isEqualTo(-1L);
        assertThat(values(col("delay").abs())).containsExactly(10, null, 70);
        assertThat(values(col("ratio").abs())).containsExactly(0.5f, null, Float.NaN);
    }

    @Test
    void fieldsOfStructsAreNullWhereTheStructIs() {
        assertThat(values(col("place.city"))).containsExactly("Köln", null, null);
        assertThat(values(col("place.`a.b`"))).containsExactly(1, null, 7);
        assertThat(values(col("place").isNull())).containsExactly(false, true, false);
        assertThat(values(col("PLACE.City").isNull())).containsExactly(false, true, true);
        assertThat(selected(col("place.`a.b`").ge(1).and(col("place.city").isNotNull()), BATCH))
                .containsExactly(0);
    }

    @Test
    void wrongNamesAndTypesAreRefusedWithWhatWasPerhapsMeant() {
        assertRefused(col("dealy").gt(1), "No such column {column=dealy, didYouMean=delay, columns=[delay, distance, ");
        assertRefused(
                col("place.cty").eq("x"), "No such column {column=place.cty, didYouMean=city, columns=[city, a.b]}");
        assertRefused(col("delay.x").eq(1), "has no fields, type=INT");
        assertRefused(col("origin").gt(5), "Cannot compare STRING with INT {expression=origin > 5}");
        assertRefused(col("origin").eq(col("delay")), "Cannot compare STRING with INT {expression=origin = delay}");
        assertRefused(col("day").eq("soon"), "Cannot read a constant as DATE {constant=soon, type=DATE}");
        assertRefused(col("delay"), "Not a condition {expression=delay, type=INT}");
        assertRefused(col("delay").and(lit(true)), "Not a condition {expression=delay, type=INT}");
        assertRefused(col("origin").plus(1).gt(0), "Expected a number");
        assertRefused(col("delay").like("1%"), "Expected a string");
        assertRefused(col("place").eq(col("place")), "Cannot compare STRUCT");
        assertRefused(dateTrunc("fortnight", col("at")).isNull(), "Unknown unit");
    }

    @Test
    void nestingIsBounded() {
        Expression deep = col("delay");
        for (int i = 0; i < 5000; i++) {
            deep = deep.plus(1);
        }
        assertRefused(deep.gt(0), "nested too deeply");
    }

    @Test
    void aBatchOfOtherColumnsIsRefused() {
        StructType other = new StructType(List.of()).add("delay", PrimitiveType.LONG);
        Evaluator evaluator = Evaluator.of(col("delay").gt(1), FLIGHTS);
        assertThatThrownBy(
                        () -> evaluator.evaluate(new BatchBuilder(other).add(1L).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other columns");
    }

    @Test
    void namesOfResultsAreAliasesOrLastParts() {
        assertThat(col("distance").times(1.609).as("km").name()).isEqualTo("km");
        assertThat(col("place.city").name()).isEqualTo("city");
        assertThat(col("delay").plus(1).name()).isEqualTo("delay + 1");
        assertThat(col("delay").gt(60).and(col("origin").eq("O'Hare")))
                .hasToString("(delay > 60) AND (origin = 'O''Hare')");
    }

    @Test
    void constantsAreComputedOnce() {
        Evaluator evaluator = Evaluator.of(col("day").lt(toDate(concat("2020-", "01-01"))), FLIGHTS);
        assertThat(evaluator.resolved()).isEqualTo(col("day").lt(LocalDate.of(2020, 1, 1)));
    }

    private static void assertRefused(Expression condition, String message) {
        assertThatThrownBy(() -> Evaluator.ofCondition(condition, FLIGHTS))
                .isInstanceOf(InvalidExpressionException.class)
                .hasMessageContaining(message);
    }

    private static void assertFailsAt(Expression expression, int row, String message) {
        assertThatThrownBy(() -> values(expression))
                .isInstanceOfSatisfying(
                        EvaluationException.class, e -> assertThat(e.row()).isEqualTo(row))
                .hasMessageContaining(message)
                .hasMessageContaining("row=" + row);
    }

    private static DataType type(Expression expression) {
        return Evaluator.of(expression, FLIGHTS).type();
    }

    private static List<@Nullable Object> values(Expression expression) {
        return list(Evaluator.of(expression, FLIGHTS).evaluate(BATCH));
    }

    private static List<@Nullable Object> list(ColumnVector vector) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < vector.length(); i++) {
            values.add(Values.valueAt(vector, i));
        }
        return values;
    }

    private static List<Integer> selected(Expression condition, ColumnBatch batch) {
        int[] rows = new int[batch.rowCount()];
        int count = Evaluator.ofCondition(condition, batch.schema()).select(batch, rows);
        return Arrays.stream(rows, 0, count).boxed().toList();
    }
}
