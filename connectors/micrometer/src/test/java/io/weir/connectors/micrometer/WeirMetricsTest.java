package io.weir.connectors.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Tags;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.pipeline.Progress;
import io.weir.pipeline.Query;
import io.weir.pipeline.QueryListener;
import io.weir.pipeline.RunningQuery;
import io.weir.pipeline.Sources;
import io.weir.pipeline.Trigger;
import io.weir.source.Source;
import io.weir.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WeirMetricsTest {
    private static final StructType SCHEMA = StructType.EMPTY.add("n", PrimitiveType.LONG);

    @TempDir
    Path directory;

    private static HttpResponse<String> ask(PrometheusEndpoint endpoint, String method, String path) throws Exception {
        URI uri = URI.create("http://localhost:" + endpoint.port() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The sum of the samples of a name. */
    private static double sample(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private Table source(int versions) {
        Table table = Table.create(directory.resolve("from")).schema(SCHEMA).commit();
        for (int i = 0; i < versions; i++) {
            BatchBuilder rows = new BatchBuilder(SCHEMA);
            LongStream.range(0, 100).forEach(rows::add);
            table.append(rows.build());
        }
        return table;
    }

    private Query copy(Table from) {
        return Query.from(Sources.table(Source.of(from)))
                .to(directory.resolve("to"))
                .create()
                .filter("n < 90")
                .maxRowsPerEpoch(100);
    }

    @Test
    void whatPrometheusReadsIsWhatIsInTheTable() throws Exception {
        try (Table from = source(5);
                PrometheusEndpoint endpoint = PrometheusEndpoint.start(0)) {
            String appId = copy(from)
                    .listener(new WeirMetrics(endpoint.registry(), Tags.of("stage", "test")))
                    .start()
                    .await()
                    .appId();

            HttpResponse<String> answer = ask(endpoint, "GET", "/metrics");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            String text = answer.body();
            try (Table to = Table.open(directory.resolve("to"))) {
                long versions = to.latest().version();
                assertThat(sample(text, "weir_query_rows_out_total")).isEqualTo(to.count());
                assertThat(sample(text, "weir_query_rows_in_total")).isEqualTo(from.count());
                assertThat(sample(text, "weir_query_bytes_out_total"))
                        .isEqualTo(to.files().mapToLong(AddFile::sizeBytes).sum());
                assertThat(sample(text, "weir_query_files_out_total"))
                        .isEqualTo(to.files().count());
                assertThat(sample(text, "weir_query_table_files"))
                        .isEqualTo(to.files().count());
                assertThat(sample(text, "weir_query_version")).isEqualTo(versions);
                assertThat(sample(text, "weir_query_commit_seconds_count")).isEqualTo(versions);
                assertThat(sample(text, "weir_query_batch_seconds_sum"))
                        .isGreaterThanOrEqualTo(sample(text, "weir_query_commit_seconds_sum"));
                assertThat(text)
                        .contains("weir_query_commit_seconds_bucket{")
                        .contains("app_id=\"" + appId + "\"")
                        .contains("stage=\"test\"")
                        .contains("table=\"" + directory.resolve("to") + "\"");
            }
        }
    }

    @Test
    void aQueryThatIsBehindAndCatchesUpShowsIt() throws Exception {
        try (Table from = source(1);
                PrometheusEndpoint endpoint = PrometheusEndpoint.start(0);
                WeirMetrics metrics = new WeirMetrics(endpoint.registry())) {
            RunningQuery query = copy(from)
                    .trigger(Trigger.every(Duration.ofMillis(50)))
                    .listener(metrics)
                    .start();
            String text = ask(endpoint, "GET", "/metrics").body();
            while (!text.contains("weir_query_lag_rows{")) {
                assertThat(query.await(Duration.ofMillis(50))).isEmpty();
                text = ask(endpoint, "GET", "/metrics").body();
            }
            query.stop();
            assertThat(sample(text, "weir_query_lag_rows")).isZero();
            assertThat(sample(text, "weir_query_lag_seconds")).isZero();
            assertThat(sample(text, "weir_query_lag_versions")).isZero();

            metrics.close();
            assertThat(ask(endpoint, "GET", "/metrics").body()).doesNotContain("weir_query");
        }
    }

    @Test
    void whatIsNoScrapeIsRefused() throws Exception {
        try (PrometheusEndpoint endpoint = PrometheusEndpoint.start(0)) {
            assertThat(ask(endpoint, "GET", "/").statusCode()).isEqualTo(404);
            assertThat(ask(endpoint, "GET", "/metrics/x").statusCode()).isEqualTo(404);
            assertThat(ask(endpoint, "POST", "/metrics").statusCode()).isEqualTo(405);
            assertThat(ask(endpoint, "HEAD", "/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPortIsHeldUntilTheEndpointIsClosed() throws IOException {
        PrometheusEndpoint endpoint = PrometheusEndpoint.start(0);
        int port = endpoint.port();
        assertThatThrownBy(() -> PrometheusEndpoint.start(port))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(":" + port);
        endpoint.close();

        assertThatThrownBy(() -> ask(endpoint, "GET", "/metrics")).isInstanceOf(ConnectException.class);
        PrometheusEndpoint.start(port).close();
    }

    @Test
    void listenersAreToldWhatTheMetersCount() {
        List<Progress> told = new ArrayList<>();
        try (Table from = source(3)) {
            copy(from)
                    .listener(new QueryListener() {
                        @Override
                        public void committed(Progress progress) {
                            told.add(progress);
                        }
                    })
                    .start()
                    .await();
        }

        assertThat(told).isNotEmpty().allSatisfy(progress -> {
            assertThat(progress.out().bytes()).isPositive();
            assertThat(progress.commitTime()).isPositive().isLessThanOrEqualTo(progress.batchTime());
        });
    }
}
