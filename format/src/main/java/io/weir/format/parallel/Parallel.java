package io.weir.format.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Does the same to many things, the calling thread included, so that it ends even if the executor is busy for ever.
 */
public final class Parallel {
    private Parallel() {}

    /** Results in the order of the items. After the first failure no item is begun any more; the failure is thrown. */
    public static <T, R> List<R> map(List<T> items, Function<T, R> function, Executor executor, int parallelism) {
        AtomicReferenceArray<@Nullable R> results = new AtomicReferenceArray<>(items.size());
        run(items.size(), place -> results.set(place, function.apply(items.get(place))), executor, parallelism);
        List<R> all = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            R result = results.get(i);
            if (result == null) {
                throw new AssertionError("An item was left out");
            }
            all.add(result);
        }
        return all;
    }

    /** The same without results; the items that come first are begun first. */
    public static <T> void each(List<T> items, Consumer<T> action, Executor executor, int parallelism) {
        run(items.size(), place -> action.accept(items.get(place)), executor, parallelism);
    }

    private static void run(int count, IntConsumer action, Executor executor, int parallelism) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        AtomicInteger next = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(count);
        Runnable worker = () -> {
            for (int place = next.getAndIncrement(); place < count; place = next.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        action.accept(place);
                    }
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                } finally {
                    left.countDown();
                }
            }
        };
        for (int helper = 1; helper < Math.min(parallelism, count); helper++) {
            executor.execute(worker);
        }
        worker.run();
        await(left);
        rethrow(failure.get());
    }

    /** Every item was begun by a running thread, so the wait is as long as the slowest of them. */
    private static void await(CountDownLatch left) {
        boolean interrupted = false;
        while (true) {
            try {
                left.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }
}
