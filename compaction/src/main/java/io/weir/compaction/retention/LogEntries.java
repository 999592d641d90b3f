package io.weir.compaction.retention;

import io.weir.format.parallel.Parallel;
import io.weir.log.commit.Commit;
import io.weir.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Reads the log entries of a range of versions, some of them at a time. Pure but for the store. */
final class LogEntries {
    /** So many are in memory at once. */
    private static final int AT_ONCE = 64;

    private LogEntries() {}

    /** Those that are there, in order. One request each. */
    static void forEach(Table table, long first, long last, Consumer<Commit> each) {
        for (long from = first; from <= last; from += AT_ONCE) {
            List<Long> versions = LongStream.rangeClosed(from, Math.min(last, from + AT_ONCE - 1))
                    .boxed()
                    .toList();
            List<Optional<Commit>> commits = Parallel.map(
                    versions,
                    version -> Commit.load(table.store(), version),
                    table.environment().executor(),
                    table.environment().parallelism());
            commits.forEach(commit -> commit.ifPresent(each));
        }
    }
}
