package io.weir.table.data;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.parallel.Parallel;
import io.weir.storage.PendingSync;
import io.weir.table.data.FileSeries.OpenFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files that grow to the target size, one a partition at a time. One thread at a time.
 *
 * <p>Of partitions that are open at the same time beyond the limit, the one not written to for the longest time is closed, and begun anew if more
 * comes.
 */
final class OpenFiles {
    /** Larger batches are written in parts, so that a file can end between them. */
    private static final int MOST_ROWS_AT_ONCE = 1 << 17;

    private static final int FIRST_ROWS_AT_ONCE = 1 << 14;
    private static final int FEWEST_ROWS_AT_ONCE = 1 << 10;

    private final FileSeries series;
    private final long targetBytes;
    private final int maxOpen;

    /** By partition; the one written to last is last. */
    private final LinkedHashMap<List<@Nullable String>, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);

    private final List<WrittenFile> written = new ArrayList<>();

    /** Of those written, what may still be on its way to the disk. */
    private final List<PendingSync> pending = Collections.synchronizedList(new ArrayList<>());

    private long writtenBytes;

    /** What a row of the last file took that was written to; 0 before the first one. */
    private double bytesPerRow;

    OpenFiles(FileSeries series, int maxOpen) {
        this.series = series;
        this.targetBytes = series.format().targetFileBytes();
        this.maxOpen = maxOpen;
    }

    boolean isOpen(List<@Nullable String> values) {
        return open.containsKey(values);
    }

    /** Is there room for another partition? */
    boolean hasRoom() {
        return open.size() < maxOpen;
    }

    /** Adds rows to the file of their partition, and begins another as often as one has its length. */
    void write(List<@Nullable String> values, ColumnBatch data) {
        ColumnBatch rows = new ColumnBatch(series.format().fileSchema(), data.rowCount(), data.columns());
        int from = 0;
        while (from < rows.rowCount()) {
            OpenFile file = open.get(values);
            if (file == null) {
                file = begin(values);
            }
            int to = (int) Math.min(rows.rowCount(), from + (long) rowsAtOnce(file));
            file.parquet().write(rows.slice(from, to));
            bytesPerRow = (double) file.parquet().estimatedSizeBytes()
                    / file.parquet().rowCount();
            if (file.parquet().estimatedSizeBytes() >= targetBytes) {
                open.remove(values);
                end(file);
            }
            from = to;
        }
    }

    /** As many as fill the file, judging by those before. */
    private int rowsAtOnce(OpenFile file) {
        if (bytesPerRow == 0) {
            return FIRST_ROWS_AT_ONCE;
        }
        double rows = (targetBytes - file.parquet().estimatedSizeBytes()) / bytesPerRow;
        return (int) Math.max(FEWEST_ROWS_AT_ONCE, Math.min(MOST_ROWS_AT_ONCE, rows));
    }

    private OpenFile begin(List<@Nullable String> values) {
        if (!hasRoom()) {
            Iterator<OpenFile> eldest = open.values().iterator();
            OpenFile least = eldest.next();
            eldest.remove();
            end(least);
        }
        OpenFile file = series.begin(values);
        open.put(values, file);
        return file;
    }

    private void end(OpenFile file) {
        WrittenFile finished = series.finish(file, pending);
        written.add(finished);
        writtenBytes += finished.sizeBytes();
    }

    /** Ends row groups, the longest first, until no more is in memory than this. */
    void holdAtMost(long bytes) {
        long held = open.values().stream()
                .mapToLong(f -> f.parquet().bufferedBytes())
                .sum();
        if (held <= bytes) {
            return;
        }
        List<OpenFile> longest = new ArrayList<>(open.values());
        longest.sort(Comparator.comparingLong((OpenFile f) -> f.parquet().bufferedBytes())
                .reversed());
        for (OpenFile file : longest) {
            if (held <= bytes) {
                return;
            }
            held -= file.parquet().bufferedBytes();
            file.parquet().endRowGroup();
        }
    }

    /** About how many bytes the files have that were written or begun. */
    long estimatedBytes() {
        long bytes = writtenBytes;
        for (OpenFile file : open.values()) {
            bytes += file.parquet().estimatedSizeBytes();
        }
        return bytes;
    }

    /** Ends all files. The next ones are counted anew by whoever makes them. */
    PendingFiles finish() {
        List<OpenFile> rest = new ArrayList<>(open.values());
        List<WrittenFile> last = Parallel.map(
                rest,
                file -> series.finish(file, pending),
                series.environment().executor(),
                series.environment().parallelism());
        List<WrittenFile> all = new ArrayList<>(written);
        all.addAll(last);
        return new PendingFiles(all, pending);
    }

    /** Deletes what was written. Never throws. */
    void abort() {
        open.values().forEach(series::abort);
        written.forEach(file -> series.delete(file.name()));
        open.clear();
        written.clear();
    }
}
