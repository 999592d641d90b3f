package io.weir.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The first tenth of a run beside the last one. */
final class SoakVerdict {
    private static final int TENTH = 10;
    private static final double MAX_GROWTH = 1.1;
    private static final int MAX_FILES_PER_IDEAL = 2;
    private static final long BYTES_A_FILE = 1 << 10;

    private final List<SoakSample> first;
    private final List<SoakSample> last;

    /** @param samples of the whole run, its warm-up left out; in order */
    SoakVerdict(List<SoakSample> samples) {
        int tenth = Math.max(1, samples.size() / TENTH);
        first = samples.subList(0, Math.min(tenth, samples.size()));
        last = samples.subList(Math.max(0, samples.size() - tenth), samples.size());
    }

    /** True if every limit was met. */
    boolean print() {
        if (first.isEmpty()) {
            System.out.println("Too short: there is nothing behind the warm-up");
            return false;
        }
        System.out.printf(Locale.ROOT, "%-28s %14s %14s%n", "", "first tenth", "last tenth");
        boolean heap = growth("heap after collection, MB", SoakSample::heapBytes, 1 << 20);
        boolean commit = growth("commit of an epoch p50, ms", SoakSample::commitP50Micros, 1000);
        show("commit of an epoch p99, ms", SoakSample::commitP99Micros, 1000);
        boolean files = growth("files of the log", SoakSample::logFiles, 1);
        boolean bytes = growth("bytes of the log, MB", SoakSample::logBytes, 1 << 20);
        show("newest checkpoint, kB", SoakSample::checkpointBytes, 1 << 10);
        show("live files", SoakSample::liveFiles, 1);
        show("ideal number of files", SoakSample::idealFiles, 1);
        show("load of the machine", sample -> Math.round(100 * sample.load()), 100);
        boolean few = last.stream().allMatch(sample -> sample.liveFiles() <= MAX_FILES_PER_IDEAL * sample.idealFiles());
        return said("heap at the end ≤ 1.1 × that at the start", heap)
                & said("time of a commit at the end ≤ 1.1 × that at the start", commit)
                & said("live files at the end ≤ 2 × the ideal number", few)
                & said(
                        "files of the log, and its bytes without checkpoints, at the end ≤ 1.1 × those at the start",
                        files && bytes)
                & said("a checkpoint ≤ 1 kB longer for each live file more", checkpointGrowsWithTheTable());
    }

    private boolean checkpointGrowsWithTheTable() {
        long more = Math.max(0, middle(last, SoakSample::liveFiles) - middle(first, SoakSample::liveFiles));
        return middle(last, SoakSample::checkpointBytes)
                <= MAX_GROWTH * middle(first, SoakSample::checkpointBytes) + BYTES_A_FILE * more;
    }

    private boolean growth(String name, ToLongFunction<SoakSample> value, double unit) {
        show(name, value, unit);
        return middle(last, value) <= MAX_GROWTH * middle(first, value);
    }

    private void show(String name, ToLongFunction<SoakSample> value, double unit) {
        System.out.printf(
                Locale.ROOT, "%-28s %,14.2f %,14.2f%n", name, middle(first, value) / unit, middle(last, value) / unit);
    }

    /** Of a tenth of the samples the median: the machine may have had something else to do for a moment. */
    private static long middle(List<SoakSample> samples, ToLongFunction<SoakSample> value) {
        return samples.stream()
                .mapToLong(value)
                .sorted()
                .skip(samples.size() / 2)
                .findFirst()
                .orElse(0);
    }

    private static boolean said(String limit, boolean met) {
        System.out.println((met ? "met     " : "MISSED  ") + limit);
        return met;
    }
}
