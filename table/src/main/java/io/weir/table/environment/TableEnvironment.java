package io.weir.table.environment;

import io.weir.log.commit.Engine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * What a table uses of the world: clock, ids, threads, waiting, and who listens. Immutable; made from {@link #standard()}.
 *
 * @param clock the time of commits and files
 * @param ids names of tables, files and transactions; must never repeat
 * @param executor runs parts of scans and writes; bounded, closed by whoever made it
 * @param parallelism how many parts of one scan or write run at once, the calling thread not counted
 * @param backoff waits between attempts of a commit
 * @param waiting how a thread waits for another one
 * @param maxCommitAttempts how often a commit is tried before it gives up as conflicting
 * @param events hears what happens
 * @param engineInfo names the writer in the table's history
 */
public record TableEnvironment(
        InstantSource clock,
        Supplier<UUID> ids,
        Executor executor,
        int parallelism,
        Backoff backoff,
        Waiting waiting,
        int maxCommitAttempts,
        TableEvents events,
        String engineInfo) {

    private static final System.Logger LOG = System.getLogger(TableEnvironment.class.getName());

    /** The name and version of this library, as histories show it. */
    public static final String ENGINE = Engine.INFO;

    /** More than any queue of writers that makes progress needs; a bound all the same. */
    private static final int DEFAULT_MAX_COMMIT_ATTEMPTS = 10_000;

    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    public TableEnvironment {
        if (parallelism < 1 || maxCommitAttempts < 1) {
            throw new IllegalArgumentException("Must be at least 1 {maxCommitAttempts=" + maxCommitAttempts
                    + ", parallelism=" + parallelism + "}");
        }
    }

    /** The machine's clock, random ids, a thread a processor, a short random wait; the one place that asks the machine. */
    public static TableEnvironment standard() {
        return Standard.INSTANCE;
    }

    /**
     * Tells the listener of something that happened. That cannot be undone by a listener that throws: its exception goes to the
     * program's log, and not to the caller, who would do again what is done.
     */
    public void tell(TableEvents.Event event) {
        try {
            events.on(event);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "A listener of table events failed table=" + event.table(), e);
        }
    }

    public TableEnvironment withClock(InstantSource newClock) {
        return new TableEnvironment(
                newClock, ids, executor, parallelism, backoff, waiting, maxCommitAttempts, events, engineInfo);
    }

    public TableEnvironment withIds(Supplier<UUID> newIds) {
        return new TableEnvironment(
                clock, newIds, executor, parallelism, backoff, waiting, maxCommitAttempts, events, engineInfo);
    }

    public TableEnvironment withExecutor(Executor newExecutor, int newParallelism) {
        return new TableEnvironment(
                clock, ids, newExecutor, newParallelism, backoff, waiting, maxCommitAttempts, events, engineInfo);
    }

    public TableEnvironment withBackoff(Backoff newBackoff) {
        return new TableEnvironment(
                clock, ids, executor, parallelism, newBackoff, waiting, maxCommitAttempts, events, engineInfo);
    }

    public TableEnvironment withWaiting(Waiting newWaiting) {
        return new TableEnvironment(
                clock, ids, executor, parallelism, backoff, newWaiting, maxCommitAttempts, events, engineInfo);
    }

    public TableEnvironment withMaxCommitAttempts(int attempts) {
        return new TableEnvironment(clock, ids, executor, parallelism, backoff, waiting, attempts, events, engineInfo);
    }

    public TableEnvironment withEvents(TableEvents newEvents) {
        return new TableEnvironment(
                clock, ids, executor, parallelism, backoff, waiting, maxCommitAttempts, newEvents, engineInfo);
    }

    public TableEnvironment withEngineInfo(String newEngineInfo) {
        return new TableEnvironment(
                clock, ids, executor, parallelism, backoff, waiting, maxCommitAttempts, events, newEngineInfo);
    }

    private static final class Standard {
        static final TableEnvironment INSTANCE = new TableEnvironment(
                InstantSource.system(),
                UUID::randomUUID,
                threads(),
                Runtime.getRuntime().availableProcessors(),
                Standard::pause,
                Waiting.NOTIFIED,
                DEFAULT_MAX_COMMIT_ATTEMPTS,
                TableEvents.NONE,
                ENGINE);

        /** One daemon a processor, gone when idle; queues are bounded by the parallelism of those who submit. */
        private static Executor threads() {
            AtomicInteger number = new AtomicInteger();
            int count = Runtime.getRuntime().availableProcessors();
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    count, count, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                        Thread thread = new Thread(task, "weir-" + number.incrementAndGet());
                        thread.setDaemon(true);
                        return thread;
                    });
            pool.allowCoreThreadTimeOut(true);
            return pool;
        }

        /** A random part of a limit that doubles, so that writers who met do not meet again. */
        private static void pause(int attempt) {
            long limit = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(attempt - 1, 20));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(limit));
        }
    }
}
