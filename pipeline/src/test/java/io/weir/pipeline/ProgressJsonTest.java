package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressJsonTest {
    private static final String BEGIN =
            "{\"time\":\"2026-11-22T10:15:30.250Z\",\"appId\":\"a\",\"table\":\"/t\",\"epoch\":7,\"version\":8,"
                    + "\"rowsIn\":1000,\"badRows\":3,\"bytesIn\":64000,\"filesIn\":2,\"rowsInPerSecond\":2000.0,"
                    + "\"rowsOut\":900,\"bytesOut\":12345,\"filesOut\":1,\"tableFiles\":17,\"rowsOutPerSecond\":1800.0,\"batchMs\":500.0,\"commitMs\":3.125,";
    private static final String TOTAL =
            "\"total\":{\"epochs\":8,\"rowsIn\":5000,\"rowsOut\":4900,\"badRows\":4,\"bytesIn\":320000,"
                    + "\"bytesOut\":60000,\"foldedFiles\":6,\"ms\":10000.0}}";

    @Test
    void anEpochIsOneLineWithAllThatIsKnownOfIt() {
        assertThat(ProgressJson.line(Standing.of(Standing.LAG, Standing.STATE)))
                .isEqualTo(BEGIN
                        + "\"lag\":{\"versions\":2,\"files\":3,\"bytes\":4096,\"rows\":50,\"ms\":1500.0},"
                        + "\"state\":{\"rows\":10,\"bytes\":2048,\"lateRows\":1,\"watermark\":\"2026-11-22T10:15:00.000001Z\"},"
                        + TOTAL);
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        assertThat(ProgressJson.line(Standing.of(null, null))).isEqualTo(BEGIN + TOTAL);
    }

    @Test
    void onlyWhatIsCommittedIsWritten() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ProgressJson json = new ProgressJson(new PrintStream(bytes, false, StandardCharsets.UTF_8));
        Progress progress = Standing.of(null, null);

        json.advanced(progress);
        json.committed(progress);
        json.committed(progress);
        json.finished(progress.total());

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(ProgressJson.line(progress) + "\n" + ProgressJson.line(progress) + "\n");
    }
}
