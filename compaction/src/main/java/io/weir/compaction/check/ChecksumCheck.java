package io.weir.compaction.check;

import io.weir.log.action.Action;
import io.weir.log.commit.CommitDraft;
import io.weir.log.commit.LogNames;
import io.weir.log.commit.VersionChecksum;
import io.weir.log.error.Facts;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Version checksums against what the log makes. One thread at a time. */
final class ChecksumCheck {
    private final ObjectStore store;
    private final Findings findings;

    ChecksumCheck(ObjectStore store, Findings findings) {
        this.store = store;
        this.findings = findings;
    }

    /** Takes note of a commit as it was read. */
    void read(long version, byte[] commit, @Nullable List<Action> actions) {}

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
        VersionChecksum recorded = VersionChecksum.parse(bytes).orElse(null);
        Map<String, String> sums = recorded == null ? JsonText.members(bytes) : Map.of();
        if (sums.containsKey("numFiles") && !sums.containsKey("metadata") && !sums.containsKey("protocol")) {
            if (state != null) {
                compare(place, sums, "numFiles", state.files().count());
                compare(place, sums, "tableSizeBytes", state.files().totalBytes());
            }
        } else if (recorded == null) {
            findings.add(FindingKind.CHECKSUM_UNREADABLE, place, Facts.of("size", bytes.length));
        } else if (state != null) {
            recorded.differences(computed(state))
                    .forEach((member, facts) ->
                            findings.add(FindingKind.CHECKSUM_DIFFERS, place, facts.and("member", member)));
        }
    }

    /** Old writers put these two into the file, and little else. */
    private void compare(Place place, Map<String, String> sums, String member, long computed) {
        String recorded = sums.get(member);
        if (recorded != null && !recorded.equals(Long.toString(computed))) {
            findings.add(
                    FindingKind.CHECKSUM_DIFFERS,
                    place,
                    Facts.of("computed", computed, "member", member, "recorded", recorded));
        }
    }

    private static VersionChecksum computed(TableState state) {
        boolean inCommit = CommitDraft.hasInCommitTimestamps(
                state.shape().protocol(), state.shape().metadata());
        return new VersionChecksum(
                null,
                state.files().totalBytes(),
                state.files().count(),
                inCommit ? state.inCommitTimestamp() : null,
                List.copyOf(state.transactions().values()),
                List.copyOf(state.domains().values()),
                state.shape().metadata(),
                state.shape().protocol());
    }
}
