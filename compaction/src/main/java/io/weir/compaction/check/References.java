package io.weir.compaction.check;

import io.weir.log.action.Action;
import io.weir.log.action.AddCdcFile;
import io.weir.log.action.DataPath;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.RemoveFile;
import io.weir.table.deletion.DeletionVectorFile;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that versions before the newest need: removed ones, and files of changed rows. One thread at a time. Beyond a bound they are
 * counted only.
 */
final class References {
    private static final int MAX_FILES = 1_000_000;
    private static final int MAX_VECTORS = 100_000;

    /**
     * A file that is not in the newest version.
     *
     * @param version that removed it, or whose changes it holds; -1 if a checkpoint remembers it
     * @param deletedMillis when it was removed, by which it may have been vacuumed
     * @param sizeBytes negative if the log does not say
     */
    record OldFile(String path, long version, long deletedMillis, boolean changes, long sizeBytes) {
        Place place() {
            return version < 0 ? Place.of(path) : Place.of(version, path);
        }
    }

    /** A deletion vector that the newest version does not have any more. */
    record OldVector(DeletionVectorDescriptor descriptor, String path, long version) {
        Place place() {
            return version < 0 ? Place.of(path) : Place.of(version, path);
        }
    }

    private final URI root;
    private final List<OldVector> vectors = new ArrayList<>();
    private final Map<Long, OldFile> files = new LinkedHashMap<>();
    private boolean complete = true;

    References(URI root) {
        this.root = root;
    }

    /** Takes note of what a commit says. */
    void commit(long version, Iterable<? extends Action> actions, long commitMillis) {
        for (Action action : actions) {
            if (action instanceof RemoveFile remove) {
                removed(remove, version);
            } else if (action instanceof AddCdcFile cdc) {
                add(new OldFile(cdc.path(), version, commitMillis, true, cdc.sizeBytes()));
            }
        }
    }

    void removed(RemoveFile remove, long version) {
        long size = remove.sizeBytes() == null ? -1 : remove.sizeBytes();
        add(new OldFile(remove.path(), version, remove.deletedMillis(), false, size));
        DeletionVectorDescriptor vector = remove.deletionVector();
        Optional<String> vectorPath = vector == null ? Optional.empty() : DeletionVectorFile.path(vector);
        if (vector != null && vectors.size() < MAX_VECTORS) {
            vectors.add(new OldVector(vector, remove.path(), version));
        }
        if (vectorPath.isPresent()) {
            add(new OldFile(vectorPath.get(), version, remove.deletedMillis(), false, -1));
        }
    }

    private void add(OldFile file) {
        Optional<String> name = DataPath.nameIn(root, file.path());
        if (name.isPresent()) {
            if (files.size() < MAX_FILES) {
                files.put(Hash.of(name.get()), file);
            } else {
                complete = false;
            }
        }
    }

    /** By the hash of their name. */
    Map<Long, OldFile> files() {
        return files;
    }

    List<OldVector> vectors() {
        return vectors;
    }

    /** False if there were too many to keep; then a file that is not known need not be unreferenced. */
    boolean isComplete() {
        return complete;
    }
}
