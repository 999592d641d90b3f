package io.weir.log.commit;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells whoever waits for the next version of a table that this process has made one. Safe for many threads.
 *
 * <p>Subscribers and writers find each other by the table's address, so they need not share an object. A wake-up says that it is worth while to
 * look, and nothing more.
 */
public final class CommitSignals {
    private static final Map<URI, CommitSignals> TABLES = new ConcurrentHashMap<>();

    private int subscribers;
    /** Guarded by this. */
    private long commits;

    private CommitSignals() {}

    /** Somebody who waits. One thread at a time. */
    public static final class Subscription implements AutoCloseable {
        private final URI table;
        private final CommitSignals signals;
        private long seen;

        private Subscription(URI table, CommitSignals signals) {
            this.table = table;
            this.signals = signals;
            this.seen = signals.commits();
        }

        /** Waits until there was a commit since the last call; false if the time has passed without one. */
        public boolean await(Duration atMost) throws InterruptedException {
            long now = signals.await(seen, atMost.toMillis());
            boolean told = now != seen;
            seen = now;
            return told;
        }

        @Override
        public void close() {
            TABLES.computeIfPresent(table, (address, known) -> {
                if (known == signals) {
                    known.subscribers--;
                }
                return known.subscribers == 0 ? null : known;
            });
        }
    }

    public static Subscription subscribe(URI table) {
        CommitSignals signals = TABLES.compute(table, (address, known) -> {
            CommitSignals shared = known == null ? new CommitSignals() : known;
            shared.subscribers++;
            return shared;
        });
        return new Subscription(table, signals);
    }

    /** A version is in the table. */
    public static void committed(URI table) {
        CommitSignals signals = TABLES.get(table);
        if (signals != null) {
            signals.tell();
        }
    }

    private synchronized void tell() {
        commits++;
        notifyAll();
    }

    private synchronized long commits() {
        return commits;
    }

    private synchronized long await(long seen, long millis) throws InterruptedException {
        if (commits == seen && millis > 0) {
            wait(millis); // whoever wakes without a reason looks once more than he had to
        }
        return commits;
    }
}
