package io.weir.table.scan;

import io.weir.format.batch.LongVector;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Literal;
import io.weir.log.Snapshot;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.state.LiveFiles;
import io.weir.log.state.RowOrigins;
import io.weir.table.deletion.DeletionVectorReader;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which files a scan reads. Immutable and safe for many threads; files become objects only when asked for. */
public final class ScanPlan {
    /** Instead of a number of rows. */
    static final long UNKNOWN = -1;

    private final Snapshot snapshot;
    private final @Nullable Expression condition;
    private final int[] ids;
    private final int filesLeft;
    private final @Nullable RowOrigins origins;

    private ScanPlan(
            Snapshot snapshot, @Nullable Expression condition, int[] ids, int filesLeft, @Nullable RowOrigins origins) {
        this.snapshot = snapshot;
        this.condition = condition;
        this.ids = ids;
        this.filesLeft = filesLeft;
        this.origins = origins;
    }

    /** The files of a version that may hold rows of a condition. Pure, but that statistics may still be in a checkpoint. */
    static ScanPlan of(Snapshot snapshot, @Nullable Expression condition) {
        LiveFiles files = snapshot.files();
        int[] ids = condition == null || condition.equals(Literal.TRUE) ? files.ids() : files.matching(condition);
        return new ScanPlan(snapshot, condition, ids, ids.length, null);
    }

    /** Only as many files as it takes for so many rows, if statistics say how many each has and there is no condition. */
    ScanPlan limitedTo(long rows) {
        if (condition != null || rows < 0) {
            return this;
        }
        int step = 64;
        long known = 0;
        for (int from = 0; from < ids.length; from += step) {
            int to = Math.min(ids.length, from + step);
            long[] counts = rowCounts(from, to);
            for (int i = from; i < to; i++) {
                known += Math.max(0, counts[i - from]);
                if (known >= rows) {
                    return new ScanPlan(snapshot, null, Arrays.copyOf(ids, i + 1), filesLeft, null);
                }
            }
        }
        return this;
    }

    /** The same, and of each file where its rows come from. May read from the checkpoint. */
    ScanPlan withRowOrigins() {
        return new ScanPlan(
                snapshot, condition, ids, filesLeft, snapshot.files().rowOrigins(ids));
    }

    /** The version of the table. */
    public long version() {
        return snapshot.version();
    }

    /** How many files are read. */
    public int filesKept() {
        return ids.length;
    }

    /** How many files cannot hold a matching row, by their partition values or statistics. */
    public int filesPruned() {
        return snapshot.files().count() - filesLeft;
    }

    /** The sizes of all files that are read; they are read only in part where not all columns or rows are wanted. */
    public long bytesKept() {
        LiveFiles files = snapshot.files();
        long bytes = 0;
        for (int id : ids) {
            bytes += files.sizeBytes(id);
        }
        return bytes;
    }

    /** The files to read, in the order of the log. Made when asked for. */
    public List<ScanTask> tasks() {
        return new AbstractList<>() {
            @Override
            public ScanTask get(int index) {
                return task(index);
            }

            @Override
            public int size() {
                return ids.length;
            }
        };
    }

    private ScanTask task(int ordinal) {
        LiveFiles files = snapshot.files();
        int id = ids[ordinal];
        ScanTask task = new ScanTask(
                ordinal, files.path(id), files.sizeBytes(id), files.partitionValues(id), files.deletionVector(id));
        return origins == null ? task : RowTracking.tracked(task, origins, ordinal);
    }

    /** Which of its rows the file at a place does not have any more; null if it has all. */
    @Nullable
    DeletionVectorDescriptor deletionVector(int ordinal) {
        return snapshot.files().deletionVector(ids[ordinal]);
    }

    /**
     * How many rows the files at some places have, those that are deleted not counted; {@link #UNKNOWN} where statistics do not
     * say it, or say what cannot be.
     */
    long[] rowCounts(int from, int to) {
        LiveFiles files = snapshot.files();
        boolean deletions = files.mayHaveDeletionVectors();
        LongVector records = files.recordCounts(Arrays.copyOfRange(ids, from, to));
        long[] counts = new long[to - from];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = records.isNull(i) ? UNKNOWN : records.value(i);
            DeletionVectorDescriptor deleted = deletions ? files.deletionVector(ids[from + i]) : null;
            if (deleted != null && counts[i] >= 0) {
                counts[i] -= DeletionVectorReader.cardinality(deleted, counts[i]);
            }
            counts[i] = Math.max(UNKNOWN, counts[i]);
        }
        return counts;
    }

    @Override
    public String toString() {
        return "Scan {bytes=" + bytesKept() + ", condition=" + (condition == null ? "none" : condition) + ", filesKept="
                + filesKept() + ", filesPruned=" + filesPruned() + ", version=" + version() + "}";
    }
}
