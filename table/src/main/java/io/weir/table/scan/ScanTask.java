package io.weir.table.scan;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One file of a plan. Immutable.
 *
 * @param ordinal the file's place in the plan, from 0
 * @param path as the log spells it: a percent-encoded URI, see {@link io.weir.log.action.DataPath}
 * @param partitionValues as the log spells them
 */
public record ScanTask(int ordinal, String path, long sizeBytes, Map<String, @Nullable String> partitionValues) {}
