package io.weir.table.changes;

import io.weir.log.commit.CommitSignals;
import io.weir.storage.DirectoryWatch;
import io.weir.storage.ObjectStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the next version of a table: told by the file system where that tells, by writers of this process, and otherwise for a time that
 * grows as long as nothing happens. One thread at a time.
 */
final class VersionWatch implements AutoCloseable {
    private static final String LOG = "_delta_log";
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final @Nullable DirectoryWatch directory;
    private final CommitSignals.@Nullable Subscription signals;
    private Duration pause = SHORTEST;

    VersionWatch(ObjectStore store) {
        this.directory = store.watch(LOG).orElse(null);
        this.signals = directory == null ? CommitSignals.subscribe(store.root()) : null;
    }

    /** A version was found: the next may be near. */
    void found() {
        pause = SHORTEST;
    }

    /** Returns when it is time to look for a version, or the time has passed. */
    void await(Duration atMost) throws InterruptedException {
        if (directory != null) {
            directory.await(atMost.compareTo(LONGEST) < 0 ? atMost : LONGEST);
            return;
        }
        Duration wait = atMost.compareTo(pause) < 0 ? atMost : pause;
        if (signals != null && signals.await(wait)) {
            found();
        } else {
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        }
    }

    @Override
    public void close() {
        if (directory != null) {
            directory.close();
        }
        if (signals != null) {
            signals.close();
        }
    }
}
