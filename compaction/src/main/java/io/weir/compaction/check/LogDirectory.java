package io.weir.compaction.check;

import io.weir.log.commit.LogName;
import io.weir.log.commit.LogName.CheckpointPart;
import io.weir.log.commit.LogNames;
import io.weir.log.replay.LogListing;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything in {@code _delta_log}, in two listings. Immutable by custom.
 *
 * @param listing commits, and checkpoints of which all parts are there
 * @param checksums by version
 * @param parts of multi-part checkpoints, complete or not, by version and number of parts
 * @param strays names that are none of the log's
 */
record LogDirectory(
        LogListing listing,
        NavigableMap<Long, ObjectInfo> checksums,
        NavigableMap<String, List<CheckpointPart>> parts,
        List<ObjectInfo> strays) {

    static LogDirectory load(ObjectStore store) {
        NavigableMap<Long, ObjectInfo> checksums = new TreeMap<>();
        NavigableMap<String, List<CheckpointPart>> parts = new TreeMap<>();
        List<ObjectInfo> strays = new ArrayList<>();
        try (Stream<ObjectInfo> objects = store.listFrom(LogNames.DIRECTORY, "")) {
            for (Iterator<ObjectInfo> each = objects.iterator(); each.hasNext(); ) {
                ObjectInfo object = each.next();
                LogName name = LogName.parse(object.fileName()).orElse(null);
                if (name instanceof LogName.VersionChecksum checksum) {
                    checksums.put(checksum.version(), object);
                } else if (name instanceof CheckpointPart part) {
                    parts.computeIfAbsent(LogNames.padded(part.version()) + "/" + part.parts(), k -> new ArrayList<>())
                            .add(part);
                } else if (name == null && !object.name().equals(LogNames.LAST_CHECKPOINT)) {
                    strays.add(object);
                }
            }
        }
        return new LogDirectory(LogListing.load(store, 0, Long.MAX_VALUE), checksums, parts, strays);
    }
}
