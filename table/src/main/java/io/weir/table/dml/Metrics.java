package io.weir.table.dml;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what an operation does, by the names that the table's history has for it. Safe for many threads. */
final class Metrics {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** These are said even if they stay 0. */
    Metrics(String... names) {
        for (String name : names) {
            counts.put(name, new LongAdder());
        }
    }

    void add(String name, long count) {
        counts.computeIfAbsent(name, n -> new LongAdder()).add(count);
    }

    /** Is not known, and not said. */
    void forget(String name) {
        counts.remove(name);
    }

    long get(String name) {
        LongAdder count = counts.get(name);
        return count == null ? 0 : count.sum();
    }

    Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((name, count) -> all.put(name, count.sum()));
        return all;
    }
}
