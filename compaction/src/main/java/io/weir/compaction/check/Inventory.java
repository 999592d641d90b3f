package io.weir.compaction.check;

import io.weir.log.action.DataPath;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.commit.LogNames;
import io.weir.log.error.Facts;
import io.weir.log.state.LiveFiles;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.table.deletion.DeletionVectorFile;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that are there against those that the log names, in one listing. One thread at a time. Of a live file a few numbers are kept, of
 * others that are there nothing.
 */
final class Inventory {
    /** Directories whose names begin like this hold what is no data of the table, save the files of changes. */
    private static final String CHANGES = "_change_data/";

    private final ObjectStore store;
    private final TableState state;
    private final References references;
    private final Findings findings;
    private final HashIndex live;
    private final Set<Long> oldFound = new HashSet<>();
    private long unreferenced;
    private long unreferencedBytes;
    private long newestUnreferenced = Long.MIN_VALUE;
    private @Nullable String anyUnreferenced;

    Inventory(ObjectStore store, TableState state, References references, Findings findings) {
        this.store = store;
        this.state = state;
        this.references = references;
        this.findings = findings;
        this.live = new HashIndex(state.files().count());
    }

    /** Lists the table's directory. */
    void run() {
        LiveFiles files = state.files();
        for (int id : files.ids()) {
            DataPath.nameIn(store.root(), files.path(id)).ifPresent(name -> live.put(Hash.of(name)));
            DeletionVectorDescriptor vector = files.mayHaveDeletionVectors() ? files.deletionVector(id) : null;
            if (vector != null) {
                DeletionVectorFile.path(vector)
                        .flatMap(path -> DataPath.nameIn(store.root(), path))
                        .ifPresent(name -> live.put(Hash.of(name)));
            }
        }
        try (Stream<ObjectInfo> objects = store.listDeep("")) {
            for (Iterator<ObjectInfo> each = objects.iterator(); each.hasNext(); ) {
                ObjectInfo object = each.next();
                if (!object.name().startsWith(LogNames.DIRECTORY + "/")) {
                    see(object);
                }
            }
        }
        tellOld();
        if (unreferenced > 0 && references.isComplete()) {
            findings.add(
                    FindingKind.UNREFERENCED_FILES,
                    Place.TABLE,
                    Facts.of("bytes", unreferencedBytes, "count", unreferenced, "example", anyUnreferenced)
                            .and("newestMillis", newestUnreferenced));
        }
    }

    private void see(ObjectInfo object) {
        long hash = Hash.of(object.name());
        if (live.find(hash) >= 0) {
            return;
        }
        References.OldFile old = references.files().get(hash);
        if (old != null) {
            oldFound.add(hash);
            if (old.sizeBytes() >= 0 && old.sizeBytes() != object.sizeBytes()) {
                Facts sizes = Facts.of("found", object.sizeBytes(), "recorded", old.sizeBytes());
                findings.add(FindingKind.OLD_DATA_FILE_SIZE, old.place(), sizes);
            }
        } else if (isData(object.name())) {
            unreferenced++;
            unreferencedBytes += object.sizeBytes();
            newestUnreferenced = Math.max(newestUnreferenced, object.modifiedMillis());
            anyUnreferenced = anyUnreferenced == null ? object.name() : anyUnreferenced;
        }
    }

    /** Hidden files and directories are nobody's business; those of partitions may begin with an underscore. */
    private static boolean isData(String name) {
        if (name.startsWith(CHANGES)) {
            return true;
        }
        for (String part : name.split("/", -1)) {
            if (part.startsWith(".") || part.startsWith("_") && !part.contains("=")) {
                return false;
            }
        }
        return true;
    }

    private void tellOld() {
        references.files().forEach((hash, file) -> {
            if (!oldFound.contains(hash) && live.find(hash) < 0) {
                FindingKind kind = file.changes() ? FindingKind.CHANGE_FILE_MISSING : FindingKind.OLD_DATA_FILE_MISSING;
                findings.add(kind, file.place(), Facts.of("removedMillis", file.deletedMillis()));
            }
        });
    }
}
