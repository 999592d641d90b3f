package io.weir.log.checkpoint;

import static io.weir.format.type.PrimitiveType.STRING;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.batch.StructVector;
import io.weir.format.parquet.ParquetException;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.state.ChunkDetails;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads further columns of files from the row groups of a checkpoint. Safe for many threads; opens the object every time. */
final class CheckpointDetails implements ChunkDetails {
    private static final String STATS = "stats";
    private static final String PARSED_STATS = "stats_parsed";

    private final ObjectStore store;
    private final ObjectInfo object;
    private final int identity;
    private final StructType columns;
    private final RowPositions positions;
    private final @Nullable StoredFiles sidecar;

    /** @param sidecar what the object is, if it is no file of the checkpoint itself; else null */
    CheckpointDetails(
            ObjectStore store, CheckpointObject object, RowPositions positions, @Nullable StoredFiles sidecar) {
        this.sidecar = sidecar;
        this.store = store;
        this.object = object.info();
        this.identity = object.identity();
        this.columns = object.columns("add");
        this.positions = positions;
    }

    /** The sidecar that the files are in; null if they are in the checkpoint's own file. */
    @Nullable
    StoredFiles sidecar() {
        return sidecar;
    }

    @Override
    public StructType columns() {
        return columns;
    }

    @Override
    public long namedMillis() {
        return sidecar == null ? object.modifiedMillis() : sidecar.namedMillis();
    }

    @Override
    public void scan(StructType wanted, int[] rows, Consumer<ColumnBatch> each) {
        if (rows.length == 0) {
            return;
        }
        try (CheckpointObject file = CheckpointObject.open(store, object);
                BatchReader reader = file.read(StructType.EMPTY.add("add", wanted), positions.rowGroups())) {
            if (file.identity() != identity) {
                throw new CorruptTableException(
                        "A checkpoint is another than before; open the table again", Facts.of("file", object.name()));
            }
            int next = 0;
            long firstRow = 0;
            for (ColumnBatch batch = reader.next(); batch != null && next < rows.length; batch = reader.next()) {
                int[] chosen = new int[Math.min(batch.rowCount(), rows.length - next)];
                int count = 0;
                long end = firstRow + batch.rowCount();
                for (long at; next < rows.length && (at = positions.of(rows[next])) < end; next++) {
                    chosen[count++] = (int) (at - firstRow);
                }
                if (count > 0) {
                    StructVector adds = (StructVector) batch.column(0);
                    ColumnBatch all = new ColumnBatch(wanted, adds.length(), adds.fields());
                    each.accept(count == batch.rowCount() ? all : all.take(Arrays.copyOf(chosen, count), count));
                }
                firstRow = end;
            }
            if (next < rows.length) {
                throw new CorruptTableException(
                        "A checkpoint has fewer rows than before; open the table again",
                        Facts.of("file", object.name(), "found", firstRow, "row", positions.of(rows[next])));
            }
        } catch (ParquetException e) {
            throw new CorruptTableException(
                    "A checkpoint cannot be read",
                    Facts.of("file", object.name(), "columns", wanted.names(), "reason", e.getMessage()),
                    e);
        }
    }

    @Override
    public void describe(int[] rows, List<AddFile.Builder> files) {
        StructType wanted = columns.indexOf(STATS) < 0 ? StructType.EMPTY : StructType.EMPTY.add(STATS, STRING);
        for (StructField field : CheckpointSchema.ADD_RARE.fields()) {
            wanted = columns.indexOf(field.name()) < 0 ? wanted : wanted.add(field);
        }
        int[] next = {0};
        int[] silent = new int[rows.length]; // places of those without statistics in JSON
        int[] silentCount = {0};
        if (wanted.size() > 0) {
            boolean hasStats = wanted.indexOf(STATS) >= 0;
            scan(wanted, rows, batch -> {
                for (int i = 0; i < batch.rowCount(); i++) {
                    Row row = batch.row(i);
                    if (!hasStats || row.isNull(STATS)) {
                        silent[silentCount[0]++] = next[0];
                    }
                    RowActions.describe(row, files.get(next[0]++));
                }
            });
        } else {
            Arrays.setAll(silent, i -> i);
            silentCount[0] = rows.length;
        }
        int parsed = columns.indexOf(PARSED_STATS);
        if (parsed >= 0 && silentCount[0] > 0) {
            describeFromParsed(columns.field(parsed), rows, Arrays.copyOf(silent, silentCount[0]), files);
        }
    }

    private void describeFromParsed(StructField parsed, int[] rows, int[] places, List<AddFile.Builder> files) {
        int[] chosen = new int[places.length];
        Arrays.setAll(chosen, i -> rows[places[i]]);
        int[] next = {0};
        scan(StructType.EMPTY.add(parsed), chosen, batch -> {
            StructVector stats = (StructVector) batch.column(0);
            for (int i = 0; i < batch.rowCount(); i++) {
                files.get(places[next[0]++]).stats(ParsedStatistics.json(stats, i));
            }
        });
    }
}
