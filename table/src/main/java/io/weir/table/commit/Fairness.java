package io.weir.table.commit;

import io.weir.table.environment.Backoff;

/**
 * How long who lost a version waits before he tries the next. Pure.
 *
 * <p>Between processes nothing decides who is next but who comes first, and the winner of a version knows of it before the
 * others. If who lost waited longer the more often he lost, a busy winner would keep him out for ever. So it is the other way round: all
 * wait a random time, but the limit is halved with every loss, and who has lost most often is the likeliest to come first. There are never more
 * contenders than processes, because those of one process go together, so that short waits do no harm.
 */
final class Fairness {
    /** The steps of a backoff are limits that double: its third is four times its first. */
    private static final int FIRST_STEP = 3;

    private Fairness() {}

    /** @param losses in a row, from 1 */
    static void pause(Backoff backoff, int losses) {
        backoff.pause(step(losses));
    }

    static int step(int losses) {
        return Math.max(1, FIRST_STEP + 1 - losses);
    }
}
