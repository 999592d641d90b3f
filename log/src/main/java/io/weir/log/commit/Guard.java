package io.weir.log.commit;

import io.weir.log.action.SetTransaction;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A condition on how far an application has come, and the step that is taken if it holds. Checked against the newest version
 * each time before a commit is attempted, never once before all attempts: that is what makes a stream's rows appear once.
 * Immutable.
 */
public sealed interface Guard {

    /** The application it looks at. */
    String appId();

    /** How far the application is when the commit is in. */
    long next();

    /** Go on only if the table is not at this epoch of the application yet. */
    record Newer(String appId, long epoch) implements Guard {
        @Override
        public long next() {
            return epoch;
        }
    }

    /**
     * Go on only if the application is exactly where we left it. Who is overtaken is fenced off.
     *
     * @param expected null if the application never said anything
     */
    record Expect(String appId, long next, @Nullable Long expected) implements Guard {}

    /** How far applications have come in one version of the table. */
    interface Transactions {
        /** Null if the application never said anything. */
        @Nullable
        Long version(String appId);
    }

    /** What guards say. */
    enum Verdict {
        /** Commit. */
        OK,
        /** What was to be committed is in the table. */
        ALREADY,
        /** Somebody else has moved the application on; stop. */
        FENCED
    }

    /** The action that takes the step. */
    default SetTransaction transaction(long nowMillis) {
        return new SetTransaction(appId(), next(), nowMillis);
    }

    /** What this guard says alone. */
    default Verdict check(Transactions table) {
        @Nullable Long current = table.version(appId());
        if (this instanceof Newer) {
            return current != null && current >= next() ? Verdict.ALREADY : Verdict.OK;
        }
        if (this instanceof Expect expect
                && (current == null ? expect.expected() == null : current.equals(expect.expected()))) {
            return Verdict.OK;
        }
        return current != null && current == next() ? Verdict.ALREADY : Verdict.FENCED;
    }

    /**
     * What several guards of one commit say together.
     *
     * <p>If the epoch of a {@link Newer} is in the table, so is everything that was committed with it, wherever others have
     * gone since. Otherwise the steps of the {@link Expect}s are all to be taken or all taken already; anything between means
     * that somebody else is at work.
     */
    static Verdict check(Collection<? extends Guard> guards, Transactions table) {
        boolean anyOk = false;
        boolean anyAlready = false;
        boolean anyFenced = false;
        for (Guard guard : guards) {
            Verdict verdict = guard.check(table);
            if (guard instanceof Newer && verdict == Verdict.ALREADY) {
                return Verdict.ALREADY;
            }
            anyOk |= verdict == Verdict.OK;
            anyAlready |= verdict == Verdict.ALREADY;
            anyFenced |= verdict == Verdict.FENCED;
        }
        if (anyFenced || anyOk && anyAlready) {
            return Verdict.FENCED;
        }
        return anyAlready ? Verdict.ALREADY : Verdict.OK;
    }
}
