package io.weir.table.commit;

import io.weir.log.Snapshot;
import io.weir.log.commit.Guard;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a transaction. A conflict with another writer is an exception, not an outcome. */
public sealed interface TransactionOutcome {
    /** The version of the table that decided it. */
    long version();

    /** It is in the table. */
    record Committed(CommitResult result) implements TransactionOutcome {
        @Override
        public long version() {
            return result.version();
        }
    }

    /**
     * The table had this epoch already; nothing was written.
     *
     * @param guard which found it
     * @param found the application's epoch in the table
     */
    record AlreadyCommitted(long version, Guard guard, long found) implements TransactionOutcome {}

    /**
     * The application is not where the guard expects it; nothing was written.
     *
     * @param guard which found it
     * @param found the application's epoch in the table, or null
     */
    record Fenced(long version, Guard guard, @Nullable Long found) implements TransactionOutcome {}

    /** There was nothing to write, and no version was made. */
    record Empty(long version) implements TransactionOutcome {}

    /** What guards make of a transaction that would follow a version; empty if they let it pass. Pure. */
    static Optional<TransactionOutcome> decided(List<Guard> guards, Snapshot version) {
        Guard.Transactions epochs =
                appId -> version.transaction(appId).map(t -> t.version()).orElse(null);
        Guard.Verdict verdict = Guard.check(guards, epochs);
        if (verdict == Guard.Verdict.OK) {
            return Optional.empty();
        }
        Guard deciding = guards.stream()
                .filter(guard -> guard.check(epochs) != Guard.Verdict.OK)
                .findFirst()
                .orElseThrow();
        Long found = epochs.version(deciding.appId());
        return Optional.of(
                verdict == Guard.Verdict.ALREADY && found != null
                        ? new AlreadyCommitted(version.version(), deciding, found)
                        : new Fenced(version.version(), deciding, found));
    }
}
