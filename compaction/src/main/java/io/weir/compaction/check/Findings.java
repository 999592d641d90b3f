package io.weir.compaction.check;

import io.weir.log.error.Facts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects findings. Safe for many threads. Of each kind so many are kept and the rest counted, so that memory is bounded. */
final class Findings {
    private static final int MAX_OF_A_KIND = 10_000;

    private final List<Finding> all = new ArrayList<>(); // guarded by this
    private final Map<FindingKind, Long> counts = new EnumMap<>(FindingKind.class); // guarded by this

    synchronized void add(FindingKind kind, Place place, Facts facts) {
        if (counts.merge(kind, 1L, Long::sum) <= MAX_OF_A_KIND) {
            all.add(new Finding(kind, place, facts));
        }
    }

    synchronized List<Finding> list() {
        return List.copyOf(all);
    }

    synchronized Map<FindingKind, Long> counts() {
        return new EnumMap<>(counts);
    }
}
