package io.weir.table.commit;

import io.weir.log.commit.Commit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The last commits this process made, which need not be read back to be compared with. Safe for many threads. */
final class RecentCommits {
    /** More than writers in one process wait for each other, less than anybody notices. */
    private static final int KEPT = 64;

    /** Larger commits are read again if they are needed. */
    private static final int MAX_ACTIONS = 1000;

    private final AtomicReferenceArray<@Nullable Commit> ring = new AtomicReferenceArray<>(KEPT);

    void add(Commit commit) {
        if (commit.actions().size() <= MAX_ACTIONS) {
            ring.set((int) (commit.version() % KEPT), commit);
        }
    }

    @Nullable
    Commit find(long version) {
        Commit found = ring.get((int) (version % KEPT));
        return found != null && found.version() == version ? found : null;
    }
}
