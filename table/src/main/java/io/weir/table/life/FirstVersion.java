package io.weir.table.life;

import io.weir.log.DeltaLog;
import io.weir.log.commit.Commit;
import io.weir.log.commit.CommitAttempt;
import io.weir.log.commit.CommitDraft;
import io.weir.log.commit.CommitOutcome;
import io.weir.log.commit.CommitWriter;
import io.weir.log.commit.VersionChecksum;
import io.weir.log.error.CommitUnknownException;
import io.weir.log.error.Facts;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;

/** Makes a table by writing its version 0. */
public final class FirstVersion {
    private FirstVersion() {}

    /**
     * Writes version 0, unless somebody else was first.
     *
     * @return false if somebody else was
     * @throws CommitUnknownException if it cannot be found out
     */
    public static boolean write(DeltaLog log, CommitDraft draft, TableEnvironment environment) {
        ObjectStore store = log.store();
        CommitAttempt attempt = draft.asFirst(environment.clock().millis());
        CommitOutcome outcome = CommitWriter.attempt(store, attempt);
        if (outcome instanceof CommitOutcome.Unknown unknown) {
            throw new CommitUnknownException(
                    "It cannot be found out whether the table was made; look whether it is there",
                    Facts.of("txnId", attempt.txnId()),
                    unknown.cause());
        }
        if (outcome instanceof CommitOutcome.Lost && !isOurs(store, attempt)) {
            log.latest();
            return false;
        }
        log.committed(attempt.version(), attempt.actions());
        VersionChecksum.first(attempt).ifPresent(checksum -> checksum.store(store, attempt));
        return true;
    }

    /** Something between us and the store may have sent the request twice, and we have the second answer. */
    private static boolean isOurs(ObjectStore store, CommitAttempt attempt) {
        return Commit.load(store, attempt.version())
                .map(first -> attempt.txnId().equals(first.txnId()))
                .orElse(false);
    }
}
