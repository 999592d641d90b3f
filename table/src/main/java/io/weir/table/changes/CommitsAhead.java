package io.weir.table.changes;

import io.weir.log.commit.Commit;
import io.weir.storage.ObjectStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Log entries in the order of their versions. Nothing is listed: the next is asked for, and as long as there are more, twice as many at once.
 * Who has caught up costs one request a look. One thread at a time.
 */
final class CommitsAhead implements AutoCloseable {
    private static final int MAX_AHEAD = 32;

    private final ObjectStore store;
    private final Executor executor;
    private final Deque<CompletableFuture<Optional<Commit>>> window = new ArrayDeque<>();
    private long nextVersion;
    private int ahead = 1;

    CommitsAhead(ObjectStore store, Executor executor) {
        this.store = store;
        this.executor = executor;
    }

    void seek(long version) {
        window.clear();
        nextVersion = version;
        ahead = 1;
    }

    long nextVersion() {
        return nextVersion;
    }

    /** The next entry; null if there is none yet. */
    @Nullable
    Commit peek() {
        if (window.isEmpty()) {
            fetch();
        }
        Commit commit = join(window.element()).orElse(null);
        if (commit == null) {
            // What was asked for behind it may have come a moment after it was not there
            window.clear();
            ahead = 1;
        }
        return commit;
    }

    private void fetch() {
        if (ahead == 1) {
            window.add(CompletableFuture.completedFuture(Commit.load(store, nextVersion)));
        } else {
            for (int i = 0; i < ahead; i++) {
                long version = nextVersion + i;
                window.add(CompletableFuture.supplyAsync(() -> Commit.load(store, version), executor));
            }
        }
        ahead = Math.min(MAX_AHEAD, 2 * ahead);
    }

    /** The next entry is done with. */
    void remove() {
        window.remove();
        nextVersion++;
    }

    private static Optional<Commit> join(CompletableFuture<Optional<Commit>> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        window.clear();
    }
}
