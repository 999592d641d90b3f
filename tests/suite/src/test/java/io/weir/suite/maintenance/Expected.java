package io.weir.suite.maintenance;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** What one writer has put into the table: ids from 0 on, of which some were deleted again. Written by its writer alone, read by any thread. */
final class Expected {
    final String writer;

    /** How many rows of the writer each of its versions left, and the sum of their ids. */
    private final ConcurrentSkipListMap<Long, Totals> byVersion =
            new ConcurrentSkipListMap<>(Map.of(-1L, new Totals(0, 0)));

    private final BitSet live = new BitSet(); // guarded by this
    private volatile int next;

    record Totals(long rows, long sum) {
        Totals plus(Totals others) {
            return new Totals(rows + others.rows, sum + others.sum);
        }
    }

    Expected(String writer) {
        this.writer = writer;
    }

    /** How many ids were ever given. */
    int given() {
        return next;
    }

    synchronized void appended(long version, int rows) {
        Totals before = byVersion.lastEntry().getValue();
        long sum = before.sum;
        for (int id = next; id < next + rows; id++) {
            live.set(id);
            sum += id;
        }
        next += rows;
        byVersion.put(version, new Totals(before.rows + rows, sum));
    }

    /** Ids of {@code [from, to)} with this last digit are gone. Returns how many there were. */
    synchronized int deleted(long version, int from, int to, int digit) {
        Totals before = byVersion.lastEntry().getValue();
        long sum = before.sum;
        int rows = 0;
        for (int id = live.nextSetBit(from); id >= 0 && id < to; id = live.nextSetBit(id + 1)) {
            if (id % 10 == digit) {
                live.clear(id);
                sum -= id;
                rows++;
            }
        }
        byVersion.put(version, new Totals(before.rows - rows, sum));
        return rows;
    }

    /** The newest version that is known to be complete. */
    long lastVersion() {
        return byVersion.lastKey();
    }

    /** What the writer's rows are in a version up to the last known. */
    Totals at(long version) {
        return byVersion.floorEntry(version).getValue();
    }

    synchronized BitSet live() {
        return (BitSet) live.clone();
    }
}
