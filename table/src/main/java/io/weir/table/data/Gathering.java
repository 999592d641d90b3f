package io.weir.table.data;

import io.weir.format.batch.ColumnBatch;
import io.weir.table.data.PartitionSplitter.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How the rows of one writer come together by partition before they are written. One thread at a time.
 *
 * <p>Rows are held until they are as long as they may be; then those of partitions that are long enough for a file of their own go there, and the
 * others into a spilled file. So memory is bounded by what may be held, however many partitions there are and however rows come mixed.
 */
final class Gathering {
    /** Rows in memory that are this many times as long as a file are long enough for it, because files are compressed. */
    private static final int BYTES_IN_MEMORY = 4;

    /** So much more than the rows that wait may be in the files that are open. */
    private static final int OPEN_FILES_SHARE = 4;

    /** Less than this is not worth a spilled file. */
    private static final long FEWEST_BYTES = 16L << 20;

    /** What the arrays of a column cost beside the values. */
    private static final int VECTOR_BYTES = 100;

    private final FileSeries series;
    private final int[] partitionPositions;
    private final int[] dataPositions;
    private final long mostBytes;
    private final boolean alone;

    private final List<ColumnBatch> waiting = new ArrayList<>();
    private long waitingBytes;
    private GatheredRows aside;

    /** @param writers that write the same change of the table */
    Gathering(FileSeries series, int[] partitionPositions, int[] dataPositions, WriteOptions options, int writers) {
        this.series = series;
        this.partitionPositions = partitionPositions;
        this.dataPositions = dataPositions;
        this.mostBytes = Math.max(options.gatheredBytes() / writers, Math.min(options.gatheredBytes(), FEWEST_BYTES));
        this.alone = writers == 1;
        this.aside = newRows();
    }

    private GatheredRows newRows() {
        return new GatheredRows(series.store(), series.environment().ids());
    }

    /** @param files for rows that need not wait */
    void add(ColumnBatch rows, OpenFiles files) {
        waiting.add(rows);
        waitingBytes +=
                BatchSize.of(rows) + (long) VECTOR_BYTES * rows.columns().size();
        if (waitingBytes >= mostBytes) {
            spread(files);
        }
    }

    private List<Part> split() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        ColumnBatch rows = ColumnBatch.concat(waiting.get(0).schema(), waiting);
        waiting.clear();
        waitingBytes = 0;
        return PartitionSplitter.split(rows, partitionPositions, dataPositions);
    }

    private void spread(OpenFiles files) {
        List<Part> parts = new ArrayList<>(split());
        parts.sort(
                Comparator.comparingInt((Part part) -> part.rows().rowCount()).reversed());
        List<Part> rest = new ArrayList<>();
        for (Part part : parts) {
            if (files.isOpen(part.values()) || files.hasRoom() && isLong(part)) {
                write(part, files);
            } else {
                rest.add(part);
            }
        }
        if (!rest.isEmpty()) {
            aside.spill(rest);
        }
        files.holdAtMost(mostBytes * OPEN_FILES_SHARE);
    }

    /** Is it no loss if the rows come into a file without those of other writers? */
    private boolean isLong(Part part) {
        return alone
                || aside.bytes(part.values()) + BatchSize.of(part.rows())
                        >= series.format().targetFileBytes() * BYTES_IN_MEMORY;
    }

    /** Those that came before come first. */
    private void write(Part part, OpenFiles files) {
        aside.read(part.values(), rows -> files.write(part.values(), rows));
        aside.forget(part.values());
        files.write(part.values(), part.rows());
    }

    /** What still waits, which are no rows of partitions that have a file open. */
    GatheredRows handOver(OpenFiles files) {
        for (Part part : split()) {
            if (files.isOpen(part.values())) {
                write(part, files);
            } else {
                aside.keep(part);
            }
        }
        GatheredRows rows = aside;
        aside = newRows();
        return rows;
    }

    long estimatedBytes() {
        return waitingBytes + aside.spilledBytes();
    }

    void abort() {
        waiting.clear();
        waitingBytes = 0;
        aside.close();
        aside = newRows();
    }
}
