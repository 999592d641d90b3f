package io.weir.sink;

import io.weir.log.error.Facts;
import org.jspecify.annotations.Nullable;

/** What the table's log says of an epoch that an engine had not heard of when it stopped. Immutable. */
public sealed interface PendingEpoch {
    Epoch epoch();

    /** For people: the same sentence for each kind, and the facts. */
    String sentence();

    /**
     * It is in the table; forget it.
     *
     * @param version that it came with; null if the log does not tell any more
     */
    record Committed(Epoch epoch, @Nullable Long version) implements PendingEpoch {
        @Override
        public String sentence() {
            return "The epoch was committed before the engine stopped "
                    + facts(epoch).and("version", version == null ? "not told by the log any more" : version);
        }
    }

    /** It is not in the table and may be: {@link EpochCommitter#commitRecovered} it, after those before it. */
    record Open(Epoch epoch) implements PendingEpoch {
        @Override
        public String sentence() {
            return "The epoch is not in the table and can be committed " + facts(epoch);
        }
    }

    /**
     * It is not in the table and never can be: a later epoch of the application is, or the one that its guards expect is neither there nor
     * pending. {@link EpochCommitter#abort} it.
     *
     * @param found the application's epoch in the table, behind the epochs that are open; null if it has none
     */
    record Overtaken(Epoch epoch, @Nullable Long found) implements PendingEpoch {
        @Override
        public String sentence() {
            return "The epoch is not in the table, and the application is elsewhere now, so it never can be "
                    + facts(epoch).and("newestEpoch", found);
        }
    }

    private static Facts facts(Epoch epoch) {
        return Facts.of("appId", epoch.appId(), "epoch", epoch.number());
    }
}
