package io.weir.log.commit;

import io.weir.log.action.ActionCodec;
import io.weir.log.error.CorruptTableException;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import io.weir.storage.PendingSync;
import io.weir.storage.PutOutcome;
import io.weir.storage.StorageException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one version, once. Safe for many threads. (PROTOCOL.md, "Creation of New Log Entries")
 *
 * <p>The store decides who gets a version. If its answer is lost, the version is read back and the {@code txnId} compared; if
 * there is nothing yet, the very same entry is put again: a request that is still under way can then do no harm,
 * because whichever of the two arrives second finds the version taken by the same bytes.
 */
public final class CommitWriter {
    /** Bounds the attempts to settle a lost answer; waiting between calls is the caller's business. */
    private static final int MAX_ROUNDS = 3;

    private CommitWriter() {}

    /** The same for files that are durable already. */
    public static CommitOutcome attempt(ObjectStore store, CommitAttempt attempt) {
        return attempt(store, attempt, List.of());
    }

    /**
     * Tries to write a version. One request if all goes well.
     *
     * @param named files it names that may still be on their way to the disk; the version is not there before they are
     * @throws StorageException if the store refused: nothing was written then, and {@link StorageException#retryable()} says whether
     *     the same attempt can be made again
     */
    public static CommitOutcome attempt(ObjectStore store, CommitAttempt attempt, List<PendingSync> named) {
        byte[] entry = attempt.toBytes();
        try {
            return store.putIfAbsent(attempt.fileName(), entry, named) == PutOutcome.STORED
                    ? new CommitOutcome.Committed(attempt.version())
                    : new CommitOutcome.Lost(attempt.version());
        } catch (StorageException e) {
            if (!e.outcomeUnknown()) {
                throw e;
            }
            return settle(store, attempt, entry, e);
        }
    }

    /** Finds out what became of an attempt whose outcome is unknown. If the version is still free, it is written now. */
    public static CommitOutcome settle(ObjectStore store, CommitOutcome.Unknown unknown, CommitAttempt attempt) {
        return settle(store, attempt, attempt.toBytes(), unknown.cause());
    }

    private static CommitOutcome settle(
            ObjectStore store, CommitAttempt attempt, byte[] entry, RuntimeException firstCause) {
        RuntimeException cause = firstCause;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            try {
                // Look before anything else: the store may have taken our bytes and lost the answer. Trying the next
                // version now would commit these rows twice.
                @Nullable CommitOutcome found = lookup(store, attempt, entry);
                if (found != null) {
                    return found;
                }
                if (store.putIfAbsent(attempt.fileName(), entry) == PutOutcome.STORED) {
                    return new CommitOutcome.Committed(attempt.version());
                }
                // Taken between our look and our put, perhaps by our own first request: look again
            } catch (StorageException e) {
                cause = e;
            }
        }
        return new CommitOutcome.Unknown(attempt.version(), cause);
    }

    /** Whose the version is; null if it is free. */
    private static @Nullable CommitOutcome lookup(ObjectStore store, CommitAttempt attempt, byte[] entry) {
        byte[] found;
        try {
            found = store.read(attempt.fileName());
        } catch (ObjectNotFoundException e) {
            return null;
        }
        return Arrays.equals(found, entry) || isOurs(attempt, found)
                ? new CommitOutcome.Committed(attempt.version())
                : new CommitOutcome.Lost(attempt.version());
    }

    private static boolean isOurs(CommitAttempt attempt, byte[] found) {
        try {
            return attempt.wrote(new Commit(
                    attempt.version(), ActionCodec.readCommit(found, attempt.fileName(), attempt.version())));
        } catch (CorruptTableException e) {
            return false; // an entry that is not whole is not ours: the store keeps ours whole
        }
    }
}
