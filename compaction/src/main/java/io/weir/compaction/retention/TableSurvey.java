package io.weir.compaction.retention;

import io.weir.compaction.check.Hash;
import io.weir.compaction.check.HashIndex;
import io.weir.format.parallel.Parallel;
import io.weir.log.commit.LogNames;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.storage.StoreSurvey;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What lies in a table's directory, is old and is not needed: several directories at a time. One thread at a time. Of what is needed nothing is
 * kept in memory.
 */
final class TableSurvey {
    private static final String WEIR = "_weir";
    /** The listener hears of so many at a time. */
    private static final int TOLD = 10_000;

    private final ObjectStore store;
    private final TableEnvironment environment;
    private final FilesInUse used;
    private final long cutoffMillis;
    private final VacuumProgress progress;
    private final AtomicLong told = new AtomicLong();

    TableSurvey(
            ObjectStore store,
            TableEnvironment environment,
            FilesInUse used,
            long cutoffMillis,
            VacuumProgress progress) {
        this.store = store;
        this.environment = environment;
        this.used = used;
        this.cutoffMillis = cutoffMillis;
        this.progress = progress;
    }

    /**
     * @param files not needed
     * @param emptyDirectories that were empty before the cutoff
     * @param directories how many there are for data, the table's own among them
     * @param seen how many files are data, needed ones too
     */
    record Result(List<ObjectInfo> files, List<String> emptyDirectories, long directories, long seen) {}

    /** Requests: a listing of the table's directory, one of its directories, one of each of these. */
    Result run() {
        List<String> directories = new ArrayList<>();
        directories.add("");
        store.directories("").stream()
                .filter(name -> DataNames.isVisible(name) || name.equals(DataNames.CHANGES))
                .forEach(directories::add);
        directories.add(LogNames.DIRECTORY);
        directories.add(WEIR);
        List<Part> parts = Parallel.map(directories, this::look, environment.executor(), environment.parallelism());
        List<ObjectInfo> files = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        long seen = 0;
        long count = 1;
        for (Part part : parts) {
            files.addAll(part.files);
            empty.addAll(part.empty);
            seen += part.seen;
            count += part.directories.size();
        }
        progress.listed(seen);
        return new Result(files, empty, count, seen);
    }

    private Part look(String directory) {
        Part part = new Part();
        store.survey(directory, !directory.isEmpty(), part);
        return part;
    }

    /** What one task has seen. */
    private final class Part implements StoreSurvey {
        private final List<ObjectInfo> files = new ArrayList<>();
        private final List<String> empty = new ArrayList<>();
        private final HashIndex directories = new HashIndex(8);
        private String directory = "";
        private long seen;

        @Override
        public void object(ObjectInfo object) {
            String name = object.name();
            if (!DataNames.isData(name)) {
                return;
            }
            seen++;
            count(name);
            if (object.modifiedMillis() < cutoffMillis && !used.contains(name)) {
                files.add(object);
            }
        }

        private void count(String name) {
            int slash = name.lastIndexOf('/');
            if (slash > 0 && !(slash == directory.length() && name.startsWith(directory))) {
                directory = name.substring(0, slash);
                addDirectory(directory);
            }
            if (seen % TOLD == 0) {
                progress.listed(told.addAndGet(TOLD));
            }
        }

        /** With those that it is in. */
        private void addDirectory(String path) {
            for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
                directories.put(Hash.of(path.substring(0, end)));
            }
        }

        /** Whoever still writes it has written something since; whoever died has not. */
        @Override
        public void unfinished(ObjectInfo part) {
            if (part.modifiedMillis() < cutoffMillis) {
                files.add(part);
            }
        }

        @Override
        public void emptyDirectory(String name, long modifiedMillis) {
            if (DataNames.isVisible(name)) {
                addDirectory(name);
                if (modifiedMillis < cutoffMillis) {
                    empty.add(name);
                }
            }
        }
    }
}
