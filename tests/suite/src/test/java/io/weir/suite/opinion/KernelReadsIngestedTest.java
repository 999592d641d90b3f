package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.Query;
import io.weir.pipeline.RunningQuery;
import io.weir.pipeline.Sources;
import io.weir.pipeline.Summary;
import io.weir.pipeline.Trigger;
import io.weir.suite.RepositoryRoot;
import io.weir.table.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a query made of JSON lines is what a reader of text and Kernel, who know nothing of each other, both see. */
class KernelReadsIngestedTest {
    private static final List<String> COLUMNS = List.of("date", "delay", "distance", "origin", "destination");
    private static final Pattern FLIGHT = Pattern.compile(
            "\\{\"date\":\"(.*?)\",\"delay\":(-?\\d+),\"distance\":(\\d+),\"origin\":\"(.*?)\",\"destination\":\"(.*?)\"}");

    @TempDir
    Path directory;

    @Test
    void flightsInSeveralEpochs() throws IOException {
        Path flights = RepositoryRoot.find().resolve("examples/flights/2001-01.jsonl.gz");
        Path table = directory.resolve("flights");
        Query.from(Sources.json(flights))
                .to(table)
                .create(builder -> builder.partitionBy("origin"))
                .maxRowsPerEpoch(20_000)
                .start()
                .await();
        Query.from(Sources.json(flights)).to(table).start().await();

        ReadTable seen = KernelReader.read(table, KernelReader.LATEST);
        assertThat(seen.version()).isEqualTo(4);
        assertThat(seen.rows()).isEqualTo(CanonicalText.sorted(expected(flights)));
    }

    @Test
    void flightsInManyShortEpochsWhoseFilesAreFolded() throws IOException {
        Path flights = RepositoryRoot.find().resolve("examples/flights/2001-01.jsonl.gz");
        List<String> expected = CanonicalText.sorted(expected(flights));
        Path place = directory.resolve("often");
        RunningQuery query = Query.from(Sources.json(flights))
                .to(place)
                .create()
                .maxRowsPerEpoch(1000)
                .trigger(Trigger.continuous(Duration.ofMillis(5)))
                .start();
        while (query.lastProgress()
                .map(progress -> progress.total().rowsOut() < expected.size())
                .orElse(true)) {
            assertThat(query.await(Duration.ofMillis(20))).isEmpty();
        }
        Summary summary = query.stop();

        ReadTable seen = KernelReader.read(place, KernelReader.LATEST);
        assertThat(seen.version()).as("epochs and folds").isGreaterThan(summary.epochs());
        assertThat(seen.rows()).isEqualTo(expected);
        assertThat(KernelReader.read(place, Objects.requireNonNull(summary.lastVersion()))
                        .rows())
                .as("before the last fold")
                .isEqualTo(expected);
        try (Table table = Table.open(place)) {
            assertThat(table.files()).hasSize(1);
        }
    }

    private static List<String> expected(Path flights) throws IOException {
        List<String> rows = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(flights)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher flight = FLIGHT.matcher(line);
                assertThat(flight.matches()).as(line).isTrue();
                rows.add(CanonicalText.row(new CanonicalText.Struct(
                        COLUMNS,
                        List.of(
                                LocalDateTime.parse(flight.group(1)),
                                Long.parseLong(flight.group(2)),
                                Long.parseLong(flight.group(3)),
                                flight.group(4),
                                flight.group(5)))));
            }
        }
        return rows;
    }
}
