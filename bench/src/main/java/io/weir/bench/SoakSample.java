package io.weir.bench;

import java.util.Locale;

/**
 * How a run stood at a moment.
 *
 * @param heapBytes the least that was in use behind a collection since the sample before
 * @param commitP50Micros of the epochs since the sample before
 * @param liveFiles files of the newest version
 * @param idealFiles as few as they could be
 * @param logBytes of the log without its checkpoints, which name every live file each
 * @param checkpointBytes of the newest checkpoint
 * @param load of the machine, over its last minute: times of a machine that has much else to do say little
 */
record SoakSample(
        long seconds,
        long version,
        long heapBytes,
        long commitP50Micros,
        long commitP99Micros,
        long liveFiles,
        long idealFiles,
        long logFiles,
        long logBytes,
        long checkpointBytes,
        double load) {
    static final String HEADER =
            " seconds  versions  heap MB  commit p50 ms  p99 ms  live files  ideal  log files  log MB  checkpoint kB  load";

    private static final double MICROS_PER_MILLI = 1000;
    private static final double KILO = 1 << 10;
    private static final double MEGA = 1 << 20;

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,8d  %,8d  %7.1f  %13.2f  %6.2f  %,10d  %,5d  %,9d  %6.1f  %13.1f  %4.1f",
                seconds,
                version,
                heapBytes / MEGA,
                commitP50Micros / MICROS_PER_MILLI,
                commitP99Micros / MICROS_PER_MILLI,
                liveFiles,
                idealFiles,
                logFiles,
                logBytes / MEGA,
                checkpointBytes / KILO,
                load);
    }
}
