package io.weir.compaction.optimize;

import io.weir.compaction.curve.CurveKeys;
import io.weir.compaction.curve.KeyOrder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.table.data.BatchSize;
import io.weir.table.data.SpillFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Rows by the piece of a curve that they lie on: in memory, and in spilled files as soon as a thread has more than it may hold. Safe for many threads,
 * which first all add, and then all read. Close it to delete the files.
 */
final class SortedPieces implements AutoCloseable {
    /** So many rows come out at once. */
    private static final int ROWS_AT_ONCE = 1 << 16;

    private final StructType schema;
    private final CurveKeys keys;
    private final long[] cuts;
    private final RewriteMemory memory;
    private final Supplier<UUID> ids;

    /** Those that no thread adds to now. There are never more than threads that add. */
    private final Queue<PiecesInMemory> idle = new ConcurrentLinkedQueue<>();

    private final Queue<SpillFile> spilled = new ConcurrentLinkedQueue<>();

    /**
     * @param cuts between pieces
     * @param memory of one thread that adds
     * @param ids of the files
     */
    SortedPieces(StructType schema, CurveKeys keys, long[] cuts, RewriteMemory memory, Supplier<UUID> ids) {
        this.schema = schema;
        this.keys = keys;
        this.cuts = cuts;
        this.memory = memory;
        this.ids = ids;
    }

    /** Adds what one thread reads from a source. */
    void addAll(Consumer<Consumer<ColumnBatch>> source) {
        PiecesInMemory known = idle.poll();
        PiecesInMemory rows = known == null ? new PiecesInMemory(cuts.length + 1) : known;
        source.accept(batch -> {
            rows.add(batch, KeyOrder.pieces(keys.of(batch), cuts));
            if (rows.bytes() > memory.bytes()) {
                spill(rows);
            }
        });
        idle.add(rows);
    }

    private void spill(PiecesInMemory rows) {
        try (SpillFile.Writer writer = SpillFile.create(memory.spill(), ids.get(), schema)) {
            spilled.add(rows.spill(writer));
        }
    }

    /**
     * Gives out the rows of a piece in the order of the curve. If the piece is longer than was thought, because many rows have the same values, it comes
     * in parts, each in order.
     *
     * @param partBytes about how long a part gets in memory
     */
    void piece(int piece, long partBytes, Consumer<ColumnBatch> rows) {
        Part part = new Part(partBytes, rows);
        for (SpillFile file : spilled) {
            file.section(piece).forEach(part::add);
        }
        for (PiecesInMemory inMemory : idle) {
            inMemory.piece(piece).forEach(part::add);
        }
        part.end();
    }

    /** Rows of a piece that are sorted together. One thread at a time. */
    private final class Part {
        private final long mostBytes;
        private final Consumer<ColumnBatch> out;
        private final List<ColumnBatch> batches = new ArrayList<>();
        private long bytes;

        Part(long mostBytes, Consumer<ColumnBatch> out) {
            this.mostBytes = mostBytes;
            this.out = out;
        }

        void add(ColumnBatch batch) {
            long more = BatchSize.of(batch);
            if (bytes + more > mostBytes) {
                end();
            }
            batches.add(batch);
            bytes += more;
        }

        void end() {
            if (batches.isEmpty()) {
                return;
            }
            ColumnBatch rows = ColumnBatch.concat(schema, batches);
            batches.clear();
            bytes = 0;
            int[] order = KeyOrder.of(keys.of(rows));
            for (int from = 0; from < order.length; from += ROWS_AT_ONCE) {
                int to = Math.min(order.length, from + ROWS_AT_ONCE);
                out.accept(rows.take(Arrays.copyOfRange(order, from, to), to - from));
            }
        }
    }

    /** How many files hold what did not fit into memory. */
    int spilledFiles() {
        return spilled.size();
    }

    @Override
    public void close() {
        spilled.forEach(SpillFile::close);
    }
}
