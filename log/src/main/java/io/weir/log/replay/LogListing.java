package io.weir.log.replay;

import io.weir.log.checkpoint.CheckpointFiles;
import io.weir.log.commit.LogName;
import io.weir.log.commit.LogName.CheckpointPart;
import io.weir.log.commit.LogName.ClassicCheckpoint;
import io.weir.log.commit.LogName.Commit;
import io.weir.log.commit.LogName.UuidCheckpoint;
import io.weir.log.commit.LogNames;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What one listing of the log found: commits, and checkpoints of which all parts are there. Immutable. Names that are not
 * the log's own are ignored.
 *
 * @param commits by version
 * @param checkpoints complete ones, oldest version first; of one version the preferred last
 * @param compactions files that say what ranges of commits amount to, by first version
 */
public record LogListing(
        NavigableMap<Long, ObjectInfo> commits, List<CheckpointFiles> checkpoints, List<Compaction> compactions) {
    public LogListing {
        commits = Collections.unmodifiableNavigableMap(new TreeMap<>(commits));
        checkpoints = List.copyOf(checkpoints);
        compactions = List.copyOf(compactions);
    }

    /** What the commits of some versions, first and last included, amount to. (PROTOCOL.md, "Log Compaction Files") */
    public record Compaction(long first, long last, ObjectInfo object) {}

    /**
     * Lists the log from one version to another, both included. One request, or one a page.
     *
     * @param to the last version wanted; {@link Long#MAX_VALUE} for all there are
     */
    public static LogListing load(ObjectStore store, long from, long to) {
        try (Stream<ObjectInfo> objects = store.listFrom(LogNames.DIRECTORY, from == 0 ? "" : LogNames.firstOf(from))) {
            return of(objects.iterator(), to);
        }
    }

    /**
     * What is in the log's directory, up to a version.
     *
     * @param objects in the order of names
     */
    public static LogListing of(Iterator<ObjectInfo> objects, long to) {
        Collector found = new Collector();
        while (objects.hasNext()) {
            ObjectInfo object = objects.next();
            LogName name = LogName.parse(object.fileName()).orElse(null);
            if (name instanceof LogName.Compacted range) {
                if (range.last() <= to) {
                    found.compactions.add(new Compaction(range.first(), range.last(), object));
                }
            } else if (name != null) {
                if (name.version() > to) {
                    break;
                }
                found.add(name, object);
            }
        }
        return found.listing();
    }

    /** Is there nothing of a table here? */
    public boolean isEmpty() {
        return commits.isEmpty() && checkpoints.isEmpty() && compactions.isEmpty();
    }

    /** The newest version there is; -1 if there is none. */
    public long newestVersion() {
        long newestCommit = commits.isEmpty() ? -1 : commits.lastKey();
        long newestCheckpoint = checkpoints.isEmpty()
                ? -1
                : checkpoints.get(checkpoints.size() - 1).version();
        long newest = Math.max(newestCommit, newestCheckpoint);
        for (Compaction compaction : compactions) {
            newest = Math.max(newest, compaction.last());
        }
        return newest;
    }

    private static final class Collector {
        private final NavigableMap<Long, ObjectInfo> commits = new TreeMap<>();
        private final List<CheckpointFiles> checkpoints = new ArrayList<>();
        private final List<Compaction> compactions = new ArrayList<>();
        private final NavigableMap<String, List<ObjectInfo>> parts = new TreeMap<>();

        void add(LogName name, ObjectInfo object) {
            if (name instanceof Commit commit) {
                commits.put(commit.version(), object);
            } else if (name instanceof ClassicCheckpoint || name instanceof UuidCheckpoint) {
                checkpoints.add(CheckpointFiles.single(name.version(), object, name instanceof UuidCheckpoint));
            } else if (name instanceof CheckpointPart part) {
                // parts of different totals are different checkpoints, even of one version
                List<ObjectInfo> all =
                        parts.computeIfAbsent(part.version() + "/" + part.parts(), k -> new ArrayList<>());
                all.add(object);
                if (all.size() == part.parts()) {
                    checkpoints.add(CheckpointFiles.multiPart(part.version(), all));
                }
            }
        }

        LogListing listing() {
            checkpoints.sort(CheckpointFiles.OLDEST_FIRST);
            return new LogListing(commits, checkpoints, compactions);
        }
    }
}
