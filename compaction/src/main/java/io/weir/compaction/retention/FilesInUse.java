package io.weir.compaction.retention;

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
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files that the newest version needs, or one that was the newest after some time. Immutable. */
final class FilesInUse {
    private final URI root;
    private final Set<String> names = new HashSet<>();

    /**
     * @param sinceMillis files that were removed at this time or later are in use
     * @param needed files that these name are in use
     */
    FilesInUse(URI root, TableState state, long sinceMillis, Collection<? extends Action> needed) {
        this.root = root;
        LiveFiles files = state.files();
        for (int id : files.ids()) {
            add(files.path(id), files.mayHaveDeletionVectors() ? files.deletionVector(id) : null);
        }
        state.tombstones().forEach(sinceMillis - 1, files, this::add);
        for (Action action : needed) {
            if (action instanceof AddFile file) {
                add(file.path(), file.deletionVector());
            } else if (action instanceof RemoveFile file) {
                add(file);
            } else if (action instanceof AddCdcFile file) {
                add(file.path(), null);
            }
        }
    }

    private void add(RemoveFile removed) {
        add(removed.path(), removed.deletionVector());
    }

    private void add(String path, @Nullable DeletionVectorDescriptor vector) {
        DataPath.nameIn(root, path).ifPresent(names::add);
        if (vector != null) {
            DeletionVectorFile.path(vector)
                    .flatMap(vectorPath -> DataPath.nameIn(root, vectorPath))
                    .ifPresent(names::add);
        }
    }

    boolean contains(String name) {
        return names.contains(name);
    }
}
