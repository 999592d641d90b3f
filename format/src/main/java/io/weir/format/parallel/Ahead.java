package io.weir.format.parallel;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Work that an executor does ahead of who needs its result, or that one does, if the executor has not begun it by then. So nobody waits for a thread
 * that waits as well, also if all of them are the executor's. Safe for many threads.
 */
public final class Ahead<T> {
    private final FutureTask<T> task;

    private Ahead(FutureTask<T> task) {
        this.task = task;
    }

    public static <T> Ahead<T> start(Supplier<T> work, Executor executor) {
        FutureTask<T> task = new FutureTask<>(work::get);
        executor.execute(task);
        return new Ahead<>(task);
    }

    /** The result, or what was thrown instead. Does the work if nobody has begun it. */
    public T join() {
        task.run(); // does nothing where somebody has begun it
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
