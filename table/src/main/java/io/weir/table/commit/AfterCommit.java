package io.weir.table.commit;

import io.weir.log.Snapshot;
import io.weir.log.commit.CommitAttempt;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;

/** What is done behind a commit and may fail without harm: the version checksum, and the checkpoint when it is due. */
final class AfterCommit {
    private final ObjectStore store;
    private final TableEnvironment environment;

    AfterCommit(ObjectStore store, TableEnvironment environment) {
        this.store = store;
        this.environment = environment;
    }

    /** @param snapshot at the commit's version, or newer if others have gone on */
    void run(Snapshot snapshot, CommitAttempt commit) {}
}
