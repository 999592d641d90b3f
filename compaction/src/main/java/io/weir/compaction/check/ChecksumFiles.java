package io.weir.compaction.check;

import io.weir.log.action.Action;
import io.weir.log.check.ChecksumCheck;
import io.weir.log.commit.Commit;
import io.weir.log.commit.LogNames;
import io.weir.log.commit.VersionChecksum;
import io.weir.log.error.Facts;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Version checksums against what the log makes, and against the commit itself. One thread at a time. */
final class ChecksumFiles {
    private static final int MAX_KEPT = 10_000;

    /** What writers of some years ago did not put into the file. */
    private static final Set<String> NEWER_MEMBERS = Set.of("metadata", "protocol");

    private final ObjectStore store;
    private final Findings findings;
    private final List<Finding> differences = new ArrayList<>();
    private long commitVersion = -1;
    private long commitCrc;
    private boolean isCommitRead; // else there is a finding already
    private @Nullable String commitTxnId;

    ChecksumFiles(ObjectStore store, Findings findings) {
        this.store = store;
        this.findings = findings;
    }

    /** Takes note of a commit. */
    void commit(long version, byte[] bytes, @Nullable List<Action> actions) {
        commitVersion = version;
        commitCrc = VersionChecksum.commitCrc(bytes);
        commitTxnId = actions == null ? null : new Commit(version, actions).txnId();
        isCommitRead = actions != null;
    }

    /** @param state null if it is not known */
    void check(long version, @Nullable ObjectInfo file, @Nullable TableState state) {
        if (file == null) {
            return;
        }
        byte[] bytes;
        try {
            bytes = store.read(file.name());
        } catch (ObjectNotFoundException e) {
            return; // cleaned up since it was listed
        }
        Place place = Place.of(version, LogNames.versionChecksum(version));
        Map<String, String> members = JsonText.members(bytes);
        if (members.isEmpty()) {
            findings.add(FindingKind.CHECKSUM_UNREADABLE, place, Facts.of("size", bytes.length));
            return;
        }
        String crc = members.get(VersionChecksum.COMMIT_CRC);
        if (crc != null) {
            checkOwn(version, place, bytes, crc);
        }
        if (state != null) {
            boolean old = NEWER_MEMBERS.stream().noneMatch(members::containsKey);
            boolean agrees = true;
            for (Map.Entry<String, Facts> difference :
                    ChecksumCheck.differences(bytes, state).entrySet()) {
                String member = difference.getKey();
                if (!old || !NEWER_MEMBERS.contains(member)) {
                    agrees = false;
                    if (differences.size() < MAX_KEPT) {
                        differences.add(new Finding(
                                FindingKind.CHECKSUM_DIFFERS,
                                place,
                                difference.getValue().and("member", member)));
                    }
                }
            }
            if (agrees && !old) {
                tellDifferences(true);
            }
        }
    }

    /** Ours can be written again from what was read, byte by byte, and knows its commit. */
    private void checkOwn(long version, Place place, byte[] bytes, String crc) {
        VersionChecksum recorded = VersionChecksum.parse(bytes).orElse(null);
        Long recordedCrc = JsonText.number(crc);
        if (recorded == null
                || !Arrays.equals(recorded.toBytes(recordedCrc), bytes)
                || commitVersion == version && commitTxnId != null && !commitTxnId.equals(recorded.txnId())) {
            findings.add(FindingKind.CHECKSUM_UNREADABLE, place, Facts.of("reason", "it was altered"));
        }
        if (commitVersion == version && isCommitRead && recordedCrc != null && recordedCrc != commitCrc) {
            findings.add(
                    FindingKind.COMMIT_ALTERED,
                    Place.of(version, LogNames.commit(version)),
                    Facts.of("found", commitCrc, "recorded", recordedCrc));
        }
    }

    /** Tells of differences found so far; a later checksum that agrees makes those before it harmless. */
    void tellDifferences(boolean laterAgrees) {
        differences.forEach(found -> findings.add(
                laterAgrees ? FindingKind.OLD_CHECKSUM_DIFFERS : FindingKind.CHECKSUM_DIFFERS,
                found.place(),
                found.facts()));
        differences.clear();
    }
}
