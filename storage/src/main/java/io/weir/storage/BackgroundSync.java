package io.weir.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Brings a complete file and its name to the disk while its writer goes on. Safe for many threads.
 */
final class BackgroundSync implements PendingSync {
    private final FutureTask<@Nullable StorageException> work;

    private BackgroundSync(Path file, FileOutputStream out) {
        this.work = new FutureTask<>(() -> sync(file, out));
    }

    /** @param out the file, all of it written; closed when it is on the disk */
    static PendingSync begin(Path file, FileOutputStream out, Executor threads) {
        BackgroundSync begun = new BackgroundSync(file, out);
        threads.execute(begun.work);
        return begun;
    }

    private static @Nullable StorageException sync(Path file, FileOutputStream out) {
        try (out) {
            out.getFD().sync();
            DurableDirectories.sync(LocalStore.parentOf(file));
            return null;
        } catch (IOException e) {
            return LocalFailure.syncing(file, e);
        }
    }

    @Override
    public void await() {
        work.run(); // if no thread has begun it
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    StorageException failure = work.get();
                    if (failure != null) {
                        throw new StorageException(String.valueOf(failure.getMessage()), failure);
                    }
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new StorageException("A file could not be synced", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
