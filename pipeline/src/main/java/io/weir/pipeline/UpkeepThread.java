package io.weir.pipeline;

import io.weir.compaction.Upkeep;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Does the upkeep of the table that a query writes, on a thread of its own: the query never waits for it, but at its end. Safe for many threads.
 */
final class UpkeepThread {
    private final Upkeep upkeep;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean finish;

    private UpkeepThread(Upkeep upkeep) {
        this.upkeep = upkeep;
        this.thread = new Thread(this::work, "weir-upkeep");
        thread.setDaemon(true);
    }

    static UpkeepThread start(Upkeep upkeep) {
        UpkeepThread started = new UpkeepThread(upkeep);
        started.thread.start();
        return started;
    }

    private void work() {
        try {
            Duration pause = Duration.ZERO;
            while (!ending.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = upkeep.work();
            }
            if (finish) {
                upkeep.finish();
            }
        } catch (InterruptedException e) {
            // nobody does that; it would be a wish to stop
        }
    }

    /**
     * Ends it, and waits for the fold that is under way, which is bounded in its bytes.
     *
     * @param inOrder puts the small files together that are left; nobody else will
     */
    void end(boolean inOrder) {
        finish = inOrder;
        ending.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
