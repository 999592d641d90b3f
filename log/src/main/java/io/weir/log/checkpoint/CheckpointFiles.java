package io.weir.log.checkpoint;

import io.weir.storage.ObjectInfo;
import java.util.Comparator;
import java.util.List;

/**
 * The objects of one complete checkpoint. Immutable. (PROTOCOL.md, "Checkpoints")
 *
 * @param objects one, or the parts in order
 * @param uuidNamed does the name carry a UUID? Such a checkpoint follows the V2 specification and may be JSON; a classic name may hold either
 */
public record CheckpointFiles(long version, List<ObjectInfo> objects, boolean uuidNamed) {
    /** By version; of one version the one we like least first, so that the last one at or before a version is the best. */
    public static final Comparator<CheckpointFiles> OLDEST_FIRST = CheckpointFiles::compare;

    public CheckpointFiles {
        objects = List.copyOf(objects);
        if (objects.isEmpty()) {
            throw new IllegalArgumentException("A checkpoint has at least one object {version=" + version + "}");
        }
    }

    /** In one method: comparators that are put together of others cost every start of a process some milliseconds. */
    private static int compare(CheckpointFiles one, CheckpointFiles other) {
        int byVersion = Long.compare(one.version, other.version);
        int byName = Boolean.compare(other.uuidNamed, one.uuidNamed);
        int byParts = Integer.compare(other.objects.size(), one.objects.size());
        return byVersion != 0 ? byVersion : byName != 0 ? byName : byParts;
    }

    /** A checkpoint of one object. */
    public static CheckpointFiles single(long version, ObjectInfo object, boolean uuidNamed) {
        return new CheckpointFiles(version, List.of(object), uuidNamed);
    }

    /** A checkpoint of all of its parts, in order. */
    public static CheckpointFiles multiPart(long version, List<ObjectInfo> parts) {
        return new CheckpointFiles(version, parts, false);
    }

    /** Is it one file of JSON lines? */
    public boolean isJson() {
        return uuidNamed && objects.get(0).name().endsWith(".json");
    }

    /** Names of the objects, for messages. */
    public List<String> names() {
        return objects.stream().map(ObjectInfo::name).toList();
    }

    /** Length of all objects. */
    public long sizeBytes() {
        return objects.stream().mapToLong(ObjectInfo::sizeBytes).sum();
    }
}
