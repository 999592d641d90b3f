package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.expression.EvaluationException;
import io.weir.format.expression.Evaluator;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.table.Table;
import io.weir.table.sql.SqlExpressions;
import io.weir.testkit.RandomRows;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What constraints and generated columns are made of, computed here and by Spark in ANSI mode: the same values, and errors for the same
 * rows. Where Spark lets a number overflow without a word, as in days added to the last day there is or the floor of NaN, ours is an error:
 * such rows are not asked for. Random rows beside rows that look for trouble; a failure names the seed.
 */
class ExpressionsAgreeWithSparkTest {
    private static final int RANDOM_ROWS = 40;
    private static final StructType SCHEMA = StructType.EMPTY
            .add("n", PrimitiveType.INTEGER)
            .add("i", PrimitiveType.INTEGER)
            .add("k", PrimitiveType.INTEGER)
            .add("l", PrimitiveType.LONG)
            .add("b", PrimitiveType.BYTE)
            .add("d", PrimitiveType.DOUBLE)
            .add("x", new DecimalType(12, 3))
            .add("t", PrimitiveType.STRING)
            .add("u", PrimitiveType.STRING)
            .add("day", PrimitiveType.DATE)
            .add("at", PrimitiveType.TIMESTAMP)
            .add("flag", PrimitiveType.BOOLEAN)
            .add("a", new ArrayType(PrimitiveType.INTEGER, true))
            .add("m", new MapType(PrimitiveType.STRING, PrimitiveType.INTEGER, true))
            .add(
                    "s",
                    StructType.EMPTY
                            .add("f", PrimitiveType.INTEGER)
                            .add("g", new ArrayType(PrimitiveType.STRING, true)));

