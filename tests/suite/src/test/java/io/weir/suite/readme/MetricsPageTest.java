package io.weir.suite.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.weir.connectors.micrometer.WeirMetrics;
import io.weir.pipeline.Progress;
import io.weir.pipeline.ProgressJson;
import io.weir.pipeline.StateProgress;
import io.weir.pipeline.Summary;
import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.SourceLag;
import io.weir.suite.RepositoryRoot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of metrics against what is told. */
class MetricsPageTest {
    private static final Progress ALL = new Progress(
            "a",
            "/t",
            1,
            2L,
            Instant.EPOCH,
            new Progress.Input(1, 2, 3, 4),
            new Progress.Output(1, 2, 3, 4L),
            Duration.ofMillis(2),
            Duration.ofMillis(1),
            Position.START,
            new StateProgress(1, 2, 3, 4L),
            new SourceLag(1L, 2L, 3L, 4L, Duration.ofMillis(5)),
            new Summary("a", false, 1, 2, 3, 4, 5, 6, 7, 1L, 2L, Duration.ofMillis(8)));

    private final String page;

    MetricsPageTest() throws IOException {
        page = Files.readString(RepositoryRoot.find().resolve("docs/reference/metrics.md"));
    }

    /** What stands in the first column of tables between two headings. */
    private List<String> firstColumn(String heading, String next) {
        String part = page.substring(page.indexOf("\n## " + heading), page.indexOf("\n## " + next));
        Matcher cells = Pattern.compile("(?m)^\\| `([^`]+)` \\|").matcher(part);
        List<String> names = new ArrayList<>();
        while (cells.find()) {
            names.add(cells.group(1));
        }
        return names;
    }

    @Test
    void everyMemberOfALineIsOnThePage() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ProgressJson(new PrintStream(bytes, true, StandardCharsets.UTF_8)).committed(ALL);
        JsonNode line = new ObjectMapper().readTree(bytes.toByteArray());

        List<String> members = new ArrayList<>();
        line.fieldNames().forEachRemaining(members::add);
        assertThat(firstColumn("What is told", "Lag")).isEqualTo(members);
        for (String group : List.of("lag", "state", "total")) {
            line.get(group)
                    .fieldNames()
                    .forEachRemaining(name -> assertThat(page).contains("`" + name + "`"));
        }
    }

    @Test
    void everyMeterIsOnThePage() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        WeirMetrics metrics = new WeirMetrics(registry);
        metrics.measured(new SourceLag(1L, 2L, 3L, 4L, Duration.ofMillis(5)));
        metrics.committed(ALL);

        List<String> names = registry.getMeters().stream()
                .map(Meter::getId)
                .map(Meter.Id::getName)
                .filter(name -> !name.endsWith(".histogram")) // the buckets of a timer, in this registry
                .toList();
        String meters = page.substring(page.indexOf("\n## Meters"));
        Matcher documented = Pattern.compile("(?m)^\\| `(weir[^`]+)` \\|").matcher(meters);
        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(
                        documented.results().map(found -> found.group(1)).toList());
    }
}
