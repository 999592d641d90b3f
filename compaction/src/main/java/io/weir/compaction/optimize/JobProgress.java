package io.weir.compaction.optimize;

import java.util.function.Consumer;

/** Adds up what threads have done, and tells of it. Safe for many threads; the listener is called by one at a time. */
final class JobProgress {
    private final int groups;
    private final long bytes;
    private final Consumer<OptimizeProgress> listener;
    private int groupsDone;
    private long bytesDone;
    private OptimizeResult committed;

    JobProgress(OptimizePlan plan, OptimizeResult before, Consumer<OptimizeProgress> listener) {
        this.groups = plan.groups().size();
        this.bytes = plan.sizeBytes();
        this.committed = before;
        this.listener = listener;
    }

    synchronized void read(long more) {
        bytesDone += more;
        tell();
    }

    synchronized void wrote() {
        groupsDone++;
        tell();
    }

    synchronized void committed(OptimizeResult result) {
        committed = result;
        tell();
    }

    private void tell() {
        listener.accept(new OptimizeProgress(groupsDone, groups, bytesDone, bytes, committed));
    }
}
