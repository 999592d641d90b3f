package io.weir.cli;

import io.weir.table.environment.TableEvents;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far long work is, with its rate and the time that is left: one line on standard error that is written over, without colours, and nothing
 * at all if that is no terminal. Safe for many threads.
 *
 * <p>Nothing is shown in the first moment, so that what is quick stays quiet.
 */
final class ProgressBar implements TableEvents, AutoCloseable {
    private static final String BACK_AND_CLEAR = "\r\u001b[K";
    private static final long FIRST_NANOS = 300_000_000L;
    private static final long STEP_NANOS = 100_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int BAR_CELLS = 20;

    /** The one on standard error, if there is one. */
    private static final AtomicReference<@Nullable ProgressBar> CURRENT = new AtomicReference<>();

    private final PrintStream out;
    private final boolean terminal;
    private final int width;
    private final LongSupplier nanos;
    private String step = "";
    private long stepStarted;
    private long doneAtStart;
    private long nextShown;
    private boolean shown;

    ProgressBar(PrintStream out, boolean terminal, int width, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.width = width;
        this.nanos = nanos;
        this.nextShown = nanos.getAsLong() + FIRST_NANOS;
    }

    /** On standard error, as far as that is a terminal. */
    static ProgressBar onStandardError() {
        ProgressBar bar = new ProgressBar(System.err, Terminal.canWriteOver(), Terminal.width(), System::nanoTime);
        CURRENT.set(bar);
        return bar;
    }

    /** Takes away what stands on standard error, if anything does, because something else is written there. */
    static void clear() {
        ProgressBar bar = CURRENT.get();
        if (bar != null) {
            bar.close();
        }
    }

    @Override
    public void on(Event event) {
        if (event instanceof Progressed progress) {
            show(progress.step(), progress.done(), progress.total(), progress.unit());
        }
    }

    /** @param total 0 if it is not known */
    synchronized void show(String what, long done, long total, Unit unit) {
        long now = nanos.getAsLong();
        if (!what.equals(step)) {
            step = what;
            stepStarted = now;
            doneAtStart = done;
        }
        if (!terminal || now < nextShown) {
            return;
        }
        nextShown = now + STEP_NANOS;
        double seconds = (now - stepStarted) / NANOS_PER_SECOND;
        print(line(what, done, total, unit, seconds <= 0 ? 0 : (done - doneAtStart) / seconds));
    }

    /** Shows what is done while it cannot be counted. */
    synchronized void words(String what) {
        if (terminal && nanos.getAsLong() >= nextShown) {
            print(what);
        }
    }

    private void print(String line) {
        out.print(BACK_AND_CLEAR + line.substring(0, Math.min(width - 1, line.length())));
        out.flush();
        shown = true;
    }

    /** {@code comparing rows [#########...........]  45%  1.2 GB of 2.6 GB  120 MB/s  12 s left}. */
    static String line(String what, long done, long total, Unit unit, double perSecond) {
        StringBuilder line = new StringBuilder(what);
        if (total > 0) {
            double part = Math.max(0, Math.min(1, (double) done / total));
            int cells = (int) (part * BAR_CELLS);
            line.append(" [").append("#".repeat(cells)).append(".".repeat(BAR_CELLS - cells));
            line.append(String.format(Locale.ROOT, "] %3d%%", (int) (100 * part)));
        }
        line.append("  ").append(amount(done, unit));
        if (total > 0) {
            line.append(" of ").append(amount(total, unit));
        }
        if (perSecond > 0) {
            line.append("  ").append(amount(Math.round(perSecond), unit)).append("/s");
            if (total > done) {
                line.append("  ").append(time((total - done) / perSecond)).append(" left");
            }
        }
        return line.toString();
    }

    private static String amount(long amount, Unit unit) {
        return switch (unit) {
            case BYTES -> Bytes.of(amount);
            case FILES -> Counted.of(amount, "file");
            case VERSIONS -> Counted.of(amount, "version");
        };
    }

    private static String time(double seconds) {
        long whole = Math.round(Math.ceil(seconds));
        return whole < 100 ? whole + " s" : whole < 6000 ? whole / 60 + " min" : whole / 3600 + " h";
    }

    /** Takes the line away, so that something else can be written. */
    @Override
    public synchronized void close() {
        if (shown) {
            out.print(BACK_AND_CLEAR);
            out.flush();
            shown = false;
        }
    }
}
