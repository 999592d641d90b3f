package io.weir.table.diff;

import io.weir.format.batch.LongVector;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.state.LiveFiles;
import io.weir.table.deletion.DeletionVectorReader;
import io.weir.table.scan.ChosenFiles;
import io.weir.table.scan.ParallelScan;
import io.weir.table.scan.ScanShape;
import java.util.Map;

/**
 * The files of one version whose rows the other version may not have. Of a file that both have with other deletion vectors, only the rows
 * that the other one deleted. Safe for many threads; each {@link #open} reads anew.
 */
final class DifferingFiles {
    private final ComparedVersion version;
    private final int[] ids;
    private final Map<Integer, DeletionVectorDescriptor> onlyRowsOf;

    /**
     * @param ids numbers of files in the version, ascending
     * @param onlyRowsOf by such numbers, whose rows alone are meant; of files that are not in it, all
     */
    DifferingFiles(ComparedVersion version, int[] ids, Map<Integer, DeletionVectorDescriptor> onlyRowsOf) {
        this.version = version;
        this.ids = ids;
        this.onlyRowsOf = Map.copyOf(onlyRowsOf);
    }

    boolean isEmpty() {
        return ids.length == 0;
    }

    int count() {
        return ids.length;
    }

    ComparedVersion version() {
        return version;
    }

    /** The lengths of the files; less is read of those of which only some rows are meant. */
    long bytes() {
        long bytes = 0;
        for (int id : ids) {
            bytes += files().sizeBytes(id);
        }
        return bytes;
    }

    long sizeBytes(int place) {
        return files().sizeBytes(ids[place]);
    }

    /** How many rows are read, by the statistics; -1 if they do not say it. */
    long rows() {
        LongVector records = files().recordCounts(ids);
        long rows = 0;
        for (int i = 0; i < ids.length; i++) {
            DeletionVectorDescriptor deleted = files().deletionVector(ids[i]);
            DeletionVectorDescriptor only = onlyRowsOf.get(ids[i]);
            if (only != null && deleted == null) {
                rows += only.cardinality();
            } else if (only != null || records.isNull(i)) {
                return -1;
            } else {
                rows += records.value(i)
                        - (deleted == null ? 0 : DeletionVectorReader.cardinality(deleted, records.value(i)));
            }
        }
        return rows;
    }

    private LiveFiles files() {
        return version.snapshot().files();
    }

    /** Reads the rows, of all files in the order of the log. */
    ParallelScan open(ScanShape shape) {
        ChosenFiles chosen = new ChosenFiles(version.store(), version.snapshot(), ids, onlyRowsOf, shape);
        return new ParallelScan(version.store(), version.environment(), chosen, -1);
    }
}
