package io.weir.compaction.check;

import io.weir.log.state.TableState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check found. Immutable.
 *
 * @param state the table as it was checked, from the commits where they are there; null if the log makes none
 * @param findings in the order of the journey: log, checkpoints, files; of each kind only the first, if there are very many
 * @param counts of all findings, by kind
 */
public record CheckReport(
        @Nullable TableState state, Scope scope, List<Finding> findings, Map<FindingKind, Long> counts) {
    /**
     * How much was looked at.
     *
     * @param version the newest, -1 if there is none
     * @param commits log entries that were read
     * @param checkpoints that were read
     * @param files data files that were looked at
     * @param bytes of these files
     * @param deep was every row read?
     */
    public record Scope(long version, long commits, long checkpoints, long files, long bytes, boolean deep) {}

    public CheckReport {
        findings = List.copyOf(findings);
        counts = Collections.unmodifiableMap(
                counts.isEmpty() ? new EnumMap<>(FindingKind.class) : new EnumMap<>(counts));
    }

    /** How many findings are so bad. */
    public long count(Severity severity) {
        return counts.entrySet().stream()
                .filter(e -> e.getKey().severity() == severity)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** How many findings are of a kind. */
    public long count(FindingKind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    public boolean hasErrors() {
        return count(Severity.ERROR) > 0;
    }

    /** Were there neither errors nor warnings? */
    public boolean isClean() {
        return !hasErrors() && count(Severity.WARNING) == 0;
    }
}
