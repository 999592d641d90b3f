package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.error.ConstraintViolationException;
import io.weir.table.Table;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of Delta Spark with rules for their rows: what we append is what Spark inserts, and what it refuses we refuse. */
class RulesAgreeWithSparkTest {
    private static final StructType GIVEN = StructType.EMPTY
            .add("a", PrimitiveType.INTEGER)
            .add("at", PrimitiveType.TIMESTAMP)
            .add("c", PrimitiveType.STRING)
            .add("v", PrimitiveType.STRING);

    @TempDir
    Path directory;

    private final SparkSession spark = SparkSessions.shared();

    private Path table(String name) {
        Path place = directory.resolve(name);
        for (String statement : List.of(
                """
                CREATE TABLE $T (id BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY -7),
                a INT NOT NULL, at TIMESTAMP, day DATE GENERATED ALWAYS AS (CAST(at AS DATE)),
                twice BIGINT GENERATED ALWAYS AS (CAST(a AS BIGINT) * 2), c CHAR(4), v VARCHAR(5),
                d STRING DEFAULT 'none', n INT DEFAULT 40 + 2) USING delta PARTITIONED BY (day)
                TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported')""",
                "INSERT INTO $T (a, at, c, v) VALUES (1, TIMESTAMP'2020-01-02 03:04:05', 'x', 'y')",
                "ALTER TABLE $T ADD CONSTRAINT small CHECK (a < 1000 AND (c IS NULL OR c <> 'bad'))")) {
            spark.sql(statement.replace("$T", "delta.`" + place + "`")).collectAsList();
        }
        return place;
    }

    private static ColumnBatch rows(StructType schema, @Nullable Object[]... rows) {
        BatchBuilder builder = new BatchBuilder(schema);
        for (@Nullable Object[] row : rows) {
            builder.add(row);
        }
        return builder.build();
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    @Test
    void rowsGetTheSameValuesAndTheTableGoesOnBeingSparks() throws Exception {
        Path ours = table("ours");
        Path theirs = table("theirs");
        spark.sql("INSERT INTO delta.`" + theirs
                + "` (a, at, c, v) VALUES (2, TIMESTAMP'2021-06-07 23:59:59', 'ab', 'abc  '),"
                + " (3, null, null, null), (-4, TIMESTAMP'1969-12-31 00:00:00', 'wxyz', 'ü')");
        try (Table table = Table.open(ours)) {
            table.append(rows(
                    GIVEN,
                    row(2, Instant.parse("2021-06-07T23:59:59Z"), "ab", "abc  "),
                    row(3, null, null, null),
                    row(-4, Instant.parse("1969-12-31T00:00:00Z"), "wxyz", "ü")));
        }
        assertThat(SparkReader.read(ours, 3).rows())
                .isEqualTo(SparkReader.read(theirs, 3).rows());
        List<String> expected = WeirReader.read(theirs, 3).rows();
        assertThat(WeirReader.read(ours, 3).rows()).isEqualTo(expected);
        assertThat(KernelReader.read(ours, 3).rows()).isEqualTo(expected);

        // both count on from where we left the counter
        for (Path place : List.of(ours, theirs)) {
            spark.sql("INSERT INTO delta.`" + place + "` (a) VALUES (5)");
        }
        assertThat(SparkReader.read(ours, 4).rows())
                .isEqualTo(SparkReader.read(theirs, 4).rows())
                .anySatisfy(line -> assertThat(line).contains("\"id\":72,\"a\":5"));
    }

    @Test
    void whatSparkRefusesWeRefuseAndNothingLands() throws Exception {
        Path place = table("refused");
        List<String> before = WeirReader.read(place, 2).rows();
        StructType withDay = GIVEN.add("day", PrimitiveType.DATE);
        StructType withId = GIVEN.add("id", PrimitiveType.LONG);
        List<ColumnBatch> batches = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        batches.add(rows(GIVEN, row(1, null, null, null), row(1000, null, null, null)));
        statements.add("(a) VALUES (1), (1000)");
        batches.add(rows(GIVEN, row(1, null, null, null), row(1, null, "bad", null)));
        statements.add("(a, c) VALUES (1, null), (1, 'bad')");
        batches.add(rows(GIVEN, row(1, null, null, null), row(1, null, "12345", null)));
        statements.add("(a, c) VALUES (1, null), (1, '12345')");
        batches.add(rows(GIVEN, row(1, null, null, null), row(1, null, null, "123456")));
        statements.add("(a, v) VALUES (1, null), (1, '123456')");
        batches.add(rows(GIVEN, row(1, null, null, null), row(null, null, null, null)));
        statements.add("(a) VALUES (1), (null)");
        batches.add(rows(withDay, row(1, null, null, null, null), row(1, null, null, null, java.time.LocalDate.EPOCH)));
        statements.add("(a, day) VALUES (1, null), (1, DATE'1970-01-01')");
        batches.add(rows(withId, row(1, null, null, null, 7L)));
        statements.add("(a, id) VALUES (1, 7)");
        List<String> rules = List.of("small", "small", "c", "v", "a", "day", "id");
        try (Table table = Table.open(place)) {
            for (int i = 0; i < batches.size(); i++) {
                ColumnBatch batch = batches.get(i);
                ConstraintViolationException refused =
                        catchThrowableOfType(ConstraintViolationException.class, () -> table.append(batch));
                assertThat(refused).as(statements.get(i)).isNotNull();
                assertThat(refused.facts().get(rules.get(i).equals("small") ? "constraint" : "column"))
                        .isEqualTo(rules.get(i));
                assertThat(refused.facts()).containsEntry("row", Integer.toString(batch.rowCount() - 1));
                String statement = "INSERT INTO delta.`" + place + "` " + statements.get(i);
                assertThatThrownBy(() -> spark.sql(statement).collectAsList())
                        .as(statement)
                        .isNotNull();
            }
            assertThat(table.latest().version()).isEqualTo(2);
        }
        assertThat(WeirReader.read(place, 2).rows()).isEqualTo(before);
    }
}
