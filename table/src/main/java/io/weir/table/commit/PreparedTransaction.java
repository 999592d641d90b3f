package io.weir.table.commit;

import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.log.commit.Guard;
import io.weir.log.commit.IsolationLevel;
import io.weir.log.commit.Ours;
import io.weir.log.commit.ReadSet;
import io.weir.table.deletion.RowDeletion;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as it was when it asked to be committed. Immutable.
 *
 * @param readSnapshot the version it began with
 * @param actions all that is the same whatever version they become part of, the epochs of guards included
 * @param deletions rows that leave files by deletion vectors, which depend on what others deleted before
 * @param sharedRows rows that are still to be written; null if there are none
 * @param rows added by files whose rows were counted
 * @param level what the transaction must be kept from missing
 * @param isNote does it get a version for itself, even with nothing in it?
 */
record PreparedTransaction(
        Snapshot readSnapshot,
        String operation,
        Map<String, String> parameters,
        Map<String, String> metrics,
        List<Guard> guards,
        ReadSet reads,
        List<Action> actions,
        List<RowDeletion> deletions,
        @Nullable SharedRows sharedRows,
        long rows,
        IsolationLevel level,
        boolean isNote,
        String txnId,
        String engineInfo) {
    PreparedTransaction {
        parameters = Map.copyOf(parameters);
        metrics = Map.copyOf(metrics);
        guards = List.copyOf(guards);
        actions = List.copyOf(actions);
        deletions = List.copyOf(deletions);
    }

    boolean isEmpty() {
        return !isNote && actions.isEmpty() && deletions.isEmpty() && sharedRows == null;
    }

    Ours ours() {
        return new Ours(
                reads,
                actions,
                deletions.stream()
                        .map(deletion -> DataPath.canonical(deletion.file().path()))
                        .collect(Collectors.toUnmodifiableSet()),
                level,
                readSnapshot.protocol(),
                readSnapshot.metadata());
    }

    boolean isBlindAppend() {
        return deletions.isEmpty() && reads.isBlindAppend(actions);
    }

    /** @param files that were written for the shared rows, the rows of others among them */
    CommitResult result(long version, List<AddFile> files) {
        int count = files.size();
        long bytes = files.stream().mapToLong(AddFile::sizeBytes).sum();
        for (Action action : actions) {
            if (action instanceof AddFile add) {
                count++;
                bytes += add.sizeBytes();
            }
        }
        return new CommitResult(version, count, rows, bytes);
    }
}
