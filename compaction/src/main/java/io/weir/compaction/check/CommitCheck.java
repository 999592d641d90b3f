package io.weir.compaction.check;

import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddCdcFile;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.CommitSeal;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.FileKey;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.action.SetTransaction;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One commit against itself: every line by itself, so that all bad ones are named, and its actions against each other. */
final class CommitCheck {
    /** Other writers count files that turned out empty. */
    private static final String EXACT_ENGINE = "Weir/";

    private final long version;
    private final Findings findings;
    private final String file;

    CommitCheck(long version, Findings findings) {
        this.version = version;
        this.findings = findings;
        this.file = LogNames.commit(version);
    }

    /** The actions of the commit; null if not all of it can be read. */
    @Nullable
    List<Action> read(byte[] commit) {
        List<Action> actions = new ArrayList<>();
        boolean readable = true;
        int line = 0;
        int from = 0;
        while (from < commit.length) {
            int end = from;
            while (end < commit.length && commit[end] != '\n') {
                end++;
            }
            line++;
            readable &= read(Arrays.copyOfRange(commit, from, end), line, from, actions);
            from = end + 1;
        }
        if (readable && actions.isEmpty()) {
            findings.add(FindingKind.COMMIT_EMPTY, Place.of(version, file), Facts.of("size", commit.length));
        }
        if (!readable) {
            return null;
        }
        if (!CommitSeal.isIntact(commit)) {
            findings.add(
                    FindingKind.COMMIT_ALTERED,
                    Place.of(version, file),
                    Facts.of("reason", "it does not have the checksum that it states"));
            return null; // readers refuse it, too
        }
        check(actions);
        return actions;
    }

    private boolean read(byte[] text, int line, int offset, List<Action> actions) {
        try {
            ActionCodec.read(text, file, version, actions::add);
            return true;
        } catch (CorruptTableException e) {
            String reason = e.facts().getOrDefault("reason", e.sentence());
            findings.add(
                    FindingKind.COMMIT_UNREADABLE,
                    Place.of(version, file).line(line, offset),
                    Facts.of("reason", reason));
            return false;
        }
    }

    private void check(List<Action> actions) {
        Set<String> single = new HashSet<>();
        Map<String, FileKey> adds = new HashMap<>();
        Map<String, FileKey> removes = new HashMap<>();
        boolean changes = false;
        CommitInfo info = null;
        for (Action action : actions) {
            if (action instanceof AddFile add) {
                twice(adds.put(add.key().path(), add.key()) != null, "add", add.path());
            } else if (action instanceof RemoveFile remove) {
                twice(removes.put(remove.key().path(), remove.key()) != null, "remove", remove.path());
            } else if (action instanceof SetTransaction transaction) {
                twice(!single.add("txn " + transaction.appId()), "txn", transaction.appId());
            } else if (action instanceof DomainMetadata domain) {
                twice(!single.add("domain " + domain.domain()), "domainMetadata", domain.domain());
            } else if (action instanceof Metadata metadata) {
                twice(!single.add("metaData"), "metaData", metadata.id());
            } else if (action instanceof Protocol protocol) {
                twice(!single.add("protocol"), "protocol", protocol.minReaderVersion());
            } else if (action instanceof CommitInfo first) {
                twice(!single.add("commitInfo"), "commitInfo", first.operation());
                info = first;
            } else if (action instanceof AddCdcFile) {
                changes = true;
            }
        }
        adds.forEach((path, key) -> {
            if (key.equals(removes.get(path))) {
                contradiction("add and remove", path);
            }
        });
        if (info != null && !changes && String.valueOf(info.engineInfo()).startsWith(EXACT_ENGINE)) {
            checkMetrics(info, adds.size());
        }
    }

    private void checkMetrics(CommitInfo info, int adds) {
        String said = info.operationMetrics().get("numFiles");
        String text = said == null ? null : CommitInfo.plain(said).orElse(said);
        if (text != null && !text.equals(Integer.toString(adds))) {
            findings.add(
                    FindingKind.COMMIT_METRICS_DIFFER,
                    Place.of(version, file),
                    Facts.of("found", adds, "numFiles", text));
        }
    }

    private void twice(boolean isSecond, String action, @Nullable Object of) {
        if (isSecond) {
            contradiction("two of " + action, of);
        }
    }

    private void contradiction(String actions, @Nullable Object of) {
        findings.add(
                FindingKind.COMMIT_CONTRADICTS_ITSELF, Place.of(version, file), Facts.of("actions", actions, "of", of));
    }
}
