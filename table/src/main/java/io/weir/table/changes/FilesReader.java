package io.weir.table.changes;

import io.weir.format.batch.ColumnBatch;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.ParallelScan;
import java.util.List;

/** The rows of some files of a stream, several files at the same time, in the order of the files. One thread at a time. */
public final class FilesReader implements CloseableIterator<ColumnBatch> {
    private final List<VersionFile> files;
    private final ParallelScan scan;

    FilesReader(ObjectStore table, TableEnvironment environment, List<VersionFile> files) {
        this.files = List.copyOf(files);
        this.scan = new ParallelScan(
                table,
                environment,
                new ChangedFiles(table, files.stream().map(VersionFile::entry).toList()),
                -1);
    }

    @Override
    public boolean hasNext() {
        return scan.hasNext();
    }

    @Override
    public ColumnBatch next() {
        return scan.next();
    }

    /** The file that the rows which {@link #next} gave last are of, by its place in the list. */
    public int place() {
        return scan.place();
    }

    public VersionFile file() {
        return files.get(place());
    }

    /** The place of the file that the next rows are of, if there are any; after an error, of the one that cannot be read. */
    public int placeBeingRead() {
        return scan.placeBeingRead();
    }

    @Override
    public void close() {
        scan.close();
    }
}
