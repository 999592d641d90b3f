package io.weir.table;

import io.weir.log.Snapshot;
import io.weir.table.environment.TableEvents;
import io.weir.table.schema.TableProperties;
import java.util.ServiceLoader;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts small files together behind commits of this process, where the table's property asks for it. Safe for many threads.
 *
 * <p>No commit waits for it: the environment's executor does it, once at a time, and {@link Table#close} waits for it. It cannot fail a commit.
 */
final class AutoCompaction implements Consumer<Snapshot> {
    private static final System.Logger LOG = System.getLogger(AutoCompaction.class.getName());

    private final Table table;

    // All that follows is guarded by this.
    private @Nullable Runnable upkeep;
    private boolean looked;
    private boolean wanted;
    private boolean running;
    private boolean begun;

    AutoCompaction(Table table) {
        this.table = table;
    }

    /** @param committed a version that this process has made */
    @Override
    public void accept(Snapshot committed) {
        if (!TableProperties.compactsItself(committed.metadata().configuration())) {
            return;
        }
        synchronized (this) {
            wanted = found() != null;
            if (!wanted || running) {
                return;
            }
            running = true;
            begun = false;
        }
        try {
            table.environment().executor().execute(this::work);
        } catch (RejectedExecutionException e) {
            end();
            table.environment()
                    .tell(new TableEvents.AfterCommitFailed(
                            table.location(), committed.version(), "auto-compaction", e));
        }
    }

    private synchronized @Nullable Runnable found() {
        if (!looked) {
            looked = true;
            upkeep = ServiceLoader.load(TableUpkeep.class)
                    .findFirst()
                    .map(found -> found.of(table))
                    .orElse(null);
            if (upkeep == null) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The table wants its small files put together behind commits, and nobody here can do it; add weir-compaction property="
                                + TableProperties.AUTO_COMPACT + " table=" + table.location());
            }
        }
        return upkeep;
    }

    /** Returns when nothing is left to do. What the executor has not begun, and perhaps never will, is done here. */
    void await() {
        work();
        table.environment().waiting().until(this, () -> !running);
    }

    private void work() {
        synchronized (this) {
            if (!running || begun) {
                return;
            }
            begun = true;
        }
        boolean ended = false;
        try {
            for (Runnable next = next(); next != null; next = next()) {
                next.run();
            }
            ended = true;
        } finally {
            if (!ended) {
                end();
            }
        }
    }

    /** Null if nothing was committed since the last time; then, in one step with that, this has ended, and who commits next begins anew. */
    private synchronized @Nullable Runnable next() {
        if (!wanted) {
            end();
            return null;
        }
        wanted = false;
        return upkeep;
    }

    private synchronized void end() {
        running = false;
        notifyAll();
    }
}
