package io.weir.compaction.fold;

import io.weir.compaction.optimize.ClusterColumns;
import io.weir.compaction.optimize.FileGroup;
import io.weir.compaction.optimize.OptimizePlan;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.state.LiveFiles;
import io.weir.table.schema.TableProperties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Plans what to fold in a version. Pure functions.
 *
 * <p>Goes over the lengths of all files, which are in memory as numbers; everything else it asks of small files only, and of those it chooses.
 */
public final class FoldPlanner {
    /** One fold takes no more, so that none takes long; what is left is for the next one. */
    private static final long MAX_BYTES = 256L << 20;

    private static final int MAX_FILES = 2000;

    private FoldPlanner() {}

    /** What is worth it now, to the length that the table's {@code delta.targetFileSize} asks for; empty more often than not. */
    public static OptimizePlan plan(Snapshot snapshot) {
        FoldPolicy policy = policy(snapshot);
        return plan(snapshot, policy, policy::choose);
    }

    /** What is left to do when no more files come. */
    public static OptimizePlan planLast(Snapshot snapshot) {
        FoldPolicy policy = policy(snapshot);
        return plan(snapshot, policy, policy::chooseAll);
    }

    private static FoldPolicy policy(Snapshot snapshot) {
        return new FoldPolicy(
                TableProperties.targetFileBytes(snapshot.metadata().configuration()));
    }

    private static OptimizePlan plan(Snapshot snapshot, FoldPolicy policy, Function<long[], List<int[]>> choose) {
        LiveFiles files = snapshot.files();
        List<FileGroup> groups = new ArrayList<>();
        long bytes = 0;
        int count = 0;
        for (int[] small : byPartition(files, loose(snapshot, smallFiles(files, policy)))) {
            long[] lengths = Arrays.stream(small).mapToLong(files::sizeBytes).toArray();
            for (int[] chosen : choose.apply(lengths)) {
                int[] ids = Arrays.stream(chosen).map(i -> small[i]).toArray();
                bytes += Arrays.stream(ids).mapToLong(files::sizeBytes).sum();
                count += ids.length;
                if ((bytes > MAX_BYTES || count > MAX_FILES) && !groups.isEmpty()) {
                    return new OptimizePlan(snapshot.version(), files.count(), policy.targetBytes(), groups);
                }
                groups.add(new FileGroup(files.files(ids)));
            }
        }
        return new OptimizePlan(snapshot.version(), files.count(), policy.targetBytes(), groups);
    }

    private static int[] smallFiles(LiveFiles files, FoldPolicy policy) {
        int[] small = new int[FoldPolicy.FAN_IN];
        int count = 0;
        int start = 0;
        for (int chunk = 0; chunk < files.chunkCount(); chunk++) {
            long[] lengths = files.chunk(chunk).sizes();
            for (int row : files.chunkRows(chunk)) {
                if (policy.isSmall(lengths[row])) {
                    small = count < small.length ? small : Arrays.copyOf(small, 2 * count);
                    small[count++] = start + row;
                }
            }
            start += files.chunk(chunk).rows();
        }
        return Arrays.copyOf(small, count);
    }

    /** Files that are in order would not be any more, if others were put between them: whoever optimizes the table does that. */
    private static int[] loose(Snapshot snapshot, int[] small) {
        if (ClusterColumns.ofTable(snapshot).isEmpty()) {
            return small;
        }
        List<AddFile> files = snapshot.files().files(small);
        return IntStream.range(0, small.length)
                .filter(i -> files.get(i).clusteringProvider() == null)
                .map(i -> small[i])
                .toArray();
    }

    /** In the order of the log, which is that of their age. */
    private static List<int[]> byPartition(LiveFiles files, int[] small) {
        Map<Map<String, @Nullable String>, List<Integer>> partitions = new LinkedHashMap<>();
        for (int id : small) {
            partitions
                    .computeIfAbsent(files.partitionValues(id), values -> new ArrayList<>())
                    .add(id);
        }
        return partitions.values().stream()
                .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }
}
