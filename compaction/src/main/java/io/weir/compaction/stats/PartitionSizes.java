package io.weir.compaction.stats;

import io.weir.log.state.LiveFiles;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of a version are spread over its partitions. Immutable.
 *
 * @param largest the values of the largest partition, by physical name as the log has them; empty if the table has none
 * @param skew how many times as long the largest partition is as one is on average; 0 if there are none
 */
public record PartitionSizes(
        int count,
        long medianBytes,
        Map<String, @Nullable String> largest,
        int largestFiles,
        long largestBytes,
        double skew) {
    private static final class Sum {
        private int files;
        private long bytes;
    }

    /** Reads nothing. */
    static PartitionSizes of(LiveFiles files, int[] ids) {
        Map<Map<String, @Nullable String>, Sum> sums = new HashMap<>();
        for (int id : ids) {
            Sum sum = sums.computeIfAbsent(files.partitionValues(id), values -> new Sum());
            sum.files++;
            sum.bytes += files.sizeBytes(id);
        }
        Map<String, @Nullable String> largest = Map.of();
        Sum most = new Sum();
        long total = 0;
        for (Map.Entry<Map<String, @Nullable String>, Sum> each : sums.entrySet()) {
            total += each.getValue().bytes;
            if (each.getValue().bytes >= most.bytes) {
                most = each.getValue();
                largest = each.getKey();
            }
        }
        long[] bytes =
                sums.values().stream().mapToLong(sum -> sum.bytes).sorted().toArray();
        double mean = bytes.length == 0 ? 0 : (double) total / bytes.length;
        return new PartitionSizes(
                bytes.length,
                bytes.length == 0 ? 0 : bytes[bytes.length / 2],
                largest,
                most.files,
                most.bytes,
                mean == 0 ? 0 : most.bytes / mean);
    }
}
