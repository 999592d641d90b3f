package io.weir.table.dml;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.DeletionVectorBuilder;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.FileScan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Staged rows, and of several with the same key only the last. Immutable.
 *
 * <p>The keys of all rows are in memory while it is made; the rows themselves never are.
 */
final class LastOfKeys implements MergeSource {
    private final Target target;
    private final StructType schema;
    private final Set<String> partitionColumns;
    private final List<Staged> files;

    /** @param superseded rows that have a later one of their key, by their places in the file */
    private record Staged(AddFile file, DeletionVector superseded) {}

    private LastOfKeys(Target target, List<Staged> files) {
        this.target = target;
        this.schema = target.snapshot().schema();
        this.partitionColumns = partitionColumns(target);
        this.files = files;
    }

    /** @param keys columns of the table */
    static LastOfKeys of(Target target, List<String> keys, List<AddFile> files) {
        StructType schema = target.snapshot().schema().select(keys);
        FileScan scan = target.scanStaged(keys);
        Set<String> partitions = partitionColumns(target);
        List<ColumnBatch> batches = new ArrayList<>();
        int[] ends = new int[files.size()];
        int count = 0;
        for (int i = 0; i < ends.length; i++) {
            try (CloseableIterator<ColumnBatch> rows = scan.read(files.get(i), null)) {
                while (rows.hasNext()) {
                    ColumnBatch batch = asTheTableHasThem(Rows.columns(rows.next(), schema), partitions);
                    count = Math.addExact(count, batch.rowCount());
                    batches.add(batch);
                }
            }
            ends[i] = count;
        }
        boolean[] superseded = superseded(ColumnBatch.concat(schema, batches));
        List<Staged> staged = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < ends.length; i++) {
            DeletionVectorBuilder places = new DeletionVectorBuilder();
            for (int row = start; row < ends[i]; row++) {
                if (superseded[row]) {
                    places.add(row - start);
                }
            }
            staged.add(new Staged(files.get(i), places.build()));
            start = ends[i];
        }
        return new LastOfKeys(target, staged);
    }

    private static Set<String> partitionColumns(Target target) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(target.snapshot().partitionColumns());
        return names;
    }

    /** Which rows have an equal one behind them? */
    private static boolean[] superseded(ColumnBatch keys) {
        boolean[] nullSafe = new boolean[keys.columns().size()];
        Arrays.fill(nullSafe, true);
        int[] all = new int[keys.rowCount()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        KeyTable table = new KeyTable(keys.columns(), nullSafe, all, all.length);
        boolean[] superseded = new boolean[all.length];
        for (int i = 0; i < all.length; i++) {
            superseded[i] = table.after(i, keys.columns(), i) != KeyTable.NONE; // rows are found in their order
        }
        return superseded;
    }

    @Override
    public StructType schema() {
        return schema;
    }

    @Override
    public CloseableIterator<ColumnBatch> batches() {
        FileScan scan = target.scanStaged(schema.names());
        Iterator<Staged> left = files.iterator();
        return new CloseableIterator<>() {
            private @Nullable CloseableIterator<ColumnBatch> open;

            @Override
            public boolean hasNext() {
                CloseableIterator<ColumnBatch> file = open;
                while ((file == null || !file.hasNext()) && left.hasNext()) {
                    Staged next = left.next();
                    file = scan.read(next.file(), Target.excluded(next.superseded()));
                    open = file;
                }
                return file != null && file.hasNext();
            }

            @Override
            public ColumnBatch next() {
                if (!hasNext() || open == null) {
                    throw new NoSuchElementException();
                }
                return asTheTableHasThem(Rows.columns(open.next(), schema), partitionColumns);
            }

            @Override
            public void close() {
                if (open != null) {
                    open.close();
                }
            }
        };
    }

    /** The log has one spelling for null and the empty value of a partition column, so an empty one there is null. */
    private static ColumnBatch asTheTableHasThem(ColumnBatch rows, Set<String> partitionColumns) {
        List<ColumnVector> columns = new ArrayList<>(rows.columns());
        boolean changed = false;
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i) instanceof BytesVector values
                    && partitionColumns.contains(rows.schema().field(i).name())) {
                columns.set(i, emptyAsNull(values));
                changed = true;
            }
        }
        return changed ? new ColumnBatch(rows.schema(), rows.rowCount(), columns) : rows;
    }

    private static BytesVector emptyAsNull(BytesVector values) {
        boolean[] nulls = new boolean[values.length()];
        for (int i = 0; i < nulls.length; i++) {
            nulls[i] = values.isNull(i) || values.start(i) == values.end(i);
        }
        int @Nullable [] ids = values.ids();
        return ids == null
                ? new BytesVector(values.type(), values.length(), values.data(), values.offsets(), nulls)
                : new BytesVector(
                        values.type(),
                        values.length(),
                        values.data(),
                        values.offsets(),
                        values.dictionarySize(),
                        ids,
                        nulls);
    }
}
