package io.weir.log.commit;

import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.CheckpointMetadata;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.CommitSeal;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.FileKey;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.action.SetTransaction;
import io.weir.log.action.Sidecar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one version is going to say, if nobody else takes the version first. Immutable, and legal: it begins with a {@code
 * commitInfo} that has a {@code txnId}, and no two of its actions contradict each other. (PROTOCOL.md, "Add File and Remove
 * File", "Change Metadata", "Domain Metadata", "In-Commit Timestamps")
 */
public record CommitAttempt(long version, List<Action> actions) {
    /** @throws IllegalArgumentException if the actions do not make a legal commit */
    public CommitAttempt {
        actions = List.copyOf(actions);
        if (version < 0) {
            throw new IllegalArgumentException("version is negative: " + version);
        }
        if (actions.isEmpty() || !(actions.get(0) instanceof CommitInfo first) || first.txnId() == null) {
            throw new IllegalArgumentException(
                    "A commit begins with a commitInfo that has a txnId {version=" + version + "}");
        }
        check(version, actions);
    }

    public CommitInfo info() {
        return (CommitInfo) actions.get(0);
    }

    /** Tells this attempt from every other. */
    public String txnId() {
        String id = info().txnId();
        if (id == null) {
            throw new IllegalStateException("Checked when made");
        }
        return id;
    }

    /** The name of the log entry in the table's store. */
    public String fileName() {
        return LogNames.commit(version);
    }

    /** The content of the log entry. */
    public byte[] toBytes() {
        return CommitSeal.write(actions);
    }

    private static void check(long version, List<Action> actions) {
        Set<String> single = new HashSet<>();
        Map<String, FileKey> adds = new HashMap<>();
        Map<String, FileKey> removes = new HashMap<>();
        for (Action action : actions) {
            if (action instanceof AddFile add) {
                unique(adds, add.key(), "added", version);
            } else if (action instanceof RemoveFile remove) {
                unique(removes, remove.key(), "removed", version);
            } else if (action instanceof SetTransaction transaction) {
                once(single, "txn of " + transaction.appId(), version);
            } else if (action instanceof DomainMetadata domain) {
                once(single, "domainMetadata of " + domain.domain(), version);
            } else if (action instanceof CommitInfo || action instanceof Metadata || action instanceof Protocol) {
                once(single, action.getClass().getSimpleName(), version);
            } else if (action instanceof Sidecar || action instanceof CheckpointMetadata) {
                throw new IllegalArgumentException("An action of checkpoints is not one of commits {action=" + action
                        + ", version=" + version + "}");
            }
        }
        adds.forEach((path, key) -> {
            if (key.equals(removes.get(path))) {
                throw new IllegalArgumentException(
                        "A commit adds and removes the same file {file=" + path + ", version=" + version + "}");
            }
        });
        if (version == 0 && !(single.contains("Metadata") && single.contains("Protocol"))) {
            throw new IllegalArgumentException("The first commit of a table has its metadata and its protocol");
        }
    }

    private static void unique(Map<String, FileKey> seen, FileKey key, String done, long version) {
        if (seen.put(key.path(), key) != null) {
            throw new IllegalArgumentException(
                    "A file is " + done + " twice in one commit {file=" + key.path() + ", version=" + version + "}");
        }
    }

    private static void once(Set<String> seen, String what, long version) {
        if (!seen.add(what)) {
            throw new IllegalArgumentException(
                    "A commit says a thing twice {action=" + what + ", version=" + version + "}");
        }
    }

    /** Is this log entry the one this attempt wrote? */
    boolean wrote(Commit entry) {
        return txnId().equals(entry.txnId());
    }
}
