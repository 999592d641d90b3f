package io.weir.compaction.retention;

import io.weir.format.parallel.Parallel;
import io.weir.log.checkpoint.CheckpointFiles;
import io.weir.log.checkpoint.CheckpointReader;
import io.weir.log.checkpoint.UnreadableCheckpointException;
import io.weir.log.commit.LogNames;
import io.weir.log.replay.LogListing;
import io.weir.storage.ObjectInfo;
import io.weir.table.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds sidecars that no checkpoint names any more. One thread, once.
 *
 * <p>Only such as are older than log entries are kept, and older than a day: a checkpoint that is being written may be about to name a younger one. It names
 * older ones again only if a checkpoint names them that will stay for long.
 */
public final class SidecarCleanup {
    private static final Duration YOUNGEST = Duration.ofDays(1);
    /** All checkpoints have to be read to be sure, so it is only done if so many of all sidecars may go: one in ten. */
    private static final int WORTH = 10;

    private final Table table;
    private final CheckpointReader checkpoints;
    private final long cutoffMillis;

    /** @param cutoffMillis what is younger stays; milliseconds since the epoch */
    public SidecarCleanup(Table table, long cutoffMillis) {
        this.table = table;
        this.checkpoints =
                new CheckpointReader(table.store(), table.environment().executor());
        this.cutoffMillis = Math.min(cutoffMillis, table.environment().clock().millis() - YOUNGEST.toMillis());
    }

    /**
     * Those that can go. What only checkpoints name that are about to go themselves stays until the next time. Requests: a listing of the sidecars; if
     * any are old one of the log, and one or two a checkpoint.
     */
    public List<ObjectInfo> find() {
        List<ObjectInfo> all;
        try (Stream<ObjectInfo> objects = table.store().listFrom(LogNames.SIDECARS, "")) {
            all = objects.toList();
        }
        List<ObjectInfo> old = all.stream()
                .filter(file -> file.modifiedMillis() < cutoffMillis)
                .toList();
        if (old.isEmpty()) {
            return List.of();
        }
        List<CheckpointFiles> named =
                LogListing.load(table.store(), 0, Long.MAX_VALUE).checkpoints();
        try {
            List<ObjectInfo> left = old;
            if (!named.isEmpty()) {
                left = without(left, named.subList(named.size() - 1, named.size()));
                left = without(left, named.subList(0, 1));
            }
            return left.isEmpty() || left.size() < all.size() / WORTH ? List.of() : without(left, named);
        } catch (UnreadableCheckpointException e) {
            return List.of(); // it may name any
        }
    }

    private List<ObjectInfo> without(List<ObjectInfo> sidecars, List<CheckpointFiles> naming) {
        Set<String> names = new HashSet<>();
        List<List<String>> found = Parallel.map(
                new ArrayList<>(naming),
                checkpoints::sidecars,
                table.environment().executor(),
                table.environment().parallelism());
        found.forEach(names::addAll);
        return sidecars.stream().filter(file -> !names.contains(file.name())).toList();
    }
}
