package io.weir.table.changes;

import io.weir.format.parquet.read.ExcludedRows;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.storage.ObjectStore;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.DeletionVectorReader;
import io.weir.table.deletion.PlannedVectors;
import io.weir.table.scan.ScanFiles;
import io.weir.table.scan.ScanShape;
import io.weir.table.scan.ScanTask;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files with the changes of some versions, as a scan reads them. Safe for many threads. */
final class ChangedFiles implements ScanFiles {
    private final List<Entry> entries;
    private final PlannedVectors vectors;

    /**
     * A file, and what the rows in it have in common.
     *
     * @param shape of files of this kind and version
     */
    record Entry(ChangedFile file, ScanShape shape, long version, long timestampMillis) {
        /** The columns of a change are constants of a file, as partition columns are. */
        ScanTask task(int ordinal) {
            Map<String, @Nullable String> values = new HashMap<>(file.partitionValues());
            if (file.kind() != ChangedFile.Kind.RECORDED) {
                values.put(ChangeColumns.CHANGE_TYPE, file.kind().changeType());
            }
            values.put(ChangeColumns.COMMIT_VERSION, String.valueOf(version));
            values.put(
                    ChangeColumns.COMMIT_TIMESTAMP,
                    Instant.ofEpochMilli(timestampMillis).toString());
            return new ScanTask(ordinal, file.path(), file.sizeBytes(), values, file.without());
        }
    }

    ChangedFiles(ObjectStore table, List<Entry> entries) {
        this.entries = List.copyOf(entries);
        this.vectors = new PlannedVectors(new DeletionVectorReader(table), this::descriptor, 2 * entries.size());
    }

    /** Two a file: the rows that are meant, and those of them that are not. */
    private @Nullable DeletionVectorDescriptor descriptor(int place) {
        ChangedFile file = entries.get(place / 2).file();
        return place % 2 == 0 ? file.only() : file.without();
    }

    @Override
    public int count() {
        return entries.size();
    }

    @Override
    public ScanTask task(int place) {
        return entries.get(place).task(place);
    }

    @Override
    public ScanShape shape(int place) {
        return entries.get(place).shape();
    }

    @Override
    public @Nullable ExcludedRows excluded(ScanTask task) {
        @Nullable DeletionVector only = vectors.take(2 * task.ordinal());
        @Nullable DeletionVector without = vectors.take(2 * task.ordinal() + 1);
        if (only == null) {
            return without;
        }
        return (without == null ? only : only.minus(without)).others();
    }

    @Override
    public long version(ScanTask task) {
        return entries.get(task.ordinal()).version();
    }
}
