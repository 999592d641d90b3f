package io.weir.suite.written;

import java.util.Set;
import java.util.TreeMap;

/** What was compared, for the line at the end. Safe for many threads. */
final class Totals {
    private final TreeMap<String, Integer> refused = new TreeMap<>();
    private int tables;
    private int versions;
    private int byKernel;
    private int rowIds;
    private int kernelDiffers;
    private long rows;
    private int predicates;
    private int probes;
    private int changes;

    synchronized void table(Set<String> features) {
        tables++;
        if (!features.isEmpty()) {
            refused.merge(features.toString(), 1, Integer::sum);
        }
    }

    synchronized void version(int rowCount) {
        versions++;
        rows += rowCount;
    }

    synchronized void byKernel() {
        byKernel++;
    }

    synchronized void kernelDiffers() {
        kernelDiffers++;
    }

    synchronized void rowIds() {
        rowIds++;
    }

    synchronized void predicate() {
        predicates++;
    }

    synchronized void probes(int count) {
        probes += count;
    }

    synchronized void changes(int rowCount) {
        changes += rowCount;
    }

    synchronized int tables() {
        return tables;
    }

    @Override
    public synchronized String toString() {
        return tables + " tables, " + versions + " versions (" + byKernel + " of them by Kernel alone, " + kernelDiffers
                + " times Kernel and Spark differed), " + rows
                + " rows, " + changes + " changes, row ids of "
                + rowIds + " versions, " + predicates + " predicates answered by Spark, " + probes
                + " by rule; refused: " + refused;
    }
}
