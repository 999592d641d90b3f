package io.weir.suite.readme;

import static io.weir.format.expression.Expressions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.Query;
import io.weir.pipeline.Sources;
import io.weir.pipeline.Trigger;
import io.weir.suite.RepositoryRoot;
import io.weir.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's Java stands here, is run, and is compared with the README word by word. */
class ReadmeExamplesTest {
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path temporary;

    record Flight(Instant at, long delay, String origin) {}

    @Test
    void aTableFromJava() {
        String path = temporary.resolve("flights").toString();
        try (Table flights =
                Table.create(path).schema(Flight.class).partitionBy("origin").commit()) {
            flights.append(List.of(
                    new Flight(Instant.parse("2001-01-01T00:01:00Z"), 33, "LAS"),
                    new Flight(Instant.parse("2001-01-01T00:05:00Z"), 95, "SFO")));

            for (Flight late : flights.scan().where(col("delay").gt(60)).as(Flight.class)) {
                System.out.println(late.origin() + " is " + late.delay() + " minutes late");
            }
            long before = flights.at(0).count(); // the table as it was
            assertThat(before).isZero();
            assertThat(flights.count()).isEqualTo(2);
        }
    }

    @Test
    void rowsChangeFromJava() {
        String path = temporary.resolve("changed").toString();
        Instant at = Instant.parse("2001-01-01T00:05:00Z");
        try (Table flights = Table.create(path).schema(Flight.class).commit();
                Table corrections =
                        Table.create(path + "-corrections").schema(Flight.class).commit()) {
            flights.append(
                    List.of(new Flight(Instant.parse("2001-01-01T00:01:00Z"), 33, "LAS"), new Flight(at, 95, "SFO")));
            corrections.append(List.of(new Flight(at, 90, "SFO"), new Flight(at, 7, "OAK")));

            flights.delete("origin = 'LAS'");
            flights.update().set("delay", "delay + 5").where("origin = 'SFO'").commit();
            assertThat(flights.scan().where("delay = 100").count()).isEqualTo(1);
            flights.merge(corrections)
                    .on("t.at = s.at AND t.origin = s.origin")
                    .whenMatched()
                    .updateAll()
                    .whenNotMatched()
                    .insertAll()
                    .commit();

            assertThat(flights.scan().as(Flight.class).toList())
                    .containsExactlyInAnyOrder(new Flight(at, 90, "SFO"), new Flight(at, 7, "OAK"));
        }
    }

    @Test
    void aQueryFromJava() throws IOException {
        Path directory = RepositoryRoot.find().resolve("examples/flights");
        String table = temporary.resolve("delays").toString();
        Query.from(Sources.json(directory))
                .filter("delay > 60")
                .select(col("date"), col("origin"), col("delay").dividedBy(60.0).as("hours"))
                .to(table)
                .create()
                .trigger(Trigger.availableNow())
                .start()
                .await();
        try (Table delays = Table.open(table)) {
            assertThat(delays.schema().names()).containsExactly("date", "origin", "hours");
            assertThat(delays.scan().where(col("hours").le(1)).count()).isZero();
            assertThat(delays.count()).isGreaterThan(10_000);
        }
    }

    @Test
    void theReadmeShowsWhatIsRunHere() throws IOException {
        Path root = RepositoryRoot.find();
        String here = withoutSpace(Files.readString(
                root.resolve("tests/suite/src/test/java/io/weir/suite/readme/ReadmeExamplesTest.java")));
        Matcher blocks = JAVA_BLOCK.matcher(Files.readString(root.resolve("README.md")));
        int lines = 0;
        while (blocks.find()) {
            for (String line : blocks.group(1).split("\n")) {
                assertThat(here).contains(withoutSpace(line));
                lines++;
            }
        }
        assertThat(lines).isGreaterThan(10);
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
