/** Data files: batches become Parquet files near a target size, one directory a partition value. */
@NullMarked
package io.weir.table.data;

import org.jspecify.annotations.NullMarked;
