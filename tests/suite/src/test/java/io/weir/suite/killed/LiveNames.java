package io.weir.suite.killed;

import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.table.deletion.DeletionVectorFile;
import java.util.HashSet;
import java.util.Set;

/** The names of the files that a version is read from. Pure. */
final class LiveNames {
    private LiveNames() {}

    static Set<String> of(Snapshot version) {
        Set<String> names = new HashSet<>();
        for (AddFile file : version.files().all()) {
            names.add(DataPath.decode(file.path()));
            if (file.deletionVector() != null) {
                DeletionVectorFile.path(file.deletionVector())
                        .map(DataPath::decode)
                        .ifPresent(names::add);
            }
        }
        return names;
    }
}
