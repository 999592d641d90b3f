package io.weir.pipeline;

import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.SourceLag;
import io.weir.pipeline.source.SourceReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a source again and again how much it has that was not committed, on a thread of its own, so that no epoch waits for the answer. Safe for many
 * threads.
 */
final class LagMeter implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Duration LEAVE = Duration.ofSeconds(5);

    private final List<SourceReader> readers;
    private final Duration interval;
    private final Thread thread = new Thread(this::run, "weir-lag");
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Position committed;
    private volatile @Nullable SourceLag newest;

    private LagMeter(List<SourceReader> readers, Position committed, Duration interval) {
        this.readers = List.copyOf(readers);
        this.committed = committed;
        this.interval = interval;
        thread.setDaemon(true); // it may be waiting for a store
    }

    /** Measures for the first time when an interval is over: who is done before that does without. */
    static LagMeter start(List<SourceReader> readers, Position committed, Duration interval) {
        LagMeter meter = new LagMeter(readers, committed, interval);
        meter.thread.start();
        return meter;
    }

    void committed(Position position) {
        committed = position;
    }

    /** The last measurement; null if there was none, or the source cannot tell. */
    @Nullable
    SourceLag newest() {
        return newest;
    }

    private void run() {
        try {
            while (!stopped.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                newest = measure();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable SourceLag measure() {
        Position position = committed;
        SourceLag sum = null;
        try {
            for (SourceReader reader : readers) {
                SourceLag lag = reader.lag(position);
                if (lag == null) {
                    return null;
                }
                sum = sum == null ? lag : sum.plus(lag);
            }
            return sum;
        } catch (RuntimeException e) {
            return null; // whatever it is, who reads meets it too, and is the one to tell
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(LEAVE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
