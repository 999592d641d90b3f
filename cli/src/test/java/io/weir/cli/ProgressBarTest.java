package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.table.environment.TableEvents;
import io.weir.table.environment.TableEvents.Unit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final long[] now = {0};

    private ProgressBar bar(boolean terminal) {
        return new ProgressBar(new PrintStream(shown, true, StandardCharsets.UTF_8), terminal, 100, () -> now[0]);
    }

    private static TableEvents.Progressed progressed(long done) {
        return new TableEvents.Progressed(URI.create("memory:/t"), "copying", done, 1000, Unit.FILES);
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aBarHasRateAndTimeLeftAndIsTakenAway() {
        ProgressBar bar = bar(true);
        bar.on(progressed(0));
        assertThat(text()).isEmpty();
        now[0] = TimeUnit.SECONDS.toNanos(10);
        bar.on(progressed(250));

        assertThat(text())
                .endsWith("copying [#####...............]  25%  250 files of 1,000 files  25 files/s  30 s left");
        bar.on(progressed(260));
        assertThat(text()).doesNotContain("260");
        bar.close();
        assertThat(text()).endsWith("\r\u001b[K");
    }

    @Test
    void whereThereIsNoTerminalNothingIsShown() {
        ProgressBar bar = bar(false);
        now[0] = TimeUnit.SECONDS.toNanos(10);
        bar.on(progressed(250));
        bar.words("Reading the log");
        bar.close();

        assertThat(text()).isEmpty();
    }

    @Test
    void lengthsAreShownInUnitsThatPeopleRead() {
        assertThat(ProgressBar.line("comparing rows", 3L << 29, 0, Unit.BYTES, 1 << 20))
                .isEqualTo("comparing rows  1.5 GB  1.0 MB/s");
    }
}
