package io.weir.suite.crashloop;

import io.delta.kernel.Snapshot;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.types.MetadataColumnSpec;
import io.delta.kernel.types.StructType;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.suite.opinion.KernelReader;
import io.weir.table.Table;
import io.weir.table.scan.CloseableIterator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table in the order in which they came into it, as one of two readers finds them. That order is the one of their ids: those of a
 * commit are above those of the commits before, and rise with the place in the entry and in the file; a row keeps its id when files are put together.
 */
final class TableRows {
    private static final int KEY_SHIFT = 40;
    private static final long SEQ_MASK = (1L << KEY_SHIFT) - 1;

    private final String of;
    private final long[] rows; // key and seq in one number

    private TableRows(String of, long[] rows) {
        this.of = of;
        this.rows = rows;
    }

    /** What comes of a reader: the id of a row, and the row. */
    private static final class Numbered {
        private final List<long[]> found = new ArrayList<>();

        void add(long id, int key, long seq) {
            found.add(new long[] {id, ((long) key << KEY_SHIFT) + seq});
        }

        TableRows inOrder(String of) {
            found.sort(Comparator.comparingLong(row -> row[0]));
            return new TableRows(of, found.stream().mapToLong(row -> row[1]).toArray());
        }
    }

    static TableRows ofWeir(Path path) {
        Numbered numbered = new Numbered();
        try (Table table = Table.open(path);
                CloseableIterator<ColumnBatch> batches = table.scan()
                        .withRowTracking()
                        .select("key", "seq", "_metadata.row_id")
                        .batches()) {
            while (batches.hasNext()) {
                ColumnBatch batch = batches.next();
                for (int row = 0; row < batch.rowCount(); row++) {
                    numbered.add(
                            ((LongVector) batch.column(2)).value(row),
                            ((IntVector) batch.column(0)).value(row),
                            ((LongVector) batch.column(1)).value(row));
                }
            }
        }
        return numbered.inOrder("Weir, " + path.getFileName());
    }

    static TableRows ofKernel(Path path) throws IOException {
        Numbered numbered = new Numbered();
        Snapshot snapshot = KernelReader.snapshot(path, KernelReader.LATEST);
        StructType columns = snapshot.getSchema().addMetadataColumn("row_id", MetadataColumnSpec.ROW_ID);
        KernelReader.visit(snapshot, columns, batch -> add(batch, numbered));
        return numbered.inOrder("Delta Kernel, " + path.getFileName());
    }

    private static void add(FilteredColumnarBatch filtered, Numbered numbered) {
        if (filtered.getSelectionVector().isPresent()) {
            throw new AssertionError("A row was deleted, in a table from which nobody deletes");
        }
        ColumnarBatch batch = filtered.getData();
        StructType columns = batch.getSchema();
        ColumnVector ids = batch.getColumnVector(columns.indexOf("row_id"));
        ColumnVector keys = batch.getColumnVector(columns.indexOf("key"));
        ColumnVector seqs = batch.getColumnVector(columns.indexOf("seq"));
        for (int row = 0; row < batch.getSize(); row++) {
            numbered.add(ids.getLong(row), keys.getInt(row), seqs.getLong(row));
        }
    }

    private static int key(long row) {
        return (int) (row >> KEY_SHIFT);
    }

    /**
     * Each key has the rows 0, 1, 2, … in this order, and no other.
     *
     * @param expected how many; null for as many as there are
     * @param wanted the keys that are here at all
     */
    void requireOnceAndInOrder(@Nullable Expected expected, IntPredicate wanted) {
        long[] next = new long[Places.KEYS * Places.PARTITIONS];
        for (int i = 0; i < rows.length; i++) {
            int key = key(rows[i]);
            long seq = rows[i] & SEQ_MASK;
            if (!wanted.test(key) || seq != next[key]) {
                throw failure(
                        seq < next[key] ? "A row is there twice, or out of order" : "A row is missing, or out of order",
                        "at=" + i + ", expected=" + next[key] + ", found=" + seq + ", key=" + key);
            }
            next[key]++;
        }
        for (int key = 0; expected != null && key < next.length; key++) {
            long all = wanted.test(key) ? expected.ofKey(key) : 0;
            if (next[key] != all) {
                throw failure("The last rows are missing", "expected=" + all + ", found=" + next[key] + ", key=" + key);
            }
        }
    }

    /** The same rows in the same order. */
    void requireSameAs(TableRows other) {
        int at = Arrays.mismatch(rows, other.rows);
        if (at >= 0) {
            throw failure(
                    "The rows are others than those of " + other.of,
                    "at=" + at + ", found=" + at(rows, at) + ", other=" + at(other.rows, at));
        }
    }

    private static String at(long[] rows, int at) {
        return at < rows.length ? key(rows[at]) + "/" + (rows[at] & SEQ_MASK) : "none";
    }

    private AssertionError failure(String sentence, String facts) {
        return new AssertionError(sentence + " {" + facts + ", reader=" + of + ", rows=" + rows.length + "}");
    }
}
