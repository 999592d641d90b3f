package io.weir.suite.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A few seconds of it; {@code tests/maintenance-stress 600} is ten minutes. */
@Timeout(7200)
class MaintenanceStressTest {
    private static final long SECONDS = Long.getLong("weir.stress.seconds", 10);
    private static final long SEED = Long.getLong("weir.stress.seed", 1);

    @TempDir
    Path directory;

    @Test
    void whateverKeepsATableInOrderIsInNobodysWay() throws Exception {
        Map<String, Long> done = MaintenanceStress.run(directory.resolve("table"), Duration.ofSeconds(SECONDS), SEED);

        System.out.println("maintenance stress, " + SECONDS + " s: " + done);
        assertThat(done)
                .containsKeys("optimizes", "vacuums", "checkpoints", "deletes", "streamed rows", "versions read again");
        assertThat(done.get("files put together")).isPositive();
    }
}
