package io.weir.compaction.retention;

import io.weir.compaction.check.Hash;
import io.weir.compaction.check.HashIndex;
import io.weir.log.action.Action;
import io.weir.log.action.AddCdcFile;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.RemoveFile;
import io.weir.log.state.LiveFiles;
import io.weir.log.state.TableState;
import io.weir.table.deletion.DeletionVectorFile;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The names that must not be deleted, as hashes of 64 bits: a million of them take some tens of megabytes. Two names with one hash only mean that
 * something stays which could go. One thread at a time.
 */
final class FilesInUse {
    private final URI root;
    private final HashIndex live;
    private final HashIndex kept = new HashIndex(1024);

    /** @param files of the newest version */
    FilesInUse(URI root, LiveFiles files) {
        this.root = root;
        this.live = new HashIndex(files.count());
        for (int id : files.ids()) {
            put(live, files.path(id));
            put(live, files.mayHaveDeletionVectors() ? files.deletionVector(id) : null);
        }
    }

    /** Keeps files that were removed at a time or later. */
    void keepRemoved(TableState state, long sinceMillis) {
        state.tombstones().forEach(sinceMillis - 1, state.files(), this::keep);
    }

    /** Keeps what an action of the table's own log names. */
    void keep(Action action) {
        if (action instanceof AddFile file) {
            put(kept, file.path());
            put(kept, file.deletionVector());
        } else if (action instanceof RemoveFile file) {
            put(kept, file.path());
            put(kept, file.deletionVector());
        } else if (action instanceof AddCdcFile file) {
            put(kept, file.path());
        }
    }

    /** Keeps what a file of another table is: its own path, and that of its deletion vector, where they are absolute. */
    void keepForeign(String path, @Nullable DeletionVectorDescriptor vector) {
        if (DataPath.isAbsolute(path)) {
            put(kept, path);
        }
        if (vector != null) {
            DeletionVectorFile.path(vector).filter(DataPath::isAbsolute).ifPresent(file -> put(kept, file));
        }
    }

    private void put(HashIndex names, @Nullable DeletionVectorDescriptor vector) {
        if (vector != null) {
            DeletionVectorFile.path(vector).ifPresent(path -> put(names, path));
        }
    }

    private void put(HashIndex names, String path) {
        DataPath.nameIn(root, path).ifPresent(name -> names.put(Hash.of(name)));
    }

    /** Is it needed, for whatever reason? Any number of threads, when all is gathered. */
    boolean contains(String name) {
        long hash = Hash.of(name);
        return live.find(hash) >= 0 || kept.find(hash) >= 0;
    }

    /** Is it needed although the newest version does not have it? */
    boolean isOnlyKept(String name) {
        long hash = Hash.of(name);
        return live.find(hash) < 0 && kept.find(hash) >= 0;
    }
}
