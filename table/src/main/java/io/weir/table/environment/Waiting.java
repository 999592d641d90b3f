package io.weir.table.environment;

import java.util.function.BooleanSupplier;

/** How a thread waits until another one of its process has done something. Safe for many threads. */
@FunctionalInterface
public interface Waiting {
    /** Sleeps until it is notified. An interrupt waits, too, and is there again afterwards. */
    Waiting NOTIFIED = Waiting::sleep;

    /**
     * Returns when a condition holds, and not before. Whatever is thrown instead must be the end of the process: others may count on the
     * one who waits.
     *
     * @param monitor is held by whoever makes the condition true, who notifies all that wait on it
     * @param condition asked with the monitor held
     */
    void until(Object monitor, BooleanSupplier condition);

    private static void sleep(Object monitor, BooleanSupplier condition) {
        boolean interrupted = false;
        synchronized (monitor) {
            while (!condition.getAsBoolean()) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
