package io.weir.table.changes;

import io.weir.log.action.Action;
import io.weir.log.action.AddCdcFile;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.RemoveFile;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.log.state.TableShape;
import io.weir.storage.ObjectStore;
import io.weir.table.changes.ChangedFile.Kind;
import io.weir.table.deletion.DeletionVectorReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which files hold the rows that one version changed, in the order of its log entry. Pure functions.
 *
 * <p>If there are change files they tell all. If not, the rows of added files were inserted and those of removed files deleted,
 * unless the action only rearranged rows; a file that was removed with one deletion vector and added with another lost the rows
 * that only the second names, and got back those that only the first does. (PROTOCOL.md, "Add CDC File")
 */
final class VersionChanges {
    private VersionChanges() {}

    /**
     * The files that a feed gives out of a version.
     *
     * @param shape the table's as the version left it
     * @param table where deletion vectors are, of which only those are read that say whether a version did nothing but delete
     */
    static List<ChangedFile> of(Feed feed, List<Action> commit, TableShape shape, ObjectStore table) {
        return switch (feed) {
            case CHANGES ->
                changes(
                        commit,
                        shape.metadata().isTrue("delta.enableChangeDataFeed"),
                        !shape.partitionSchema().fields().isEmpty());
            case APPENDS -> appends(commit);
            case APPENDS_IGNORING_DELETES -> onlyDeletes(commit, table) ? List.of() : appends(commit);
            case APPENDS_SKIPPING_CHANGES -> onlyAppends(commit) ? appends(commit) : List.of();
        };
    }

    static boolean onlyAppends(List<Action> commit) {
        return commit.stream()
                .noneMatch(action ->
                        action instanceof AddCdcFile || action instanceof RemoveFile remove && remove.dataChange());
    }

    /** Did rows leave, and none come or change? */
    private static boolean onlyDeletes(List<Action> commit, ObjectStore table) {
        Map<String, RemoveFile> removes = new HashMap<>();
        for (Action action : commit) {
            if (action instanceof RemoveFile remove && remove.dataChange()) {
                removes.put(DataPath.canonical(remove.path()), remove);
            }
        }
        if (removes.isEmpty()) {
            return false;
        }
        for (Action action : commit) {
            if (action instanceof AddFile add && add.dataChange()) {
                RemoveFile before = removes.get(DataPath.canonical(add.path()));
                if (before == null || !holdsAll(add.deletionVector(), before.deletionVector(), table)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Are the rows of the one vector all in the other? */
    private static boolean holdsAll(
            @Nullable DeletionVectorDescriptor after, @Nullable DeletionVectorDescriptor before, ObjectStore table) {
        if (before == null || after != null && after.uniqueId().equals(before.uniqueId())) {
            return true;
        }
        if (after == null) {
            return false;
        }
        DeletionVectorReader reader = new DeletionVectorReader(table);
        return reader.read(before).minus(reader.read(after)).isEmpty();
    }

    /** @param recorded did writers have to record changes at this version? */
    static List<ChangedFile> changes(List<Action> commit, boolean recorded, boolean partitioned) {
        List<ChangedFile> recordedFiles = new ArrayList<>();
        for (Action action : commit) {
            if (action instanceof AddCdcFile file) {
                recordedFiles.add(new ChangedFile(
                        Kind.RECORDED, file.path(), file.sizeBytes(), file.partitionValues(), null, null, null));
            }
        }
        return recordedFiles.isEmpty() ? derived(commit, recorded, partitioned) : recordedFiles;
    }

    private static List<ChangedFile> derived(List<Action> commit, boolean recorded, boolean partitioned) {
        Map<String, RemoveFile> removes = new HashMap<>();
        Map<String, AddFile> adds = new HashMap<>();
        for (Action action : commit) {
            if (action instanceof RemoveFile remove) {
                removes.put(DataPath.canonical(remove.path()), remove);
            } else if (action instanceof AddFile add) {
                adds.put(DataPath.canonical(add.path()), add);
            }
        }
        boolean added = adds.entrySet().stream()
                .anyMatch(add -> add.getValue().dataChange() && !removes.containsKey(add.getKey()));
        boolean removed = removes.entrySet().stream()
                .anyMatch(remove -> remove.getValue().dataChange() && !adds.containsKey(remove.getKey()));
        if (!recorded && added && removed) {
            // Rows that were only copied from one file to another cannot be told from those that changed
            throw new VersionNotFoundException(
                    "A version rewrote files while the change data feed was off, so its changes are not known;"
                            + " ask for versions before or behind it",
                    Facts.of("property", "delta.enableChangeDataFeed"));
        }
        List<ChangedFile> files = new ArrayList<>();
        for (Action action : commit) {
            if (action instanceof AddFile add) {
                @Nullable RemoveFile before = removes.get(DataPath.canonical(add.path()));
                if (before == null && add.dataChange()) {
                    files.add(file(Kind.INSERT, add, null, add.deletionVector()));
                } else if (before != null && (add.dataChange() || before.dataChange())) {
                    difference(before.deletionVector(), add, files);
                }
            } else if (action instanceof RemoveFile remove
                    && remove.dataChange()
                    && !adds.containsKey(DataPath.canonical(remove.path()))) {
                files.add(removed(remove, partitioned));
            }
        }
        return files;
    }

    private static void difference(@Nullable DeletionVectorDescriptor before, AddFile add, List<ChangedFile> files) {
        @Nullable DeletionVectorDescriptor after = add.deletionVector();
        if (before != null && after != null && before.uniqueId().equals(after.uniqueId())) {
            return;
        }
        if (after != null) {
            files.add(file(Kind.DELETE, add, after, before));
        }
        if (before != null) {
            files.add(file(Kind.INSERT, add, before, after));
        }
    }

    private static ChangedFile file(
            Kind kind,
            AddFile add,
            @Nullable DeletionVectorDescriptor only,
            @Nullable DeletionVectorDescriptor without) {
        return new ChangedFile(kind, add.path(), add.sizeBytes(), add.partitionValues(), add.stats(), only, without);
    }

    /** A file of the table as it was: all its rows came in. */
    static ChangedFile ofSnapshot(AddFile file) {
        return file(Kind.INSERT, file, null, file.deletionVector());
    }

    private static ChangedFile removed(RemoveFile remove, boolean partitioned) {
        Map<String, @Nullable String> values = remove.partitionValues();
        if (values == null && partitioned) {
            throw new CorruptTableException(
                    "A removed file does not say its partition, so the rows that went with it cannot be told",
                    Facts.of("file", remove.path()));
        }
        return new ChangedFile(
                Kind.DELETE,
                remove.path(),
                remove.sizeBytes() == null ? -1 : remove.sizeBytes(),
                values == null ? Map.of() : values,
                remove.stats(),
                null,
                remove.deletionVector());
    }

    /** Files with the rows that the version appended. */
    static List<ChangedFile> appends(List<Action> commit) {
        List<ChangedFile> files = new ArrayList<>();
        for (Action action : commit) {
            if (action instanceof AddCdcFile || action instanceof RemoveFile remove && remove.dataChange()) {
                throw new TableException(
                        "A version did more than append rows; read the table's changes instead, or begin behind it",
                        Facts.NONE);
            }
            if (action instanceof AddFile add && add.dataChange()) {
                files.add(file(Kind.INSERT, add, null, add.deletionVector()));
            }
        }
        return files;
    }
}
