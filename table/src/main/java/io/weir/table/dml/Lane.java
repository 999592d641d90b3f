package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.PrimitiveType;
import io.weir.log.state.TableShape;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.UnfinishedFiles;
import io.weir.table.data.WriteOptions;
import io.weir.table.data.WrittenFile;
import io.weir.table.scan.FileScan;
import io.weir.table.schema.ConstantVectors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files that one thread writes: rows of the table, and what changed. One thread at a time. */
final class Lane {
    private final Target target;
    private final TableShape table;
    private @Nullable DataFileWriter rows;
    private @Nullable DataFileWriter changes;

    Lane(Target target, TableShape table) {
        this.target = target;
        this.table = table;
    }

    /** Writes rows that are new. */
    void insert(ColumnBatch batch) {
        rows().write(batch);
    }

    /**
     * Writes rows that were in the table before, and change, under the ids that they had.
     *
     * @param batch the table's columns
     * @param origin the rows as they came from a {@link FileScan} with ids; the same number of rows
     */
    void rewrite(ColumnBatch batch, ColumnBatch origin) {
        DataFileWriter writer = rows();
        if (writer.keepsRowIds()) {
            ColumnVector versions = ConstantVectors.nulls(PrimitiveType.LONG, batch.rowCount());
            writer.write(batch, origin.column(FileScan.ROW_ID), versions);
        } else {
            writer.write(batch);
        }
    }

    /** Writes rows that stay what they are, under their ids and the versions that last changed them; parameters as above. */
    void copy(ColumnBatch batch, ColumnBatch origin) {
        DataFileWriter writer = rows();
        if (writer.keepsRowIds()) {
            writer.writeUnchanged(batch, origin.column(FileScan.ROW_ID), origin.column(FileScan.ROW_COMMIT_VERSION));
        } else {
            writer.writeUnchanged(batch);
        }
    }

    private DataFileWriter rows() {
        DataFileWriter writer = rows;
        if (writer == null) {
            writer = DataFileWriter.createForRewrites(target.store(), table, WriteOptions.DEFAULT, target.environment())
                    .sharedBy(writers());
            rows = writer;
        }
        return writer;
    }

    /** Records what happened to rows, if the table wants that. */
    void change(ColumnBatch batch, ChangeType type) {
        if (!target.recordsChanges() || batch.rowCount() == 0) {
            return;
        }
        DataFileWriter writer = changes;
        if (writer == null) {
            writer = DataFileWriter.createForChanges(target.store(), table, WriteOptions.DEFAULT, target.environment())
                    .sharedBy(writers());
            changes = writer;
        }
        writer.writeChanges(batch, type.text());
    }

    /** There may be as many lanes as threads, each with files of both kinds. */
    private int writers() {
        return 2 * (target.environment().parallelism() + 1);
    }

    /** The new rows of all lanes, as files that are durable. */
    static List<WrittenFile> finishRows(Collection<Lane> lanes) {
        return finish(lanes.stream().map(lane -> lane.rows));
    }

    /** The same for what tells of changes. */
    static List<WrittenFile> finishChanges(Collection<Lane> lanes) {
        return finish(lanes.stream().map(lane -> lane.changes));
    }

    private static List<WrittenFile> finish(Stream<@Nullable DataFileWriter> writers) {
        List<UnfinishedFiles> unfinished = new ArrayList<>();
        try {
            writers.filter(Objects::nonNull).forEach(writer -> unfinished.add(writer.handOver()));
        } catch (RuntimeException | Error e) {
            unfinished.forEach(UnfinishedFiles::abort);
            throw e;
        }
        return UnfinishedFiles.finish(unfinished);
    }

    void abort() {
        if (rows != null) {
            rows.abort();
        }
        if (changes != null) {
            changes.abort();
        }
    }
}
