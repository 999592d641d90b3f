package io.weir.suite.written;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.suite.opinion.SparkSessions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What Delta Spark writes, we read as it does: at every version, and under conditions. */
class TablesOfDeltaSparkTest {
    private static final Totals TOTALS = new Totals();

    /** Some tables in every build. {@code -Dweir.written=all}: all of them; else those whose area or name contains the text. */
    private static final String WANTED = System.getProperty("weir.written", "core");

    private static final int MIN_CORE = 8;
    private static final int MIN_ALL = 40;

    @TempDir
    static Path directory;

    private int number;

    @TestFactory
    Stream<DynamicContainer> everyVersionIsReadAlike() {
        return Stream.of(
                        ColumnMappingTables.all(),
                        DeletionVectorTables.all(),
                        CheckpointTables.all(),
                        TypeTables.all(),
                        VariantTables.all(),
                        NameTables.all(),
                        FileTables.all(),
                        CommandTables.all(),
                        ChangeTables.all())
                .map(area -> DynamicContainer.dynamicContainer(
                        area.area(),
                        area.tables().stream()
                                .filter(table -> isWanted(area, table))
                                .map(table -> DynamicTest.dynamicTest(table.name(), () -> check(table)))));
    }

    private static boolean isWanted(SparkTables area, SparkTable table) {
        return switch (WANTED) {
            case "all" -> true;
            case "core" -> table.isCore();
            default -> (area.area() + ": " + table.name()).contains(WANTED);
        };
    }

    private void check(SparkTable table) throws Exception {
        long start = System.nanoTime();
        SparkSession spark = SparkSessions.shared().newSession();
        Path place = directory.resolve("t" + number++);
        table.write(spark, place);
        long written = System.nanoTime();
        new Comparison(table, spark, place, TOTALS).run();
        System.out.printf(
                "%s: written in %d ms, compared in %d ms%n",
                table.name(),
                TimeUnit.NANOSECONDS.toMillis(written - start),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - written));
    }

    @AfterAll
    static void tell() {
        System.out.println("Tables that Delta Spark wrote here: " + TOTALS);
        int expected = WANTED.equals("all") ? MIN_ALL : WANTED.equals("core") ? MIN_CORE : 1;
        assertThat(TOTALS.tables()).as("tables").isGreaterThanOrEqualTo(expected);
    }
}
