package io.weir.table.deletion;

import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.TableFeature;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectWriter;
import io.weir.storage.StorageException;
import io.weir.table.schema.TableProperties;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes of rows that leave the table what the log says of it: each file is replaced by itself with a larger deletion vector, or
 * removed if no row is left. All vectors are in one new file. (PROTOCOL.md, "Deletion Vectors")
 *
 * <p>Vectors are not put into the log itself: not every reader that knows the feature reads them there.
 */
public final class RowDeletions {
    private RowDeletions() {}

    /**
     * What was written. Immutable.
     *
     * @param actions removals of the files as they were, and the files as they are
     * @param vectorFile the object with the vectors; null if no row is left in any of the files
     * @param deletions what it is made of
     */
    public record Written(List<Action> actions, @Nullable String vectorFile, List<RowDeletion> deletions) {
        public Written {
            actions = List.copyOf(actions);
            deletions = List.copyOf(deletions);
        }

        /** The files as they are now, by path as the log spells it; those of which no row is left are not among them. */
        public Map<String, AddFile> files() {
            Map<String, AddFile> files = new HashMap<>();
            for (Action action : actions) {
                if (action instanceof AddFile file) {
                    files.put(file.path(), file);
                }
            }
            return files;
        }

        /** Is this what is to be written for these deletions? */
        public boolean isOf(List<RowDeletion> others) {
            return deletions.equals(others);
        }

        /** Deletes the vectors, which no version names. An object that stays behind is invisible, and vacuum finds it. */
        public void delete(ObjectStore table) {
            try {
                if (vectorFile != null) {
                    table.delete(vectorFile);
                }
            } catch (StorageException e) {
                return;
            }
        }
    }

    /** Are rows of a version deleted by vectors, and not by rewriting files? */
    public static boolean areByVector(Snapshot version) {
        return version.protocol().supports(TableFeature.DELETION_VECTORS)
                && version.metadata().isTrue(TableProperties.DELETION_VECTORS);
    }

    /** The rows of a file that the log says are gone. */
    public static DeletionVector deletedFrom(AddFile file, ObjectStore table) {
        DeletionVectorDescriptor vector = file.deletionVector();
        return vector == null ? DeletionVector.EMPTY : new DeletionVectorReader(table).read(vector);
    }

    /**
     * Writes the vectors. Nobody sees them before the actions are committed.
     *
     * @param table the store whose root is the table's
     * @param deletions at most one of each file
     * @param id of the vectors' file
     * @param nowMillis when the files are removed, in milliseconds since the epoch
     * @throws TableException if a row is named that its file does not have
     */
    public static Written write(ObjectStore table, Collection<RowDeletion> deletions, UUID id, long nowMillis) {
        DeletionVectorReader reader = new DeletionVectorReader(table);
        DeletionVectorFile vectors = new DeletionVectorFile("", id);
        boolean any = false;
        List<Action> actions = new ArrayList<>(2 * deletions.size());
        for (RowDeletion deletion : deletions) {
            AddFile file = deletion.file();
            @Nullable DeletionVectorDescriptor before = file.deletionVector();
            DeletionVector rows =
                    before == null ? deletion.rows() : reader.read(before).union(deletion.rows());
            long records = FileRecords.of(table, file);
            requireRows(file, deletion.rows(), records);
            actions.add(file.remove(nowMillis, true));
            if (rows.count(0, records) < records) {
                any = true;
                actions.add(file.toBuilder()
                        .dataChange(true)
                        .deletionVector(vectors.add(rows))
                        .stats(LooseStatistics.of(file.stats(), records))
                        .build());
            }
        }
        if (any) {
            byte[] bytes = vectors.toBytes();
            try (ObjectWriter object = table.create(vectors.name())) {
                object.write(bytes, 0, bytes.length);
            }
        }
        return new Written(actions, any ? vectors.name() : null, List.copyOf(deletions));
    }

    private static void requireRows(AddFile file, DeletionVector rows, long records) {
        if (rows.last() >= records) {
            throw new TableException(
                    "A row is deleted that the file does not have",
                    Facts.of("file", file.path(), "row", rows.last(), "rows", records));
        }
    }
}
