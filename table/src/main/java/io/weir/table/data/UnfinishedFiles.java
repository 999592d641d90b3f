package io.weir.table.data;

import io.weir.format.parallel.Parallel;
import io.weir.storage.PendingSync;
import io.weir.storage.StorageException;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one writer of several has to give to a change of a table: files, and rows that may come into files together with those of the other writers. It is
 * handed over once, to one thread, which {@linkplain #finish finishes} all together or {@linkplain #abort gives them up}.
 */
public final class UnfinishedFiles {
    private final FileSeries series;
    private final PendingFiles files;
    private final GatheredRows rows;

    UnfinishedFiles(FileSeries series, PendingFiles files, GatheredRows rows) {
        this.series = series;
        this.files = files;
        this.rows = rows;
    }

    /** Makes files of all rows, as few a partition as their length allows; they are durable when this returns. After an error none is left. */
    public static List<WrittenFile> finish(List<UnfinishedFiles> all) {
        PendingFiles finished = finishSoon(all);
        try {
            PendingSync.awaitAll(finished.pending());
        } catch (StorageException e) {
            all.stream().limit(1).forEach(any -> WrittenFile.abandon(any.series.store(), finished.files()));
            throw e;
        }
        return finished.files();
    }

    /** The same, but files may still be on their way to the disk. */
    static PendingFiles finishSoon(List<UnfinishedFiles> all) {
        List<WrittenFile> written = Collections.synchronizedList(new ArrayList<>()); // in no order, to be deleted
        List<WrittenFile> inOrder = new ArrayList<>();
        List<PendingSync> pending = new ArrayList<>();
        try {
            for (UnfinishedFiles one : all) {
                written.addAll(one.files.files());
                inOrder.addAll(one.files.files());
                pending.addAll(one.files.pending());
            }
            for (List<UnfinishedFiles> alike : alike(all)) {
                for (PendingFiles files : write(alike, written)) {
                    inOrder.addAll(files.files());
                    pending.addAll(files.pending());
                }
            }
            return new PendingFiles(inOrder, pending);
        } catch (RuntimeException | Error e) {
            all.stream().limit(1).forEach(any -> WrittenFile.abandon(any.series.store(), written));
            throw e;
        } finally {
            all.forEach(one -> one.rows.close());
        }
    }

    /** Those whose rows are written alike; a table may have changed between two of them. */
    private static Collection<List<UnfinishedFiles>> alike(List<UnfinishedFiles> all) {
        List<List<UnfinishedFiles>> groups = new ArrayList<>();
        for (UnfinishedFiles one : all) {
            List<UnfinishedFiles> found = groups.stream()
                    .filter(group -> group.get(0).series.isLike(one.series))
                    .findFirst()
                    .orElse(null);
            if (found == null) {
                found = new ArrayList<>();
                groups.add(found);
            }
            found.add(one);
        }
        return groups;
    }

    private static List<PendingFiles> write(List<UnfinishedFiles> alike, List<WrittenFile> written) {
        Set<List<@Nullable String>> partitions = new LinkedHashSet<>();
        alike.forEach(one -> partitions.addAll(one.rows.partitions()));
        FileSeries series = alike.get(0).series;
        TableEnvironment environment = series.environment();
        return Parallel.map(
                List.copyOf(partitions),
                values -> {
                    PendingFiles files = write(series, values, alike);
                    written.addAll(files.files());
                    return files;
                },
                environment.executor(),
                environment.parallelism());
    }

    private static PendingFiles write(FileSeries series, List<@Nullable String> values, List<UnfinishedFiles> alike) {
        OpenFiles open = new OpenFiles(series, 1);
        try {
            alike.forEach(one -> one.rows.read(values, batch -> open.write(values, batch)));
            return open.finish();
        } catch (RuntimeException | Error e) {
            open.abort();
            throw e;
        }
    }

    /** Deletes what was handed over. Never throws. */
    public void abort() {
        rows.close();
        WrittenFile.abandon(series.store(), files.files());
    }
}
