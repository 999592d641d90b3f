package io.weir.format.expression;

import static io.weir.format.expression.Expressions.col;
import static io.weir.format.expression.Expressions.dateTrunc;
import static io.weir.format.expression.Expressions.lit;
import static io.weir.format.expression.Expressions.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.Values;
import io.weir.format.expression.Skipping.Bounds;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SkippingTest {
    private static final StructType TABLE = new StructType(List.of())
            .add("i", PrimitiveType.INTEGER)
            .add("l", PrimitiveType.LONG)
            .add("d", PrimitiveType.DOUBLE)
            .add("f", PrimitiveType.FLOAT)
            .add("s", PrimitiveType.STRING)
            .add("t", PrimitiveType.TIMESTAMP)
            .add("day", PrimitiveType.DATE)
            .add("n", new DecimalType(10, 2))
            .add("b", PrimitiveType.BOOLEAN)
            .add("st", new StructType(List.of()).add("x", PrimitiveType.INTEGER))
            .add("p", PrimitiveType.STRING)
            .add("q", PrimitiveType.INTEGER);
    private static final List<String> PARTITIONS = List.of("p", "q");

    /** Statistics by hand: of a column and kind, one value a part. */
    private static final class Stats implements PartStatistics {
        private final int count;
        private final Map<String, ColumnVector> vectors = new HashMap<>();

        Stats(int count) {
            this.count = count;
        }

        Stats with(String kind, String column, DataType type, @Nullable Object... values) {
            ColumnBuilder builder = ColumnBuilder.of(type);
            for (Object value : values) {
                Values.append(builder, value);
            }
            vectors.put(kind + " " + column, builder.build());
            return this;
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public @Nullable ColumnVector min(List<String> path) {
            return vectors.get("min " + String.join(".", path));
        }

        @Override
        public @Nullable ColumnVector max(List<String> path) {
            return vectors.get("max " + String.join(".", path));
        }

        @Override
        public @Nullable LongVector nullCount(List<String> path) {
            return (LongVector) vectors.get("nulls " + String.join(".", path));
        }

        @Override
        public @Nullable LongVector rowCount() {
            return (LongVector) vectors.get("rows ");
        }

        @Override
        public ColumnVector partitionValue(String column) {
            return java.util.Objects.requireNonNull(vectors.get("part " + column));
        }
    }

    private static List<Integer> kept(Expression condition, Bounds bounds, PartStatistics stats) {
        int[] out = new int[stats.count()];
        int count = Skipping.of(condition, TABLE, PARTITIONS, bounds).keep(stats, out);
        return Arrays.stream(out, 0, count).boxed().toList();
    }

    private static Stats integers() {
        return new Stats(4)
                .with("rows", "", PrimitiveType.LONG, 10L, 10L, 10L, null)
                .with("min", "i", PrimitiveType.INTEGER, 0, 10, null, null)
                .with("max", "i", PrimitiveType.INTEGER, 5, 10, null, null)
                .with("nulls", "i", PrimitiveType.LONG, 3L, 0L, 10L, null);
    }

    @Test
    void partsWhoseBoundsExcludeTheValueAreLeftOut() {
        assertKept(col("i").eq(7), integers(), 3);
        assertKept(col("i").eq(5), integers(), 0, 3);
        assertKept(col("i").gt(5), integers(), 1, 3);
        assertKept(col("i").lt(1), integers(), 0, 3);
        assertKept(lit(1).gt(col("i")), integers(), 0, 3);
        assertKept(col("i").ne(10), integers(), 0, 3);
        assertKept(not(col("i").ne(10)), integers(), 1, 3);
        assertKept(col("i").in(7, 10), integers(), 1, 3);
        assertKept(not(col("i").in(7, 10)), integers(), 0, 3);
        assertKept(not(col("i").in(7, null)), integers());
        assertKept(col("i").between(6, 9), integers(), 3);
        assertKept(not(col("i").between(-1, 9)), integers(), 1, 3);
        assertKept(col("i").eq(7).or(col("i").eq(10)), integers(), 1, 3);
        assertKept(col("i").plus(1).gt(10), integers(), 1, 3);
        assertKept(lit(20).minus(col("i")).gt(14), integers(), 0, 3);
        assertKept(col("i").cast(PrimitiveType.DOUBLE).gt(9.0), integers(), 1, 3);
        assertKept(col("i").gt(9.5), integers(), 1, 3);
        assertKept(col("i").eq(null), integers());
        assertKept(lit(false), integers());
        assertKept(lit(true).and(col("i").gt(5)), integers(), 1, 3);
    }

    @Test
    void manyOptionsAreLookedAtByTheirBounds() {
        List<Integer> options = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            options.add(6 + i);
        }
        assertKept(col("i").in(options), integers(), 1, 3);
    }

    @Test
    void nullsAreFoundByTheirCount() {
        assertKept(col("i").isNull(), integers(), 0, 2, 3);
        assertKept(col("i").isNotNull(), integers(), 0, 1, 3);
        assertKept(col("i").eqNullSafe(null), integers(), 0, 2, 3);
        assertKept(col("i").eqNullSafe(10), integers(), 1, 3);
        assertKept(not(col("i").eqNullSafe(10)), integers(), 0, 2, 3);
        assertKept(col("i").isNull().and(col("i").isNotNull()), integers(), 0, 3);
    }

    @Test
    void whatStatisticsDoNotSayKeepsAll() {
        Expression condition = col("l").modulo(2).eq(1).or(col("i").gt(100));
        assertThat(Skipping.of(condition, TABLE, PARTITIONS, Bounds.PARQUET).keepsAll())
                .isTrue();
        assertThat(Skipping.of(condition, TABLE, PARTITIONS, Bounds.PARQUET).columns())
                .isEmpty();
        assertKept(col("l").gt(5), integers(), 0, 1, 2, 3);
        assertKept(col("i").gt(col("l")), integers(), 0, 1, 3);
        assertThat(Skipping.of(col("st.x").gt(1), TABLE, PARTITIONS, Bounds.PARQUET)
                        .columns())
                .containsExactly(List.of("st", "x"));
    }

    @Test
    void stringBoundsServeBeginnings() {
        Stats stats = new Stats(3)
                .with("min", "s", PrimitiveType.STRING, "abc", "abd", "x")
                .with("max", "s", PrimitiveType.STRING, "abcz", "b", "z");
        assertKept(col("s").like("abc%"), stats, 0);
        assertKept(col("s").startsWith("ab"), stats, 0, 1);
        assertKept(col("s").like("y_%"), stats, 2);
        assertKept(not(col("s").like("abc%")), stats, 1, 2);
        assertKept(not(col("s").startsWith("a")), stats, 1, 2);
        assertKept(col("s").like("b"), stats, 1);
        assertKept(col("s").contains("q"), stats, 0, 1, 2);
    }

    @Test
    void beginningsNextToTheSurrogatesAndAtTheEndOfUnicodeHaveTheirBounds() {
        Stats stats = new Stats(3)
                .with("min", "s", PrimitiveType.STRING, "\uD7FFa", "\uE000", "\uDBFF\uDFFFa")
                .with("max", "s", PrimitiveType.STRING, "\uD7FFb", "\uE000b", "\uDBFF\uDFFFb");
        assertKept(col("s").startsWith("\uD7FF"), stats, 0);
        assertKept(col("s").like("\uE000%"), stats, 1);
        assertKept(col("s").startsWith("\uDBFF\uDFFF"), stats, 2);
        assertKept(col("s").startsWith(""), stats, 0, 1, 2);
    }

    @Test
    void aMaximumThatMayHideANanExcludesNothingAbove() {
        Stats stats = new Stats(2)
                .with("min", "d", PrimitiveType.DOUBLE, 0.0, Double.NaN)
                .with("max", "d", PrimitiveType.DOUBLE, 5.0, Double.NaN);
        assertThat(kept(col("d").gt(9.0), Bounds.PARQUET, stats)).containsExactly(0, 1);
        assertThat(kept(col("d").gt(9.0), Bounds.PARQUET_NAN_AWARE, stats)).containsExactly(1);
        assertThat(kept(col("d").eq(9.0), Bounds.PARQUET, stats)).containsExactly(1);
        assertThat(kept(col("d").eq(Double.NaN), Bounds.PARQUET, stats)).containsExactly(0, 1);
        assertThat(kept(col("d").gt(9.0).and(col("d").lt(11.0)), Bounds.PARQUET, stats))
                .as("no NaN is less than anything")
                .containsExactly(1);
        assertThat(kept(not(col("d").le(9.0).or(col("d").gt(11.0))), Bounds.PARQUET, stats))
                .containsExactly(1);
        assertThat(kept(col("d").gt(9.0).and(not(col("d").lt(11.0))), Bounds.PARQUET, stats))
                .containsExactly(0, 1);
        assertThat(kept(col("d").gt(9.0).or(col("d").lt(-11.0)), Bounds.PARQUET, stats))
                .containsExactly(0, 1);
        assertThat(kept(col("d").lt(-1.0), Bounds.PARQUET, stats)).containsExactly(1);
        assertThat(kept(col("d").lt(-0.0), Bounds.PARQUET, stats)).containsExactly(1);
        assertThat(kept(col("d").le(-0.0), Bounds.PARQUET, stats)).containsExactly(0, 1);
    }

    @Test
    void timesCutToMillisecondsReachUpToTheNext() {
        Instant cut = Instant.parse("2020-01-01T00:00:00.001Z");
        Stats stats = new Stats(1)
                .with("min", "t", PrimitiveType.TIMESTAMP, cut)
                .with("max", "t", PrimitiveType.TIMESTAMP, cut);
        Expression within = col("t").gt(cut.plusNanos(500_000));
        assertThat(kept(within, Bounds.DELTA_LOG, stats)).containsExactly(0);
        assertThat(kept(within, Bounds.PARQUET, stats)).isEmpty();
        assertThat(kept(col("t").gt(cut.plusNanos(999_000)), Bounds.DELTA_LOG, stats))
                .isEmpty();
    }

    @Test
    void boundsGoThroughFunctionsThatNeverFall() {
        Stats stats = new Stats(2)
                .with(
                        "min",
                        "t",
                        PrimitiveType.TIMESTAMP,
                        Instant.parse("2020-01-01T05:00:00Z"),
                        Instant.parse("2021-06-01T00:00:00Z"))
                .with(
                        "max",
                        "t",
                        PrimitiveType.TIMESTAMP,
                        Instant.parse("2020-01-01T23:00:00Z"),
                        Instant.parse("2022-06-01T00:00:00Z"));
        assertKept(col("t").cast(PrimitiveType.DATE).eq("2020-01-01"), stats, 0);
        assertKept(col("t").year().ge(2021), stats, 1);
        assertKept(col("t").year().eq(2021), stats, 1);
        assertKept(dateTrunc("year", col("t")).eq("2022-01-01"), stats, 1);
        assertKept(col("t").eq("2020-01-01T06:00:00"), stats, 0);
        assertKept(col("t").hour().eq(3), stats, 0, 1);
    }

    @Test
    void partitionValuesAreKnownExactly() {
        Stats stats = integers()
                .with("part", "p", PrimitiveType.STRING, "us", "de", null, "us")
                .with("part", "q", PrimitiveType.INTEGER, 1, 2, 3, 0);
        assertKept(col("p").eq("us"), stats, 0, 3);
        assertKept(col("p").upper().eq("DE"), stats, 1);
        assertKept(col("p").isNull(), stats, 2);
        assertKept(not(col("p").eq("us")), stats, 1);
        assertKept(col("p").eq("us").and(col("i").gt(5)), stats, 3);
        assertKept(col("q").ne(0).and(lit(6).dividedBy(col("q")).gt(2)), stats, 0, 1);
        assertKept(lit(6).dividedBy(col("q")).gt(2), stats, 0, 1, 2, 3); // fails for one: reading is to say so
        assertKept(col("i").lt(col("q")), stats, 0, 3);
        assertKept(col("q").modulo(2).eq(1).or(col("i").eq(10)), stats, 0, 1, 2, 3);
    }

    @Test
    void narrowerBoundsThanTheColumnAreWidenedAndOthersIgnored() {
        Stats stats = new Stats(2)
                .with("min", "l", PrimitiveType.INTEGER, 1, 5)
                .with("max", "l", PrimitiveType.INTEGER, 4, 9)
                .with("min", "i", PrimitiveType.STRING, "1", "5")
                .with("max", "i", PrimitiveType.STRING, "4", "9");
        assertKept(col("l").gt(4), stats, 1);
        assertKept(col("i").gt(4), stats, 0, 1);
    }

    private static void assertKept(Expression condition, Stats stats, Integer... parts) {
        assertThat(kept(condition, Bounds.PARQUET, stats))
                .as(condition.toString())
                .containsExactly(parts);
    }

    @Test
    void noPartWithAMatchingRowIsEverLeftOut() {
        int leftOut = 0;
        for (int seed = 0; seed < 2500; seed++) {
            leftOut += checkSeed(new Random(seed), "seed " + seed);
        }
        assertThat(leftOut).as("a test of skipping skips").isGreaterThan(2000);
    }

    @Test
    void rowsAreSelectedAlikeTogetherAndOneByOne() {
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            ColumnBatch rows = rows(random);
            Expression condition = condition(random, 4);
            Evaluator evaluator = Evaluator.ofCondition(condition, TABLE);
            ColumnVector values = evaluator.evaluate(rows);
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < rows.rowCount(); i++) {
                Object value = Values.valueAt(values, i);
                Object alone = Values.valueAt(evaluator.evaluate(rows.slice(i, i + 1)), 0);
                assertThat(alone)
                        .as("seed %d: row %d of %s", seed, i, condition)
                        .isEqualTo(value);
                if (Boolean.TRUE.equals(value)) {
                    expected.add(i);
                }
            }
            int[] out = new int[rows.rowCount()];
            int count = evaluator.select(rows, out);
            assertThat(Arrays.stream(out, 0, count).boxed().toList())
                    .as("seed %d: %s", seed, condition)
                    .isEqualTo(expected);
        }
    }

    /** Returns how many parts were left out. */
    private static int checkSeed(Random random, String name) {
        int partCount = 1 + random.nextInt(6);
        boolean nanHidden = random.nextBoolean();
        boolean millis = random.nextBoolean();
        List<ColumnBatch> parts = new ArrayList<>();
        for (int i = 0; i < partCount; i++) {
            parts.add(rows(random));
        }
        Expression condition = condition(random, 3);
        PartStatistics stats = new Measured(parts, random, nanHidden, millis);
        int[] out = new int[partCount];
        int kept = Skipping.of(condition, TABLE, PARTITIONS, new Bounds(millis, !nanHidden))
                .keep(stats, out);
        List<Integer> keptParts = Arrays.stream(out, 0, kept).boxed().toList();
        Evaluator evaluator = Evaluator.ofCondition(condition, TABLE);
        for (int i = 0; i < partCount; i++) {
            if (!keptParts.contains(i)) {
                int matches =
                        evaluator.select(parts.get(i), new int[parts.get(i).rowCount()]);
                assertThat(matches)
                        .as(
                                "%s: part %d of %s under %s",
                                name, i, condition, parts.get(i).row(0))
                        .isZero();
            }
        }
        return partCount - kept;
    }

    private static ColumnBatch rows(Random random) {
        BatchBuilder builder = new BatchBuilder(TABLE);
        int count = 1 + random.nextInt(4);
        int nullsOf100 = random.nextInt(3) * 40;
        Object partition = orNull(random, 10, () -> string(random));
        Object number = orNull(random, 10, () -> random.nextInt(5) - 2);
        for (int i = 0; i < count; i++) {
            builder.add(
                    orNull(random, nullsOf100, () -> random.nextInt(9) - 4),
                    orNull(random, nullsOf100, () -> (long) random.nextInt(9) - 4),
                    orNull(random, nullsOf100, () -> number(random)),
                    orNull(random, nullsOf100, () -> (float) number(random)),
                    orNull(random, nullsOf100, () -> string(random)),
                    orNull(random, nullsOf100, () -> time(random)),
                    orNull(random, nullsOf100, () -> LocalDate.ofEpochDay(random.nextInt(800) - 400)),
                    orNull(random, nullsOf100, () -> BigDecimal.valueOf(random.nextInt(9) - 4, 2)),
                    orNull(random, nullsOf100, random::nextBoolean),
                    orNull(
                            random,
                            nullsOf100,
                            () -> Arrays.asList(orNull(random, nullsOf100, () -> random.nextInt(5)))),
                    partition,
                    number);
        }
        return builder.build();
    }

    private static @Nullable Object orNull(Random random, int nullsOf100, Supplier<Object> value) {
        return random.nextInt(100) < nullsOf100 ? null : value.get();
    }

    private static double number(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Double.NaN;
            case 1 -> -0.0;
            case 2 -> 0.0;
            case 3 -> Double.POSITIVE_INFINITY;
            case 4 -> Double.NEGATIVE_INFINITY;
            default -> (random.nextInt(9) - 4) / 2.0;
        };
    }

    private static String string(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(4); length > 0; length--) {
            text.append(List.of("a", "b", "%", "\uD7FF", "\uE000", "\uD83D\uDE00", "\uDBFF\uDFFF")
                    .get(random.nextInt(7)));
        }
        return text.toString();
    }

    private static Instant time(Random random) {
        return Instant.EPOCH
                .plus(Duration.ofSeconds(random.nextInt(4) - 2))
                .plus(random.nextInt(5000), ChronoUnit.MICROS);
    }

    private static Expression condition(Random random, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            return switch (random.nextInt(4)) {
                case 0 -> condition(random, depth - 1).and(condition(random, depth - 1));
                case 1 -> condition(random, depth - 1).or(condition(random, depth - 1));
                default -> new Not(condition(random, depth - 1));
            };
        }
        String name = TABLE.field(random.nextInt(TABLE.size())).name();
        Expression value = name.equals("st") ? col("st.x") : col(name);
        if (random.nextInt(6) == 0) {
            return value.isNull();
        }
        return switch (name) {
            case "s", "p" -> strings(random, value);
            case "b" -> random.nextBoolean() ? value : compare(random, value, random.nextBoolean());
            case "d", "f" -> numbers(random, value, () -> number(random));
            case "t" -> times(random, value);
            case "day" ->
                random.nextBoolean()
                        ? compare(random, value, LocalDate.ofEpochDay(random.nextInt(800) - 400))
                        : compare(random, value.year(), 1969 + random.nextInt(3));
            case "n" -> numbers(random, value, () -> BigDecimal.valueOf(random.nextInt(90) - 45, random.nextInt(4)));
            default -> integers(random, value);
        };
    }

    private static Expression strings(Random random, Expression value) {
        return switch (random.nextInt(6)) {
            case 0 -> value.like(string(random) + "%");
            case 1 -> value.like(string(random) + (random.nextBoolean() ? "_" : "a%b"));
            case 2 -> value.startsWith(string(random));
            case 3 -> value.in(string(random), string(random));
            case 4 -> compare(random, value, random.nextBoolean() ? col("s") : col("p"));
            default -> compare(random, value, string(random));
        };
    }

    private static Expression numbers(Random random, Expression value, Supplier<Object> constant) {
        return switch (random.nextInt(5)) {
            case 0 -> value.in(constant.get(), random.nextInt(4) == 0 ? null : constant.get());
            case 1 ->
                compare(random, value, List.of(col("d"), col("f"), col("i")).get(random.nextInt(3)));
            default -> compare(random, value, constant.get());
        };
    }

    private static Expression integers(Random random, Expression value) {
        return switch (random.nextInt(9)) {
            case 0 -> compare(random, value.plus(random.nextInt(3)), random.nextInt(9) - 4);
            case 1 -> compare(random, lit(random.nextInt(3)).minus(value), random.nextInt(9) - 4);
            case 2 -> compare(random, value.negated(), col("l"));
            case 3 -> compare(random, value.cast(PrimitiveType.DOUBLE), number(random));
            case 4 -> compare(random, value.plus(col("i")), col("q"));
            case 5 -> compare(random, value, new BigDecimal(random.nextInt(20) - 10).movePointLeft(1));
            default -> numbers(random, value, () -> random.nextInt(9) - 4);
        };
    }

    private static Expression times(Random random, Expression value) {
        return switch (random.nextInt(3)) {
            case 0 -> compare(random, dateTrunc("second", value), time(random));
            case 1 -> compare(random, value.cast(PrimitiveType.DATE), LocalDate.ofEpochDay(random.nextInt(3) - 1));
            default -> compare(random, value, time(random));
        };
    }

    private static Expression compare(Random random, Expression value, Object other) {
        Comparison.Operator[] operators = Comparison.Operator.values();
        Expression right = other instanceof Expression expression ? expression : lit(other);
        Comparison.Operator operator = operators[random.nextInt(operators.length)];
        return random.nextBoolean() ? new Comparison(operator, value, right) : new Comparison(operator, right, value);
    }

    /** Statistics measured from rows, now and then missing, cut as writers cut them. */
    private static final class Measured implements PartStatistics {
        private final List<ColumnBatch> parts;
        private final Random random;
        private final boolean nanHidden;
        private final boolean millis;

        Measured(List<ColumnBatch> parts, Random random, boolean nanHidden, boolean millis) {
            this.parts = parts;
            this.random = random;
            this.nanHidden = nanHidden;
            this.millis = millis;
        }

        @Override
        public int count() {
            return parts.size();
        }

        @Override
        public @Nullable ColumnVector min(List<String> path) {
            return extreme(path, -1);
        }

        @Override
        public @Nullable ColumnVector max(List<String> path) {
            return extreme(path, 1);
        }

        private @Nullable ColumnVector extreme(List<String> path, int sign) {
            if (random.nextInt(20) == 0) {
                return null;
            }
            Expression column = new ColumnReference(path);
            Evaluator evaluator = Evaluator.of(column, TABLE);
            ColumnBuilder builder = ColumnBuilder.of(evaluator.type());
            for (ColumnBatch part : parts) {
                Literal extreme = null;
                boolean hasNan = false;
                ColumnVector values = evaluator.evaluate(part);
                for (int i = 0; i < part.rowCount(); i++) {
                    Object value = Values.valueAt(values, i);
                    boolean nan = value instanceof Double d && d.isNaN() || value instanceof Float f && f.isNaN();
                    hasNan |= nan;
                    if (value != null
                            && !nan
                            && (extreme == null || sign * Constants.compare(lit(value), extreme) > 0)) {
                        extreme = lit(value);
                    }
                }
                boolean missing = random.nextInt(20) == 0 || hasNan && !nanHidden && sign > 0;
                Values.append(builder, missing || extreme == null ? null : cut(extreme.value(), sign));
            }
            return builder.build();
        }

        private @Nullable Object cut(@Nullable Object value, int sign) {
            if (value instanceof Instant instant && millis) {
                return instant.truncatedTo(ChronoUnit.MILLIS);
            }
            if (value instanceof String text && text.codePointCount(0, text.length()) > 1 && random.nextBoolean()) {
                String first = text.substring(0, text.offsetByCodePoints(0, 1));
                return sign < 0 ? first : first + "\uDBFF\uDFFF\uDBFF\uDFFF\uDBFF\uDFFF";
            }
            return value;
        }

        @Override
        public @Nullable LongVector nullCount(List<String> path) {
            if (random.nextInt(20) == 0) {
                return null;
            }
            Evaluator evaluator = Evaluator.of(new ColumnReference(path), TABLE);
            ColumnBuilder builder = ColumnBuilder.of(PrimitiveType.LONG);
            for (ColumnBatch part : parts) {
                Values.append(
                        builder,
                        random.nextInt(20) == 0
                                ? null
                                : (long) evaluator.evaluate(part).nullCount());
            }
            return (LongVector) builder.build();
        }

        @Override
        public LongVector rowCount() {
            ColumnBuilder builder = ColumnBuilder.of(PrimitiveType.LONG);
            for (ColumnBatch part : parts) {
                Values.append(builder, (long) part.rowCount());
            }
            return (LongVector) builder.build();
        }

        @Override
        public ColumnVector partitionValue(String column) {
            ColumnBuilder builder =
                    ColumnBuilder.of(TABLE.field(column).orElseThrow().type());
            for (ColumnBatch part : parts) {
                Values.append(builder, Values.valueAt(part.column(column), 0));
            }
            return builder.build();
        }
    }
}
