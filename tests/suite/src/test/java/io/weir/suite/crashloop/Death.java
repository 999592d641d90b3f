package io.weir.suite.crashloop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where this process is to kill itself: {@code -Dweir.test.die=POINT:OCCURRENCE}. Safe for many threads.
 *
 * <p>It is a real {@code kill -9}: no thread of the process does anything afterwards, nothing is closed, no hook runs.
 */
public final class Death {
    static final String PROPERTY = "weir.test.die";

    /** What the process says last. */
    static final String LAST_WORDS = "died at ";

    private final @Nullable Point at;
    private final AtomicInteger left;

    private Death(@Nullable Point at, int occurrence) {
        this.at = at;
        this.left = new AtomicInteger(occurrence);
    }

    static Death ofThisProcess() {
        String text = System.getProperty(PROPERTY, "");
        if (text.isEmpty()) {
            return new Death(null, 0);
        }
        String[] parts = text.split(":", 2);
        return new Death(Point.valueOf(parts[0]), Integer.parseInt(parts[1]));
    }

    /** Does not return if this is the place. */
    void at(@Nullable Point point) {
        if (point != null && point == at && left.decrementAndGet() == 0) {
            now(point.toString());
        }
    }

    /** Does not return. */
    public static void now(String where) {
        System.out.println(LAST_WORDS + where);
        System.out.flush();
        try {
            new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (true) {
            LockSupport.park();
        }
    }
}
