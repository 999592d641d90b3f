package io.weir.suite.table;

import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.Protocol;
import io.weir.log.commit.LogNames;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.DeletionVectorFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/** Deletes rows of a table as other writers do: by a commit that gives data files deletion vectors. */
public final class Deletions {
    private static final Protocol PROTOCOL =
            new Protocol(3, 7, Set.of("deletionVectors"), Set.of("deletionVectors"), Map.of());

    private Deletions() {}

    /** All vectors in one file. */
    public static void commitInOneFile(ObjectStore store, Table table, List<DeletionVector> ofFiles) {
        DeletionVectorFile file =
                new DeletionVectorFile("ab", new UUID(1, table.latest().version()));
        commit(store, table, ofFiles, (add, rows) -> file.add(rows));
        store.put(file.name(), file.toBytes());
    }

    /** All vectors in the log. */
    public static void commitInline(ObjectStore store, Table table, List<DeletionVector> ofFiles) {
        commit(store, table, ofFiles, (add, rows) -> DeletionVectorFile.inline(rows));
    }

    /** @param ofFiles a vector for each file in the order of the log; none for the files behind and where it is empty */
    public static void commit(
            ObjectStore store,
            Table table,
            List<DeletionVector> ofFiles,
            BiFunction<AddFile, DeletionVector, DeletionVectorDescriptor> kept) {
        List<AddFile> files = table.files().toList();
        List<Action> actions = new ArrayList<>(List.of(PROTOCOL));
        for (int i = 0; i < ofFiles.size(); i++) {
            if (!ofFiles.get(i).isEmpty()) {
                AddFile file = files.get(i);
                actions.add(file.remove(0, true));
                actions.add(file.toBuilder()
                        .dataChange(true)
                        .deletionVector(kept.apply(file, ofFiles.get(i)))
                        .build());
            }
        }
        store.putIfAbsent(LogNames.commit(table.latest().version() + 1), ActionCodec.write(actions));
    }
}
