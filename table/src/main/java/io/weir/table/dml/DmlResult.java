package io.weir.table.dml;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of an operation on rows. Immutable.
 *
 * @param version the version that has it; the one that was looked at if nothing had to change
 * @param changed was a version made?
 * @param metrics by the names that the table's history has for them, such as {@code numDeletedRows}; times in milliseconds, sizes in
 *     bytes. What is not known is left out
 */
public record DmlResult(long version, boolean changed, SortedMap<String, Long> metrics) {
    public DmlResult {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }

    static DmlResult of(long version, boolean changed, Map<String, Long> metrics) {
        return new DmlResult(version, changed, new TreeMap<>(metrics));
    }

    /** A metric; 0 if it is not known. */
    public long metric(String name) {
        return metrics.getOrDefault(name, 0L);
    }
}
