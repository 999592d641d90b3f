package io.weir.compaction.optimize;

import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.RemoveFile;
import io.weir.log.commit.Commit;
import io.weir.storage.ObjectStore;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.DeletionVectorReader;
import io.weir.table.deletion.PlannedVectors;
import io.weir.table.deletion.RowDeletions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What others did to the files of groups since these were read, and what can be committed of a group in spite of it. One thread at a time.
 *
 * <p>Rows that left a file, by a longer deletion vector or with all of the file, leave the files that they were copied to, too: whoever took them out
 * has put what became of them elsewhere. That costs a vector. A group is not followed, and so left out, if
 *
 * <ul>
 *   <li>its rows were not written in the order in which they were read, or the table does not delete rows by vectors;
 *   <li>more than half of what was written would be deleted at once;
 *   <li>somebody else put the rows of one of its files into another one: that work is done already;
 *   <li>anything else happened to a file: rows came back, or something else is said of it.
 * </ul>
 */
final class Meanwhile {
    private final ObjectStore store;
    private final Snapshot read;
    private final Snapshot now;
    private final boolean byVector;

    /** Only made where something changed: a look at all files, and a request for each version. */
    private @Nullable Map<String, Integer> newFiles;

    private @Nullable Set<String> rearranged;

    /**
     * @param read the version at which groups were read
     * @param now a version with the same columns and properties
     */
    Meanwhile(ObjectStore store, Snapshot read, Snapshot now) {
        this.store = store;
        this.read = read;
        this.now = now;
        this.byVector = RowDeletions.areByVector(now);
    }

    /**
     * A file that is not in the table as it was read.
     *
     * @param place in its group
     * @param now the same file with another vector; null if it is gone
     */
    private record Changed(
            int place, AddFile before, @Nullable AddFile now) {
        /** May it have lost rows, and nothing else? */
        boolean isSameButVector() {
            return now != null
                    && before.sizeBytes() == now.sizeBytes()
                    && before.partitionValues().equals(now.partitionValues())
                    && Objects.equals(before.baseRowId(), now.baseRowId())
                    && Objects.equals(before.defaultRowCommitVersion(), now.defaultRowCommitVersion());
        }
    }

    /** Empty if the group is to be left out. */
    Optional<FollowedGroup> follow(RewrittenGroup written) {
        List<AddFile> files = written.group().files();
        List<AddFile> left = new ArrayList<>(files.size());
        SortedMap<Integer, AddFile> notThere = new TreeMap<>();
        for (int place = 0; place < files.size(); place++) {
            if (now.files().contains(files.get(place))) {
                left.add(files.get(place));
            } else {
                notThere.put(place, files.get(place));
            }
        }
        if (notThere.isEmpty()) {
            return Optional.of(FollowedGroup.unchanged(written));
        }
        if (!byVector || !written.isInOrder()) {
            return Optional.empty();
        }
        List<Changed> changed = changed(notThere);
        MovedRows moved = new MovedRows(written);
        if (!takeOut(changed, moved) || 2 * moved.count() > written.rows()) {
            return Optional.empty();
        }
        for (Changed file : changed) {
            if (file.now() != null) {
                left.add(file.now());
            }
        }
        return Optional.of(new FollowedGroup(written, left, moved.end(), changed.size()));
    }

    /** In the order of the group. */
    private List<Changed> changed(SortedMap<Integer, AddFile> notThere) {
        int[] ids = notThere.values().stream()
                .map(file -> newFiles().get(DataPath.canonical(file.path())))
                .filter(Objects::nonNull)
                .mapToInt(id -> id)
                .sorted()
                .toArray();
        Map<String, AddFile> byPath = new HashMap<>();
        now.files().files(ids).forEach(file -> byPath.put(DataPath.canonical(file.path()), file));
        List<Changed> changed = new ArrayList<>(notThere.size());
        notThere.forEach((place, before) ->
                changed.add(new Changed(place, before, byPath.get(DataPath.canonical(before.path())))));
        return changed;
    }

    /** The numbers of files that were not there, or not with this vector, by canonical path. */
    private Map<String, Integer> newFiles() {
        Map<String, Integer> known = newFiles;
        if (known == null) {
            known = new HashMap<>();
            for (int id : now.files().notIn(read.files())) {
                known.put(DataPath.canonical(now.files().path(id)), id);
            }
            newFiles = known;
        }
        return known;
    }

    /** @return can all of it be followed? */
    private boolean takeOut(List<Changed> changed, MovedRows moved) {
        for (Changed file : changed) {
            if (file.now() == null ? wasRearranged(file.before()) : !file.isSameButVector()) {
                return false;
            }
        }
        PlannedVectors before = vectors(changed, file -> file.now() == null ? null : file.before());
        PlannedVectors after = vectors(changed, Changed::now);
        for (int i = 0; i < changed.size(); i++) {
            Changed file = changed.get(i);
            if (file.now() == null) {
                moved.takeAll(file.place());
                continue;
            }
            DeletionVector lost = orEmpty(before.take(i));
            DeletionVector lostNow = orEmpty(after.take(i));
            if (!lost.minus(lostNow).isEmpty()) {
                return false;
            }
            moved.take(file.place(), lost, lostNow.minus(lost));
        }
        return true;
    }

    private PlannedVectors vectors(List<Changed> changed, Function<Changed, @Nullable AddFile> which) {
        List<@Nullable DeletionVectorDescriptor> vectors = new ArrayList<>(changed.size());
        for (Changed file : changed) {
            @Nullable AddFile one = which.apply(file);
            vectors.add(one == null ? null : one.deletionVector());
        }
        return new PlannedVectors(new DeletionVectorReader(store), vectors::get, vectors.size());
    }

    private static DeletionVector orEmpty(@Nullable DeletionVector vector) {
        return vector == null ? DeletionVector.EMPTY : vector;
    }

    /** Were the rows of a file that is gone put into another one as they were? */
    private boolean wasRearranged(AddFile file) {
        Set<String> known = rearranged;
        if (known == null) {
            known = rearranged();
            rearranged = known;
        }
        return known.contains(DataPath.canonical(file.path()));
    }

    private Set<String> rearranged() {
        Set<String> paths = new HashSet<>();
        for (long version = read.version() + 1; version <= now.version(); version++) {
            Optional<Commit> commit = Commit.load(store, version);
            for (Action action : commit.map(Commit::actions).orElse(List.of())) {
                if (action instanceof RemoveFile remove && !remove.dataChange()) {
                    paths.add(DataPath.canonical(remove.path()));
                }
            }
        }
        return paths;
    }
}
