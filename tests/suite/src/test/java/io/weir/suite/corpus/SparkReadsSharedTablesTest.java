package io.weir.suite.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.schema.SchemaJson;
import io.weir.format.type.StructType;
import io.weir.log.error.UnsupportedTableException;
import io.weir.suite.opinion.ReadTable;
import io.weir.suite.opinion.Schemas;
import io.weir.suite.opinion.SparkReader;
import io.weir.suite.opinion.SparkSessions;
import io.weir.suite.opinion.WeirReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Delta Spark and Weir read the same rows of the shared tables that Delta Kernel cannot read, at every version; with {@code
 * -Dweir.compare=all}, which {@code tests/compare-corpus} says, of all tables at the latest.
 */
class SparkReadsSharedTablesTest {
    private static final boolean ALL = System.getProperty("weir.compare", "").equals("all");

    private static final Map<String, Integer> COUNTS = new TreeMap<>();
    private static final List<String> EXPLAINED = new ArrayList<>();

    @TempDir
    static Path scratch;

    @TestFactory
    Stream<DynamicTest> tablesAreReadAlike() throws Exception {
        return SharedTables.required().all().stream()
                .filter(table -> ALL || !ExplainedDifferences.ofKernel(table).isEmpty())
                .map(table -> DynamicTest.dynamicTest(table.id(), () -> check(table)));
    }

    private static void check(SharedTables.Table table) throws Exception {
        Path place = table.prepared(scratch);
        String explained = ExplainedDifferences.ofSpark(table);
        List<String> wrong = new ArrayList<>();
        for (SharedTables.Version version : table.versions()) {
            if (version.resolved() < 0 || ALL && version.number() >= 0 || !ALL && version.number() < 0) {
                continue;
            }
            String difference = difference(place, version.resolved());
            if (difference.equals("refused for now") || difference.isEmpty()) {
                count(difference.isEmpty() ? "alike" : difference);
            } else if (explained.isEmpty()) {
                wrong.add(version + ": " + difference);
                count("wrong");
            } else {
                EXPLAINED.add(version + ": " + difference + "; " + explained);
                count("differ, explained");
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String difference(Path place, long version) {
        ReadTable weir;
        try {
            weir = WeirReader.read(place, version);
        } catch (UnsupportedTableException e) {
            return !e.features().isEmpty() && SharedTablesTest.notYet().containsAll(e.features())
                    ? "refused for now"
                    : alone("Weir", place, version, e);
        } catch (RuntimeException e) {
            return alone("Weir", place, version, e);
        }
        Dataset<Row> frame;
        List<String> rows;
        try {
            frame = SparkReader.frame(SparkSessions.shared(), place, version);
            rows = SparkReader.lines(frame.schema(), frame.collectAsList());
        } catch (Exception e) {
            return "Spark alone fails: " + e.getClass().getSimpleName();
        }
        StructType theirs = Schemas.bare(SchemaJson.parse(frame.schema().json()));
        if (!Schemas.bare(Schemas.of(weir)).equals(theirs)) {
            return "other schema: " + Schemas.of(weir) + " by Weir, " + theirs + " by Spark";
        }
        return weir.rows().equals(rows)
                ? ""
                : "other rows: " + weir.rows().size() + " by Weir, " + rows.size() + " by Spark";
    }

    /** Says that only one fails, or nothing if the other does, too. */
    private static String alone(String who, Path place, long version, RuntimeException failure) {
        try {
            SparkReader.frame(SparkSessions.shared(), place, version).collectAsList();
        } catch (Exception e) {
            return "";
        }
        return who + " alone fails: " + failure;
    }

    private static void count(String what) {
        COUNTS.merge(what, 1, Integer::sum);
    }

    @AfterAll
    static void tell() {
        System.out.println("Shared tables, Spark beside Weir, by version: " + COUNTS);
        EXPLAINED.forEach(difference -> System.out.println("  " + difference));
    }
}
