package io.weir.format.parquet.write;

import io.weir.format.parallel.Parallel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * The columns of a file. What they have to do, they do at the same time if it is worth waking up other threads; the calling thread is always one of
 * them. One calling thread at a time; close it.
 */
final class ColumnWriters implements AutoCloseable {
    /** Less than some tenths of a millisecond of work is done alone. */
    private static final long VALUES_WORTH_HELP = 1 << 15;

    private final List<ColumnWriter> columns = new ArrayList<>();
    /** Those that are not at work, at most one for each thread. */
    private final Queue<PageCompressor> compressors = new ConcurrentLinkedQueue<>();

    private final ParquetWriteOptions options;
    private final Executor executor;
    private final int parallelism;

    ColumnWriters(ParquetSchema schema, ParquetWriteOptions options, Executor executor, int parallelism) {
        this.options = options;
        this.executor = executor;
        this.parallelism = parallelism;
        // what cannot be compressed is told before there is a file
        compressors.add(newCompressor());
        for (ParquetNode.Leaf leaf : schema.leaves()) {
            columns.add(new ColumnWriter(leaf, options));
        }
    }

    private PageCompressor newCompressor() {
        return new PageCompressor(options.codec(), options.codecLevel());
    }

    List<ColumnWriter> all() {
        return columns;
    }

    /** Bytes of this row group so far. */
    long bufferedBytes() {
        long buffered = 0;
        for (ColumnWriter column : columns) {
            buffered += column.bufferedBytes();
        }
        return buffered;
    }

    /** @param leaves the values of each column */
    void write(List<Shredder.LeafValues> leaves) {
        long values = 0;
        List<Work> works = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            ColumnWriter column = columns.get(i);
            Shredder.LeafValues leaf = leaves.get(i);
            values += leaf.slots().count();
            works.add(new Work(column.bufferedBytes(), compressor -> column.write(leaf, compressor)));
        }
        perform(works, values);
    }

    /** Ends the column chunks: nothing is left to do but to write them. */
    void endChunks(long rows) {
        List<Work> works = new ArrayList<>(columns.size());
        for (ColumnWriter column : columns) {
            works.add(new Work(column.bufferedBytes(), column::endChunk));
        }
        perform(works, rows * columns.size());
    }

    /**
     * What one column has to do.
     *
     * @param weight about how much that is, beside the others
     */
    private record Work(long weight, Step step) {}

    @FunctionalInterface
    private interface Step {
        void run(PageCompressor compressor);
    }

    private void perform(List<Work> works, long values) {
        if (parallelism < 2 || values < VALUES_WORTH_HELP) {
            works.forEach(this::perform);
            return;
        }
        // long ones first, so that nobody waits for the last one long
        works.sort(Comparator.comparingLong(Work::weight).reversed());
        Parallel.each(works, this::perform, executor, parallelism);
    }

    private void perform(Work work) {
        PageCompressor free = compressors.poll();
        PageCompressor compressor = free == null ? newCompressor() : free;
        try {
            work.step().run(compressor);
        } finally {
            compressors.add(compressor);
        }
    }

    @Override
    public void close() {
        for (PageCompressor each = compressors.poll(); each != null; each = compressors.poll()) {
            each.close();
        }
    }
}