    private static final List<String> EXPRESSIONS = List.of(
            // arithmetic and numbers
            "i + k",
            "i - l",
            "l * 2",
            "b * b",
            "i / k",
            "i % k",
            "pmod(i, k)",
            "pmod(i, 7)",
            "mod(l, 10)",
            "-i",
            "abs(l)",
            "d * 2 + i",
            "d / k",
            "x + 1.5",
            "x * x",
            "x / 3",
            "x % 2",
            "x - i",
            "round(d, 2)",
            "round(x, 1)",
            "round(i, -1)",
            "if(abs(d) < 1e15D, floor(d), 0)",
            "if(abs(d) < 1e15D, ceil(d), 0)",
            "floor(x)",
            "ceil(x)",
            "greatest(i, k, 3)",
            "least(i, k, l)",
            "greatest(d, 0.5D)",
            "least(t, u)",
            "greatest(day, DATE'2000-01-01')",
            // casts
            "CAST(l AS INT)",
            "CAST(i AS TINYINT)",
            "CAST(d AS BIGINT)",
            "CAST(i AS STRING)",
            "CAST(d AS STRING)",
            "CAST(x AS STRING)",
            "CAST(x AS INT)",
            "CAST(i AS DECIMAL(8, 2))",
            "CAST(t AS INT)",
            "TRY_CAST(t AS INT)",
            "CAST(at AS DATE)",
            "CAST(day AS TIMESTAMP)",
            "CAST(day AS STRING)",
            "CAST(at AS STRING)",
            "CAST(flag AS INT)",
            "CAST(i AS BOOLEAN)",
            "CAST(flag AS STRING)",
            "CAST(at AS BIGINT)",
            "CAST(k AS TIMESTAMP)",
            // texts
            "length(t)",
            "upper(t)",
            "lower(t)",
            "trim(t)",
            "ltrim(t)",
            "rtrim(t)",
            "concat(t, '-', u)",
            "t || u",
            "substring(t, 2, 3)",
            "substring(t, -2)",
            "substr(t, k, 2)",
            "left(t, 2)",
            "right(t, 2)",
            "replace(t, 'a', 'bb')",
            "instr(t, 'a')",
            "reverse(t)",
            "repeat(t, 2)",
            "lpad(t, 5, 'xy')",
            "rpad(t, 5, 'xy')",
            "lpad(t, k, ' ')",
            "t LIKE 'a%'",
            "t LIKE '%_c'",
            "t RLIKE '^[a-c]+$'",
            "regexp_like(t, u)",
            "regexp_replace(t, '[aeiou]', '*')",
            "regexp_extract(t, '([a-z])([0-9]+)', 2)",
            "startswith(t, 'a')",
            "endswith(t, 'c')",
            "contains(t, 'b')",
            "md5(t)",
            "sha1(t)",
            "sha2(t, 256)",
            "crc32(t)",
            // dates and times
            "year(day)",
            "month(day)",
            "day(day)",
            "quarter(day)",
            "dayofyear(day)",
            "dayofweek(day)",
            "weekday(day)",
            "weekofyear(day)",
            "year(at)",
            "hour(at)",
            "minute(at)",
            "second(at)",
            "date_add(day, 10)",
            "date_sub(day, k)",
            "date_add(day, i % 100000)",
            "add_months(day, k)",
            "last_day(day)",
            "datediff(day, DATE'2000-01-01')",
            "datediff(at, day)",
            "trunc(day, 'MM')",
            "trunc(at, 'year')",
            "trunc(day, 'week')",
            "trunc(day, 'quarter')",
            "date_trunc('HOUR', at)",
            "date_trunc('week', at)",
            "date_trunc('MONTH', at)",
            "date_trunc('DAY', at)",
            "date_format(at, 'yyyy-MM-dd')",
            "date_format(at, 'yyyy-MM-dd-HH')",
            "date_format(at, 'yyyyMM')",
            "date_format(day, 'MMM d EEE')",
            "date_format(at, 'HH:mm:ss.SSSSSS')",
            "unix_timestamp(at)",
            "unix_timestamp('2024-03-01 10:00:00')",
            "unix_timestamp('2024-03', 'yyyy-MM')",
            "from_unixtime(k)",
            "from_unixtime(k, 'yyyy')",
            "timestamp_seconds(k)",
            "timestamp_millis(l)",
            "timestamp_micros(l)",
            "to_date('2024-02-30')",
            "to_date('01/02/2024', 'dd/MM/yyyy')",
            "to_date('2024-11', 'yyyy-MM')",
            "to_timestamp('2024-01-02 03:04:05')",
            "to_date(t)",
            "day > DATE'2000-01-01'",
            "at < TIMESTAMP'2000-01-01 00:00:00'",
            "CAST(at AS DATE) = day",
            // three-valued logic
            "i > 0 AND k > 0",
            "i > 0 OR flag",
            "NOT flag",
            "i = k",
            "i <=> k",
            "i <> k",
            "t = u",
            "t IS NULL",
            "i IN (1, 2, 3)",
            "i NOT IN (1, null)",
            "t IN ('abc', u)",
            "i BETWEEN -5 AND 5",
            "coalesce(t, u, 'none')",
            "nullif(i, 1)",
            "nvl(i, k)",
            "if(flag, i, k)",
            "isnull(t)",
            "isnotnull(i)",
            "CASE WHEN i > 5 THEN 'big' WHEN i > 0 THEN 'small' END",
            "CASE k WHEN 0 THEN 0 ELSE 10 / k END",
            "k <> 0 AND 10 / k > 2",
            "flag IS TRUE",
            "d = d",
            "d > 0",
            "i IS DISTINCT FROM k",
            // collections
            "size(a)",
            "size(m)",
            "cardinality(a)",
            "array_contains(a, 1)",
            "a[0]",
            "a[k]",
            "m['k']",
            "m[t]",
            "s.f + 1",
            "s.g[0]",
            "size(s.g)",
            "array_contains(s.g, t)",
            "if(size(a) > 1, a[1], -1)");

    @TempDir
    Path directory;

