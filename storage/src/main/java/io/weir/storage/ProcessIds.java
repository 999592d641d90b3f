package io.weir.storage;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Names that two processes hardly ever both think of: process id, start of this JVM, a counter. Safe for many threads.
 *
 * <p>Not random on purpose: nothing depends on their being unique (files are created only if absent), and a simulation
 * passes its own.
 */
final class ProcessIds {
    private static final String PROCESS = Long.toString(ProcessHandle.current().pid(), 36) + "-"
            + Long.toString(System.nanoTime() & Long.MAX_VALUE, 36);
    private static final AtomicLong COUNTER = new AtomicLong();

    private ProcessIds() {}

    static String next() {
        return PROCESS + "-" + Long.toString(COUNTER.getAndIncrement(), 36);
    }
}
