package io.weir.log.state;

import io.weir.format.batch.LongVector;

/**
 * What rows of some files have in common as far as they are tracked; one entry a file, null where the log does not say it.
 * Immutable. (PROTOCOL.md, "Row Tracking")
 *
 * @param baseRowIds the id of the first row of the file, whether it is still there or not
 * @param commitVersions the version that brought the file
 */
public record RowOrigins(LongVector baseRowIds, LongVector commitVersions) {}
