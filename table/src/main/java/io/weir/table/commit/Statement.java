package io.weir.table.commit;

import io.weir.log.error.FilesRearrangedException;
import io.weir.table.environment.TableEnvironment;
import java.util.function.Supplier;

/** What is decided anew as often as it is done: where it reads rows, it does not matter in which files they are. */
public final class Statement {
    /** Files that are put together under a statement again and again are put together too often. */
    private static final int MAX_ROUNDS = 10;

    private Statement() {}

    /**
     * Carries a statement out; again, on the newest version, if the rows that it looked at were only put into other files meanwhile. It is as if it had
     * begun later.
     *
     * @param round one try, with a transaction of its own; leaves nothing behind when it fails
     * @throws io.weir.log.error.CommitConflictException if another writer changed what it looked at
     */
    public static <R> R carryOut(TableEnvironment environment, Supplier<R> round) {
        for (int tried = 1; ; tried++) {
            try {
                return round.get();
            } catch (FilesRearrangedException e) {
                if (tried == MAX_ROUNDS) {
                    throw e;
                }
                environment.backoff().pause(tried);
            }
        }
    }
}
