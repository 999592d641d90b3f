package io.weir.suite.killed;

import io.weir.suite.crashloop.Death;
import java.util.ArrayList;
import java.util.List;

/**
 * Where this process kills itself: {@code write:12} is the twelfth moment of an operation that changes something, {@code read:3} the third of one that does
 * not; {@code never} only takes them down. Safe for many threads: once it is decided, no thread begins anything else.
 */
final class Ending {
    private final boolean reads;
    private final int at;
    private final List<String> writeMoments = new ArrayList<>(); // guarded by this, as what follows
    private int readCount;

    private Ending(boolean reads, int at) {
        this.reads = reads;
        this.at = at;
    }

    static Ending parse(String text) {
        return text.equals("never")
                ? new Ending(false, 0)
                : new Ending(text.startsWith("read:"), Integer.parseInt(text.substring(text.indexOf(':') + 1)));
    }

    /** Does not return if this is the place. */
    synchronized void at(Moment moment, String name) {
        int count;
        if (moment == Moment.READ) {
            count = ++readCount;
        } else {
            writeMoments.add(moment + " " + name);
            count = writeMoments.size();
        }
        if (count == at && reads == (moment == Moment.READ)) {
            Death.now(moment + " " + name);
        }
    }

    /** What was come to so far: the moments of writes in their order, and how many there were of reads. */
    synchronized List<String> report() {
        List<String> all = new ArrayList<>(writeMoments);
        all.add(Integer.toString(readCount));
        return all;
    }
}
