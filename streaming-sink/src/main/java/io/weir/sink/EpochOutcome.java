package io.weir.sink;

import io.weir.log.commit.Guard;
import io.weir.log.error.Facts;
import org.jspecify.annotations.Nullable;

/** What became of an epoch. */
public sealed interface EpochOutcome {
    /** For people: the same sentence for each kind, and the facts. */
    String sentence();

    /**
     * It is in the table, by this commit.
     *
     * @param rows that came in: in an update one for each key, however many the epoch had, and one for each row that the table had of it
     */
    record Committed(long version, long rows) implements EpochOutcome {
        @Override
        public String sentence() {
            return "The epoch is in the table " + Facts.of("rows", rows, "version", version);
        }
    }

    /**
     * It was in the table before; nothing was written.
     *
     * @param version the newest version; the epoch came with it or an earlier one
     * @param epoch the application's epoch now
     * @param guard by which it was recognised
     * @param committedIn the version that it came with; null if the log does not tell any more, or the epoch was passed over by later ones
     */
    record AlreadyIn(
            long version, long epoch, Guard guard, @Nullable Long committedIn) implements EpochOutcome {
        @Override
        public String sentence() {
            Facts facts = Facts.of("appId", guard.appId(), "epoch", guard.next(), "newestEpoch", epoch)
                    .and("version", version);
            return committedIn == null
                    ? "The epoch was already committed, or passed over by a later one, in a version that the log does not tell any more; nothing was"
                            + " written " + facts
                    : "The epoch was already committed; nothing was written " + facts.and("committedIn", committedIn);
        }
    }

    /**
     * Somebody else goes on in the application's name; nothing was written.
     *
     * @param found the application's epoch in the table, or null if it has none
     * @param expected what it should have been, or null for none
     */
    record Fenced(
            long version, @Nullable Long expected, @Nullable Long found) implements EpochOutcome {
        @Override
        public String sentence() {
            return "Somebody else goes on in the application's name; nothing was written "
                    + Facts.of("expected", expected, "found", found, "version", version);
        }
    }

    /** There was nothing to commit: no rows came or went, and no position moved. No version was made. */
    record Empty(long version) implements EpochOutcome {
        @Override
        public String sentence() {
            return "The epoch has nothing to commit, so no version was made " + Facts.of("version", version);
        }
    }
}
