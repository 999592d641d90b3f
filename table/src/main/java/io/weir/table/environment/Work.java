package io.weir.table.environment;

import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is done of a long piece of work, and tells it. Safe for many threads. */
public final class Work {
    private final TableEnvironment environment;
    private final URI table;
    private final String step;
    private final long total;
    private final TableEvents.Unit unit;
    private final AtomicLong done = new AtomicLong();

    /**
     * @param step what is done, as people say it
     * @param total 0 if it is not known
     */
    public Work(TableEnvironment environment, URI table, String step, long total, TableEvents.Unit unit) {
        this.environment = environment;
        this.table = table;
        this.step = step;
        this.total = total;
        this.unit = unit;
    }

    /** So much more is done. */
    public void add(long amount) {
        environment.tell(new TableEvents.Progressed(table, step, done.addAndGet(amount), total, unit));
    }
}
