package io.weir.compaction.retention;

import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import java.net.URI;
import java.util.Collection;
import java.util.List;

/**
 * Files that no version of a time needs, and no writer can be at work on. Immutable.
 *
 * @param version the newest one, which was looked at
 * @param cutoffMillis files that were written or removed at this time or later stay; milliseconds since the epoch
 * @param files to be deleted
 */
public record VacuumPlan(long version, long cutoffMillis, List<ObjectInfo> files) {
    private static final String ICEBERG = "metadata";
    private static final String CHANGES = "_change_data/";

    public VacuumPlan {
        files = List.copyOf(files);
    }

    /**
     * Chooses. Pure.
     *
     * @param there what is in the table's directory, at any depth; listed before the snapshot was taken
     * @param needed actions whose files stay, whatever the snapshot says of them
     */
    public static VacuumPlan of(
            URI root,
            Snapshot snapshot,
            Collection<ObjectInfo> there,
            long cutoffMillis,
            Collection<? extends Action> needed) {
        FilesInUse used = new FilesInUse(root, snapshot.state(), cutoffMillis, needed);
        return new VacuumPlan(
                snapshot.version(),
                cutoffMillis,
                there.stream()
                        .filter(object -> object.modifiedMillis() < cutoffMillis
                                && isData(object.name())
                                && !used.contains(object.name()))
                        .toList());
    }

    /**
     * Hidden files and directories are nobody's business; those of partitions may begin with an underscore. What is in {@code metadata}
     * belongs to Iceberg readers of the table.
     */
    private static boolean isData(String name) {
        if (name.startsWith(CHANGES)) {
            return true;
        }
        for (String part : name.split("/", -1)) {
            if (part.equals(ICEBERG) || part.startsWith(".") || part.startsWith("_") && !part.contains("=")) {
                return false;
            }
        }
        return true;
    }

    public long bytes() {
        return files.stream().mapToLong(ObjectInfo::sizeBytes).sum();
    }

    /** Deletes what is planned. One request a file; stops at the first that cannot be deleted, and can be done again. */
    public void carryOut(ObjectStore store) {
        files.forEach(file -> store.delete(file.name()));
    }

    @Override
    public String toString() {
        return "Delete " + files.size() + " files of " + bytes() + " bytes";
    }
}
