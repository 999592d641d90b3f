package io.weir.storage;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The few threads of the process that bring files to the disk, if a store is not given others. Safe for many threads. */
final class SyncThreads {
    private static final int MAX_THREADS = 4;
    private static final int IDLE_SECONDS = 10;
    private static final ThreadPoolExecutor THREADS = new ThreadPoolExecutor(
            0,
            MAX_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> {
                Thread thread = new Thread(work, "weir-sync");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.CallerRunsPolicy());

    private SyncThreads() {}

    /** If all are busy, the caller does it himself, so that no more files are open than there are threads. */
    static void execute(Runnable work) {
        THREADS.execute(work);
    }
}
