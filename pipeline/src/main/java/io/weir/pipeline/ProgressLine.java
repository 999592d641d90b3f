package io.weir.pipeline;

import io.weir.pipeline.source.SourceLag;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows a query's progress to a person: on a terminal one line that is written over, elsewhere one line for each version. Called by the query's
 * thread.
 */
public final class ProgressLine implements QueryListener {
    private static final String BACK_AND_CLEAR = "\r\u001b[K";
    /** One less than terminals have at least: a line that is full would be continued in the next, and stay. */
    private static final int MAX_WIDTH = 79;
    /** A rate is that of the last five to ten seconds. */
    private static final long RATE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private String unit = "version";
    private boolean shown;
    private @Nullable Progress newest;
    private @Nullable Duration lastCommit;
    private @Nullable SourceLag lag;
    private Mark older;
    private Mark newer;

    private record Mark(long rows, long nanos) {}

    /** @param terminal can the stream go back to the start of a line and clear it? */
    public ProgressLine(PrintStream out, boolean terminal) {
        this(out, terminal, System::nanoTime);
    }

    ProgressLine(PrintStream out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
        this.older = new Mark(0, nanos.getAsLong());
        this.newer = older;
    }

    @Override
    public void advanced(Progress progress) {
        newest = progress;
        show();
    }

    @Override
    public void committed(Progress progress) {
        newest = progress;
        lastCommit = progress.commitTime();
        unit = unit(progress);
        if (terminal) {
            show();
        } else {
            out.println(version(progress));
        }
    }

    @Override
    public void measured(SourceLag now) {
        lag = now;
        show();
    }

    @Override
    public void finished(Summary summary) {
        clear();
    }

    /** Takes the line away, so that something else can be written. */
    public void clear() {
        if (shown) {
            out.print(BACK_AND_CLEAR);
            out.flush();
            shown = false;
        }
    }

    private void show() {
        Progress progress = newest;
        if (terminal && progress != null) {
            String line = running(progress);
            out.print(BACK_AND_CLEAR + line.substring(0, Math.min(MAX_WIDTH, line.length())));
            out.flush();
            shown = true;
        }
    }

    /** {@code version 812  1.2 M rows  10 k rows/s  commit 3 ms  lag 0.1 s}. */
    private String running(Progress progress) {
        Summary total = progress.total();
        String text = String.format(
                Locale.ROOT,
                "%s  %s  %s rows/s",
                total.lastVersion() == null ? "epoch " + progress.epoch() : unit + " " + total.lastVersion(),
                Amounts.rows(total.rowsIn()),
                Amounts.rate(recentRate(total.rowsIn())));
        return text
                + (lastCommit == null ? "" : "  commit " + Amounts.time(lastCommit))
                + (lag == null ? "" : behind(lag))
                + bad(total.badRows());
    }

    private double recentRate(long rows) {
        long now = nanos.getAsLong();
        if (now - newer.nanos >= RATE_NANOS) {
            older = newer;
            newer = new Mark(rows, now);
        }
        return Summary.perSecond(rows - older.rows, Duration.ofNanos(now - older.nanos));
    }

    private static String behind(SourceLag lag) {
        String much = lag.rows() != null && lag.rows() > 0
                ? Amounts.rows(lag.rows())
                : lag.files() != null && lag.files() > 0 ? Amounts.files(lag.files()) : "";
        String time = lag.time() == null ? "" : Amounts.time(lag.time());
        if (time.isEmpty()) {
            return much.isEmpty() ? "" : "  lag " + much;
        }
        return "  lag " + time + (much.isEmpty() ? "" : " (" + much + ")");
    }

    /** What a person reads of one epoch: {@code version 3  1,000,000 rows in 0.82 s (1.2 M rows/s)}. */
    static String version(Progress progress) {
        return String.format(
                        Locale.ROOT,
                        "%s %d  %s in %.2f s (%s rows/s)",
                        unit(progress),
                        progress.version(),
                        Amounts.exactRows(progress.rowsOut()),
                        progress.batchTime().toNanos() / 1e9,
                        Amounts.rate(progress.rowsPerSecond()))
                + bad(progress.badRows());
    }

    /** What is no table has epochs and no versions. */
    private static String unit(Progress committed) {
        return committed.out().tableFiles() == null ? "epoch" : "version";
    }

    private static String bad(long records) {
        return records == 0 ? "" : String.format(Locale.ROOT, "  %,d bad", records);
    }
}
