package io.weir.compaction;

import io.weir.compaction.optimize.OptimizePlan;
import io.weir.compaction.optimize.OptimizeResult;
import io.weir.compaction.retention.LogCleanupPlan;
import io.weir.compaction.retention.VacuumPlan;
import io.weir.compaction.stats.LogSize;
import io.weir.log.Snapshot;
import io.weir.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everything that a table needs now to stay fast, as its properties say: {@link Optimize}, which clusters a clustered table, a checkpoint where one is
 * missing, {@link LogCleanup} and {@link Vacuum}. Immutable: every method gives a new one, and nothing is done before {@link #plan} or {@link #run}. What is
 * done again and again beside writers is {@link Upkeep}'s.
 */
public final class Maintenance {
    private final Table table;
    private final boolean deletes;
    private final Consumer<Step> listener;

    private Maintenance(Table table, boolean deletes, Consumer<Step> listener) {
        this.table = table;
        this.deletes = deletes;
        this.listener = listener;
    }

    /** What is done for a table. */
    public enum Kind {
        OPTIMIZE("optimize"),
        CHECKPOINT("checkpoint"),
        CLEAN_LOG("log clean-up"),
        VACUUM("vacuum");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Does it delete what can be read now? */
        public boolean isDeletion() {
            return this == CLEAN_LOG || this == VACUUM;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * One of the things that are to be done, or were.
     *
     * @param what in words
     */
    public record Step(Kind kind, String what) {
        @Override
        public String toString() {
            return kind + ": " + what;
        }
    }

    /** Without anything that deletes: neither log entries that have expired nor data files. */
    public static Maintenance of(Table table) {
        return new Maintenance(table, false, step -> {});
    }

    /** Deletes what has expired, too. Versions older than the table's retention cannot be read afterwards. */
    public Maintenance deleting() {
        return new Maintenance(table, true, listener);
    }

    /** Tells of every step when it is done. */
    public Maintenance progress(Consumer<Step> newListener) {
        return new Maintenance(table, deletes, newListener);
    }

    /** What is to be done, deletions too, whether they are wanted or not; changes nothing. Lists the log and the table. */
    public List<Step> plan() {
        List<Step> steps = new ArrayList<>();
        OptimizePlan optimize = Optimize.of(table).plan();
        if (!optimize.isEmpty()) {
            steps.add(new Step(Kind.OPTIMIZE, optimize.toString()));
        }
        Snapshot snapshot = table.known().snapshot();
        LogSize log = LogSize.of(table.store(), snapshot.version());
        if (log.isCheckpointMissing(snapshot)) {
            steps.add(new Step(
                    Kind.CHECKPOINT,
                    log.commitsSince() + " versions of " + log.bytesSince()
                            + " bytes are behind the newest one, or there is none yet"));
        }
        LogCleanupPlan cleanup = LogCleanup.of(table).plan();
        if (!cleanup.files().isEmpty()) {
            steps.add(new Step(Kind.CLEAN_LOG, cleanup.toString()));
        }
        VacuumPlan vacuum = Vacuum.of(table).plan();
        if (!vacuum.isEmpty()) {
            steps.add(new Step(Kind.VACUUM, vacuum.toString()));
        }
        return steps;
    }

    /**
     * Does it, step by step; each looks for itself what there is to do by then.
     *
     * @return what was done; empty if there was nothing
     * @throws io.weir.log.error.UnsupportedTableException if the table needs of its writers what is not here
     */
    public List<Step> run() {
        List<Step> done = new ArrayList<>();
        OptimizeResult optimized = Optimize.of(table).run();
        if (optimized.commits() > 0) {
            tell(
                    done,
                    Kind.OPTIMIZE,
                    optimized.filesRemoved() + " files (" + optimized.bytesRemoved() + " bytes) became "
                            + optimized.filesAdded() + " (" + optimized.bytesAdded() + " bytes) in version "
                            + optimized.version());
        }
        Snapshot snapshot = table.latest().snapshot();
        if (LogSize.of(table.store(), snapshot.version()).isCheckpointMissing(snapshot)) {
            tell(done, Kind.CHECKPOINT, "of version " + table.checkpoint().version());
        }
        if (deletes) {
            LogCleanupPlan cleanup = LogCleanup.of(table).run();
            if (!cleanup.files().isEmpty()) {
                tell(
                        done,
                        Kind.CLEAN_LOG,
                        cleanup.files().size() + " files; version " + cleanup.firstKept()
                                + " is the first that can be read");
            }
            Vacuum vacuum = Vacuum.of(table);
            if (!vacuum.plan().isEmpty()) {
                tell(done, Kind.VACUUM, vacuum.run().toString());
            }
        }
        return done;
    }

    private void tell(List<Step> done, Kind kind, String what) {
        Step step = new Step(kind, what);
        done.add(step);
        listener.accept(step);
    }
}