    private static ColumnBatch rows(long seed) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        Random random = new Random(seed);
        RandomRows values = RandomRows.seeded(seed);
        List<String> texts = Arrays.asList(
                "abc", "", " a c ", "x12y", "7", "-12", "Ünïcode", "2024-05-06", "aac", "ABC", "1e3", "3.9");
        List<Integer> small = Arrays.asList(0, 1, 2, -1, 3, 7, null, -3);
        List<LocalDate> days = Arrays.asList(
                LocalDate.of(2024, 2, 29),
                LocalDate.of(1999, 12, 31),
                LocalDate.of(1970, 1, 1),
                LocalDate.of(1900, 3, 1),
                null,
                LocalDate.of(2021, 1, 3));
        List<Instant> times = Arrays.asList(
                Instant.parse("2024-02-29T23:59:59.123456Z"),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Instant.EPOCH,
                null,
                Instant.parse("2000-01-01T00:00:00Z"),
                Instant.parse("1905-07-14T12:30:00Z"));
        List<Double> doubles =
                Arrays.asList(0.0, -0.0, 2.5, -2.5, 1e20, Double.NaN, Double.POSITIVE_INFINITY, null, 0.125);
        List<Integer> wholes = Arrays.asList(Integer.MAX_VALUE, Integer.MIN_VALUE, 1, 6, -7, null, 120);
        for (int n = 0; n < RANDOM_ROWS; n++) {
            boolean free = random.nextInt(4) == 0;
            rows.add(
                    n,
                    free ? values.value(PrimitiveType.INTEGER) : pick(wholes, random),
                    pick(small, random),
                    free ? values.value(PrimitiveType.LONG) : (Object) (long) random.nextInt(1000),
                    values.value(PrimitiveType.BYTE),
                    pick(doubles, random),
                    values.value(new DecimalType(12, 3)),
                    pick(texts, random),
                    random.nextInt(5) == 0 ? null : pick(texts, random),
                    pick(days, random),
                    pick(times, random),
                    random.nextInt(3) == 0 ? null : random.nextBoolean(),
                    random.nextInt(6) == 0
                            ? null
                            : Arrays.asList(1, null, random.nextInt(5)).subList(0, random.nextInt(4)),
                    random.nextInt(6) == 0 ? null : Map.of("k", random.nextInt(9), "abc", 5),
                    random.nextInt(6) == 0
                            ? null
                            : Arrays.asList(
                                    random.nextInt(9),
                                    Arrays.asList("abc", null).subList(0, 1 + random.nextInt(2))));
        }
        return rows.build();
    }

    private static <T> @Nullable T pick(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    @Test
    void valuesAndErrorsAreThoseOfSpark() {
        long seed = 20240229;
        ColumnBatch rows = rows(seed);
        Path place = directory.resolve("rows");
        try (Table table = Table.create(place).schema(SCHEMA).commit()) {
            table.append(rows);
        }
        SparkSession spark = SparkSessions.shared();
        Dataset<org.apache.spark.sql.Row> stored =
                spark.read().format("delta").load(place.toString()).orderBy("n");
        spark.createDataFrame(stored.collectAsList(), stored.schema()).createOrReplaceTempView("rows");

        List<String> differences = new ArrayList<>();
        for (String expression : EXPRESSIONS) {
            compare(spark, rows, expression, differences);
        }
        assertThat(differences).as("seed %d", seed).isEmpty();
    }

    private static void compare(SparkSession spark, ColumnBatch rows, String expression, List<String> differences) {
        Map<Integer, String> ours = new LinkedHashMap<>();
        List<Integer> failing = new ArrayList<>();
        Evaluator evaluator = Evaluator.of(SqlExpressions.parse(expression), SCHEMA);
        for (int n = 0; n < rows.rowCount(); n++) {
            try {
                ColumnBatch value = new ColumnBatch(
                        StructType.EMPTY.add("v", evaluator.type()),
                        1,
                        List.of(evaluator.evaluate(rows.slice(n, n + 1))));
                ours.put(n, WeirRows.lines(value).get(0));
            } catch (EvaluationException e) {
                assertThat(e.row()).isZero();
                failing.add(n);
            }
        }
        try {
            Map<Integer, String> theirs = spark(spark, expression, "n IN (" + list(ours.keySet()) + ")");
            ours.forEach((n, value) -> {
                if (!value.equals(theirs.get(n))) {
                    differences.add(expression + " at row " + n + ": ours " + value + ", Spark's " + theirs.get(n)
                            + ", of " + shown(rows.row(n)));
                }
            });
        } catch (Exception e) {
            differences.add(expression + ": Spark refuses a row of " + ours.keySet() + ": " + first(e));
        }
        for (int n : failing.subList(0, Math.min(2, failing.size()))) {
            try {
                Map<Integer, String> theirs = spark(spark, expression, "n = " + n);
                differences.add(expression + " at row " + n + ": ours fails, Spark's " + theirs.get(n) + ", of "
                        + shown(rows.row(n)));
            } catch (Exception e) {
                continue; // it refuses the row, too
            }
        }
    }

    private static String shown(Row row) {
        return SCHEMA.fields().stream()
                .limit(12)
                .map(f -> f.name() + "=" + row.value(f.name()))
                .collect(Collectors.joining(" "));
    }

    private static String list(Iterable<Integer> numbers) {
        List<String> texts = new ArrayList<>(List.of("-1"));
        numbers.forEach(n -> texts.add(n.toString()));
        return String.join(", ", texts);
    }

    private static String first(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static Map<Integer, String> spark(SparkSession spark, String expression, String where) {
        Dataset<org.apache.spark.sql.Row> frame =
                spark.sql("SELECT n, " + expression + " AS v FROM rows WHERE " + where);
        org.apache.spark.sql.types.StructType value = new org.apache.spark.sql.types.StructType(
                new org.apache.spark.sql.types.StructField[] {frame.schema().apply(1)});
        Map<Integer, String> values = new LinkedHashMap<>();
        for (org.apache.spark.sql.Row row : frame.collectAsList()) {
            values.put(row.getInt(0), SparkReader.line(value, RowFactory.create(row.get(1))));
        }
        return values;
    }
}
