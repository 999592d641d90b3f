package io.weir.log.checkpoint;

import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.FileKey;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.action.SetTransaction;
import io.weir.log.commit.Commit;
import io.weir.log.commit.LogNames;
import io.weir.log.error.Facts;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.ObjectStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a range of commits comes to as one file, which readers may take instead of them. One thread at a time. (PROTOCOL.md, "Log
 * Compaction Files")
 *
 * <p>The newest of every kind counts: one protocol, one metadata, one transaction an application, one setting a domain, one add or remove a
 * logical file. Removals stay, because the files they are about may be older than the range. Who committed and which change files there are is
 * not in it.
 */
public final class CompactedLog {
    private @Nullable Protocol protocol;
    private @Nullable Metadata metadata;
    private final Map<String, SetTransaction> transactions = new LinkedHashMap<>();
    private final Map<String, DomainMetadata> domains = new LinkedHashMap<>();
    private final Map<FileKey, Action> files = new LinkedHashMap<>();

    private CompactedLog() {}

    /**
     * Writes the file of a range of versions, both included. One that is there stays. Requests: one a commit, and one for the file.
     *
     * @return its name in the table's store
     * @throws VersionNotFoundException if a commit of the range is not there
     * @throws IllegalArgumentException if the range has fewer than two versions
     */
    public static String write(ObjectStore store, long first, long last) {
        if (first < 0 || last <= first) {
            throw new IllegalArgumentException(
                    "A range of versions to compact has at least two {first=" + first + ", last=" + last + "}");
        }
        CompactedLog compacted = new CompactedLog();
        for (long version = first; version <= last; version++) {
            long wanted = version;
            compacted.take(Commit.load(store, version)
                    .orElseThrow(() -> new VersionNotFoundException(
                            "A commit of the range is not there", Facts.of("version", wanted, "table", store.root()))));
        }
        String name = LogNames.compacted(first, last);
        store.putIfAbsent(name, ActionCodec.write(compacted.actions()));
        return name;
    }

    private void take(Commit commit) {
        for (Action action : commit.actions()) {
            if (action instanceof Protocol newer) {
                protocol = newer;
            } else if (action instanceof Metadata newer) {
                metadata = newer;
            } else if (action instanceof SetTransaction transaction) {
                transactions.put(transaction.appId(), transaction);
            } else if (action instanceof DomainMetadata domain) {
                domains.put(domain.domain(), domain);
            } else if (action instanceof AddFile add) {
                files.put(add.key(), add);
            } else if (action instanceof RemoveFile remove) {
                files.put(remove.key(), remove);
            }
        }
    }

    private List<Action> actions() {
        List<Action> all = new ArrayList<>();
        if (protocol != null) {
            all.add(protocol);
        }
        if (metadata != null) {
            all.add(metadata);
        }
        all.addAll(transactions.values());
        all.addAll(domains.values());
        all.addAll(files.values());
        return all;
    }
}
