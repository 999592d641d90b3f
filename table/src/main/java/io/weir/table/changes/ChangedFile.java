package io.weir.table.changes;

import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.table.deletion.LooseStatistics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file with rows that a version changed. Immutable.
 *
 * @param path as the log spells it
 * @param sizeBytes -1 if the log does not say it
 * @param partitionValues by physical name, as the log spells them
 * @param stats as the log has them; null if it does not say them
 * @param only the rows that are meant; null is all
 * @param without rows of these that are not; null is none
 */
record ChangedFile(
        Kind kind,
        String path,
        long sizeBytes,
        Map<String, @Nullable String> partitionValues,
        @Nullable String stats,
        @Nullable DeletionVectorDescriptor only,
        @Nullable DeletionVectorDescriptor without) {
    /** Of so many rows it tells; -1 if the log does not say it. */
    long rows() {
        if (only != null) {
            return only.cardinality() - (without == null ? 0 : without.cardinality());
        }
        long records = LooseStatistics.records(stats);
        return records < 0 || without == null ? records : Math.max(0, records - without.cardinality());
    }

    /** What became of its rows. */
    enum Kind {
        /** Each row says it for itself: a change file. */
        RECORDED(""),
        INSERT("insert"),
        DELETE("delete");

        private final String changeType;

        Kind(String changeType) {
            this.changeType = changeType;
        }

        /** As {@code _change_type} has it. */
        String changeType() {
            return changeType;
        }
    }
}
