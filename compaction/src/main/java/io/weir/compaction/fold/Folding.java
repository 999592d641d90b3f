package io.weir.compaction.fold;

import io.weir.compaction.optimize.OptimizeJob;
import io.weir.compaction.optimize.OptimizePlan;
import io.weir.compaction.optimize.OptimizeResult;
import io.weir.compaction.optimize.RewriteMemory;
import io.weir.log.Snapshot;
import io.weir.table.Table;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Folds the small files of a table again and again. One thread at a time; that thread does all of the work. Looks at nothing but the version that this
 * process knows of, which costs no request.
 */
public final class Folding {
    /** A look goes over all files, so of a table with many it is worth it when some more have come. */
    private static final int FILES_A_LOOK = 1000;

    private final Table table;
    private final AtomicLong files = new AtomicLong();
    /** The number of files behind which there was nothing to fold. */
    private int filesInOrder;

    /** What became of a fold. */
    public enum Outcome {
        /** There may be more to do. */
        FOLDED,
        NOTHING_TO_DO,
        /** Others changed all of the files. */
        OVERTAKEN
    }

    public Folding(Table table) {
        this.table = table;
    }

    /**
     * One fold of what is worth it in the version that is known, bounded in its files and bytes.
     *
     * @throws io.weir.log.error.CommitConflictException if the table's columns or properties were changed in the meantime
     */
    public Outcome fold() {
        Snapshot snapshot = table.known().snapshot();
        int live = snapshot.files().count();
        if (live <= filesInOrder + filesInOrder / FILES_A_LOOK) {
            filesInOrder = Math.min(filesInOrder, live);
            return Outcome.NOTHING_TO_DO;
        }
        Outcome outcome = carryOut(snapshot, FoldPlanner.plan(snapshot));
        // What was made may be the last that its level waited for
        filesInOrder = outcome == Outcome.NOTHING_TO_DO ? live : 0;
        return outcome;
    }

    /** Folds what is left when no more files come; one fold, bounded like any other. */
    public Outcome foldLast() {
        Snapshot snapshot = table.latest().snapshot();
        return carryOut(snapshot, FoldPlanner.planLast(snapshot));
    }

    private Outcome carryOut(Snapshot snapshot, OptimizePlan plan) {
        if (plan.isEmpty()) {
            return Outcome.NOTHING_TO_DO;
        }
        snapshot.shape().requireWritable();
        RewriteMemory memory = new RewriteMemory(RewriteMemory.DEFAULT_BYTES, table.store());
        OptimizeResult result = new OptimizeJob(table, snapshot, plan, "[]", true, memory, done -> {}).run();
        files.addAndGet(result.filesRemoved());
        return result.commits() > 0 ? Outcome.FOLDED : Outcome.OVERTAKEN;
    }

    /** How many files were put together with others. Any thread. */
    public long foldedFiles() {
        return files.get();
    }
}
