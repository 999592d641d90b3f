package io.weir.compaction.check;

import io.weir.log.check.ChecksumCheck;
import io.weir.log.commit.LogNames;
import io.weir.log.error.Facts;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Version checksums against what the log makes, and against the commit itself. One thread at a time. */
final class ChecksumFiles {
    private static final int MAX_KEPT = 10_000;

    /** What writers of some years ago did not put into the file. */
    private static final Set<String> NEWER_MEMBERS = Set.of("metadata", "protocol");

    /** The CRC-32 of the log entry, which Weir writes. */
    private static final String COMMIT_CRC = "weir.commitCrc32";

    private final ObjectStore store;
    private final Findings findings;
    private final List<Finding> differences = new ArrayList<>();
    private long commitVersion = -1;
    private long commitCrc;

    ChecksumFiles(ObjectStore store, Findings findings) {
        this.store = store;
        this.findings = findings;
    }

    /** Takes note of a commit's bytes. */
    void commit(long version, byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length);
        commitVersion = version;
        commitCrc = crc.getValue();
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
        String crc = members.get(COMMIT_CRC);
        if (crc != null && commitVersion == version && !crc.equals(Long.toString(commitCrc))) {
            findings.add(
                    FindingKind.COMMIT_ALTERED,
                    Place.of(version, LogNames.commit(version)),
                    Facts.of("found", commitCrc, "recorded", crc));
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

    /** Tells of differences found so far; a later checksum that agrees makes those before it harmless. */
    void tellDifferences(boolean laterAgrees) {
        differences.forEach(found -> findings.add(
                laterAgrees ? FindingKind.OLD_CHECKSUM_DIFFERS : FindingKind.CHECKSUM_DIFFERS,
                found.place(),
                found.facts()));
        differences.clear();
    }
}
