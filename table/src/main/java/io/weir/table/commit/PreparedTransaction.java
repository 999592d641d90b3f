package io.weir.table.commit;

import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.commit.CommitDraft;
import io.weir.log.commit.Guard;
import io.weir.log.commit.IsolationLevel;
import io.weir.log.commit.ReadSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A transaction as it was when it asked to be committed. Immutable.
 *
 * @param readSnapshot the version it began with
 * @param actions all but the {@code commitInfo}, the epochs of guards included
 * @param rows added by files whose rows were counted
 */
record PreparedTransaction(
        Snapshot readSnapshot,
        String operation,
        Map<String, String> parameters,
        Map<String, String> metrics,
        List<Guard> guards,
        ReadSet reads,
        List<Action> actions,
        long rows,
        String txnId,
        String engineInfo) {
    PreparedTransaction {
        parameters = Map.copyOf(parameters);
        metrics = Map.copyOf(metrics);
        guards = List.copyOf(guards);
        actions = List.copyOf(actions);
    }

    boolean isEmpty() {
        return actions.isEmpty();
    }

    IsolationLevel isolationLevel() {
        return IsolationLevel.of(readSnapshot.metadata());
    }

    CommitDraft draft(IsolationLevel level) {
        CommitInfo info = CommitInfo.builder()
                .operation(operation)
                .operationParameters(new TreeMap<>(parameters))
                .readVersion(readSnapshot.version())
                .isolationLevel(level.deltaName())
                .isBlindAppend(reads.isBlindAppend(actions))
                .operationMetrics(new TreeMap<>(metrics))
                .engineInfo(engineInfo)
                .txnId(txnId)
                .build();
        return new CommitDraft(info, actions);
    }

    CommitResult result(long version) {
        int files = 0;
        long bytes = 0;
        for (Action action : actions) {
            if (action instanceof AddFile add) {
                files++;
                bytes += add.sizeBytes();
            }
        }
        return new CommitResult(version, files, rows, bytes);
    }
}
