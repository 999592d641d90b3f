/**
 * Deletion vectors: which rows of a data file are no longer in the table. A {@link
 * io.weir.log.action.DeletionVectorDescriptor} of the log says where one is; {@link
 * io.weir.table.deletion.DeletionVectorReader} fetches it; a {@link io.weir.table.deletion.DeletionVector} is the set itself, by
 * which scans leave rows out.
 */
@NullMarked
package io.weir.table.deletion;

import org.jspecify.annotations.NullMarked;
