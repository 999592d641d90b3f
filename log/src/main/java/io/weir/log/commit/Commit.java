package io.weir.log.commit;

import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.CommitInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version's log entry as it was read. Immutable.
 *
 * @param actions in the order of the file, which carries no meaning
 */
public record Commit(long version, List<Action> actions) {
    public Commit {
        actions = List.copyOf(actions);
    }

    /**
     * Reads a version's log entry; empty if there is no such version. One request.
     *
     * @throws io.weir.log.error.CorruptTableException if it is there and cannot be read
     */
    public static Optional<Commit> load(ObjectStore store, long version) {
        String name = LogNames.commit(version);
        byte[] bytes;
        try {
            bytes = store.read(name);
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
        return Optional.of(new Commit(version, ActionCodec.readCommit(bytes, name, version)));
    }

    /** Who made it and how, or null if its writer did not say. */
    public @Nullable CommitInfo info() {
        for (Action action : actions) {
            if (action instanceof CommitInfo info) {
                return info;
            }
        }
        return null;
    }

    /** Tells one attempt to commit from every other, or null. */
    public @Nullable String txnId() {
        CommitInfo info = info();
        return info == null ? null : info.txnId();
    }

    /** Did it only add rows, without having read any? False if its writer did not say. */
    public boolean isBlindAppend() {
        CommitInfo info = info();
        return info != null && Boolean.TRUE.equals(info.isBlindAppend());
    }
}
