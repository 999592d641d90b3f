package io.weir.table.scan;

import io.weir.log.action.DeletionVectorDescriptor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One file of a plan. Immutable.
 *
 * @param ordinal the file's place in the plan, from 0
 * @param path as the log spells it: a percent-encoded URI, see {@link io.weir.log.action.DataPath}
 * @param partitionValues by physical name, as the log spells them
 * @param deletionVector where the rows are listed that the file does not have any more; null if it has them all
 */
public record ScanTask(
        int ordinal,
        String path,
        long sizeBytes,
        Map<String, @Nullable String> partitionValues,
        @Nullable DeletionVectorDescriptor deletionVector) {}
