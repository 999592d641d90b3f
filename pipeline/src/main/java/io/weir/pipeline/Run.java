package io.weir.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A run of a query as others see it: it has a name as soon as that is known, and an end. Safe for many threads. */
abstract class Run implements RunningQuery {
    private final Query query;
    private final Thread thread;
    private final CountDownLatch named = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile String appId = "";
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Progress progress;
    private volatile @Nullable Summary summary;

    Run(Query query) {
        this.query = query;
        this.thread = new Thread(this::run, "weir-query");
    }

    /** Runs the query to its end, on the query's thread. */
    abstract Summary work() throws InterruptedException;

    /** Closes all that was opened, whatever happened. */
    abstract void release();

    final void begin() {
        thread.start();
    }

    /** The name is known now. */
    final void named(String id) {
        appId = id;
        named.countDown();
    }

    final void show(Progress now) {
        progress = now;
    }

    final boolean isStopping() {
        return stopping;
    }

    private void run() {
        try {
            Summary done = work();
            summary = done;
            query.listeners.forEach(listener -> listener.finished(done));
        } catch (Throwable e) { // kept for await()
            failure = e;
        } finally {
            try {
                release();
            } catch (Throwable e) { // who waits must hear of it, whatever it is
                Throwable first = failure;
                if (first == null) {
                    failure = e;
                } else if (first != e) {
                    first.addSuppressed(e);
                }
            } finally {
                named.countDown();
                ended.countDown();
            }
        }
    }

    @Override
    public String appId() {
        awaitUninterrupted(named);
        return appId;
    }

    @Override
    public Summary await() {
        awaitUninterrupted(ended);
        return result();
    }

    @Override
    public Optional<Summary> await(Duration time) {
        try {
            return ended.await(time.toNanos(), TimeUnit.NANOSECONDS) ? Optional.of(result()) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a query", e);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a query", e);
        }
    }

    private Summary result() {
        Throwable cause = failure;
        Summary done = summary;
        if (cause != null || done == null) {
            throw asUnchecked(cause == null ? new IllegalStateException("A query has ended without a result") : cause);
        }
        return done;
    }

    @Override
    public Summary stop() {
        requestStop();
        return await();
    }

    @Override
    public void requestStop() {
        stopping = true;
    }

    @Override
    public boolean isActive() {
        return ended.getCount() > 0;
    }

    @Override
    public Optional<Throwable> exception() {
        return Optional.ofNullable(failure);
    }

    @Override
    public Optional<Progress> lastProgress() {
        return Optional.ofNullable(progress);
    }

    static RuntimeException asUnchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException e ? e : new IllegalStateException("A query was interrupted", cause);
    }
}
