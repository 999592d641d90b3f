package io.weir.table.data;

import io.weir.log.action.Metadata;
import io.weir.log.action.TableFeature;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.state.TableShape;
import java.util.List;

/**
 * The columns in which files keep the ids of rows, and the versions that last changed them, when rows go from file to file. Pure
 * functions. (PROTOCOL.md, "Row Tracking")
 */
final class RowIdColumns {
    private static final String ENABLED = "delta.enableRowTracking";
    private static final String SUSPENDED = "delta.rowTrackingSuspended";
    private static final String ROW_ID = "delta.rowTracking.materializedRowIdColumnName";
    private static final String ROW_COMMIT_VERSION = "delta.rowTracking.materializedRowCommitVersionColumnName";

    private RowIdColumns() {}

    /**
     * Their names, the ids' first; none if the table does not track its rows.
     *
     * @throws CorruptTableException if it does, and has no names for them
     */
    static List<String> of(TableShape shape) {
        Metadata metadata = shape.metadata();
        if (!shape.protocol().supports(TableFeature.ROW_TRACKING)
                || !metadata.isTrue(ENABLED)
                || metadata.isTrue(SUSPENDED)) {
            return List.of();
        }
        return List.of(name(metadata, ROW_ID), name(metadata, ROW_COMMIT_VERSION));
    }

    private static String name(Metadata metadata, String property) {
        String name = metadata.property(property);
        if (name == null) {
            throw new CorruptTableException(
                    "The table tracks its rows, and does not say in which column files keep it",
                    Facts.of("property", property));
        }
        return name;
    }
}
