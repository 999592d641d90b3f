package io.weir.table.changes;

import io.weir.log.action.DeletionVectorDescriptor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file with rows that a version changed. Immutable.
 *
 * @param path as the log spells it
 * @param sizeBytes -1 if the log does not say it
 * @param partitionValues by physical name, as the log spells them
 * @param only the rows that are meant; null is all
 * @param without rows of these that are not; null is none
 */
record ChangedFile(
        Kind kind,
        String path,
        long sizeBytes,
        Map<String, @Nullable String> partitionValues,
        @Nullable DeletionVectorDescriptor only,
        @Nullable DeletionVectorDescriptor without) {
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
