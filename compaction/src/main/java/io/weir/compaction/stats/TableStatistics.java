package io.weir.compaction.stats;

import io.weir.compaction.optimize.OptimizePlan;
import io.weir.log.Snapshot;
import io.weir.log.state.LiveFiles;
import io.weir.storage.ObjectStore;
import io.weir.table.alter.Clustering;
import io.weir.table.schema.TableProperties;
import java.util.ArrayList;
import java.util.List;

/**
 * How the rows of a version are spread over files, and what could be better. Immutable.
 *
 * @param depths one a clustering column, or a column that was asked for
 */
public record TableStatistics(
        long version,
        FileSizes files,
        PartitionSizes partitions,
        DeletedRows rows,
        List<ColumnDepth> depths,
        LogSize log,
        OptimizeGain optimize) {
    public TableStatistics {
        depths = List.copyOf(depths);
    }

    /**
     * Looks into the log alone; one listing of it, and of a checkpoint what statistics take.
     *
     * @param columns names from the outermost inwards; if there are none, those that the table is clustered by
     * @param plan what optimize would do
     */
    public static TableStatistics of(
            ObjectStore store, Snapshot snapshot, List<List<String>> columns, OptimizePlan plan) {
        LiveFiles files = snapshot.files();
        int[] ids = files.ids();
        long[] lengths = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            lengths[i] = files.sizeBytes(ids[i]);
        }
        List<List<String>> asked = columns.isEmpty()
                ? Clustering.columns(snapshot.domain(Clustering.DOMAIN).orElse(null), snapshot.metadata())
                : columns;
        List<ColumnDepth> depths = new ArrayList<>();
        for (List<String> column : asked) {
            if (snapshot.shape().partitionSchema().indexOf(column.get(0)) >= 0) {
                throw new IllegalArgumentException(
                        "Partition columns have no depth: a file has one value of each {column="
                                + String.join(".", column) + "}");
            }
            depths.add(ColumnDepth.of(String.join(".", column), files.bounds(column, ids)));
        }
        return new TableStatistics(
                snapshot.version(),
                FileSizes.of(
                        lengths,
                        TableProperties.targetFileBytes(snapshot.metadata().configuration())),
                PartitionSizes.of(files, ids),
                DeletedRows.of(files, ids),
                depths,
                LogSize.of(store, snapshot.version()),
                OptimizeGain.of(plan));
    }
}
