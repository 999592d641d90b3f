package io.weir.pipeline;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows a query's progress to a person: on a terminal one line that is written over, elsewhere one line for each version. Called by the query's
 * thread.
 */
public final class ProgressLine implements QueryListener {
    private static final String BACK_AND_CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private boolean shown;

    /** @param terminal can the stream go back to the start of a line and clear it? */
    public ProgressLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void advanced(Progress progress) {
        if (terminal) {
            over(running(progress));
        }
    }

    @Override
    public void committed(Progress progress) {
        if (terminal) {
            over(running(progress));
        } else {
            out.println(version(progress));
        }
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

    private void over(String line) {
        out.print(BACK_AND_CLEAR + line);
        out.flush();
        shown = true;
    }

    private static String running(Progress progress) {
        Summary total = progress.total();
        String text = String.format(
                Locale.ROOT,
                "%s  %s  %s rows/s",
                total.lastVersion() == null ? "epoch " + progress.epoch() : "version " + total.lastVersion(),
                rows(total.rowsIn()),
                rate(total.rowsPerSecond()));
        return text + bad(total.badRows());
    }

    /** What a person reads of one epoch: {@code version 3  1,000,000 rows in 0.82 s (1.2 M rows/s)}. */
    static String version(Progress progress) {
        return String.format(
                        Locale.ROOT,
                        "version %d  %s in %.2f s (%s rows/s)",
                        progress.version(),
                        rows(progress.rowsOut()),
                        progress.batchTime().toNanos() / 1e9,
                        rate(progress.rowsPerSecond()))
                + bad(progress.badRows());
    }

    private static String rows(long count) {
        return String.format(Locale.ROOT, count == 1 ? "%,d row" : "%,d rows", count);
    }

    private static String bad(long records) {
        return records == 0 ? "" : String.format(Locale.ROOT, "  %,d bad", records);
    }

    private static String rate(double perSecond) {
        if (perSecond >= 1_000_000) {
            return String.format(Locale.ROOT, "%.1f M", perSecond / 1e6);
        }
        return perSecond >= 10_000
                ? String.format(Locale.ROOT, "%.0f k", perSecond / 1e3)
                : String.format(Locale.ROOT, "%.0f", perSecond);
    }
}
