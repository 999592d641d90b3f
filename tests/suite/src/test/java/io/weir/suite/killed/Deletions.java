package io.weir.suite.killed;

import io.weir.compaction.retention.LogCleanupPlan;
import io.weir.compaction.retention.VacuumPlan;
import io.weir.log.Snapshot;
import io.weir.storage.ObjectInfo;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a dry run says that goes. Immutable.
 *
 * @param files by name
 * @param firstVersion no older one can be read then
 * @param kept versions that were the newest so recently stay, whatever is said
 */
record Deletions(Set<String> files, long firstVersion, Duration kept) {
    /** For ever. */
    private static final Duration EVER = Duration.ofDays(10_000);

    static final Deletions NONE = new Deletions(Set.of(), 0, EVER);

    static Deletions of(VacuumPlan plan) {
        Set<String> names = plan.files().stream().map(ObjectInfo::name).collect(Collectors.toSet());
        return new Deletions(names, 0, Duration.ofDays(2));
    }

    static Deletions of(LogCleanupPlan plan) {
        return new Deletions(Set.of(), plan.firstKept(), Duration.ofDays(4));
    }

    Deletions and(Deletions other) {
        Set<String> all = new HashSet<>(files);
        all.addAll(other.files);
        return new Deletions(
                all, Math.max(firstVersion, other.firstVersion), kept.compareTo(other.kept) < 0 ? kept : other.kept);
    }

    /** Does the version lose anything that it is read from? */
    boolean concern(Snapshot version) {
        if (version.version() < firstVersion) {
            return true;
        }
        return LiveNames.of(version).stream().anyMatch(files::contains);
    }
}
