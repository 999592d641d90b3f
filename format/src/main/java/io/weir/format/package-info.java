/** Types, column batches, expressions, statistics and Parquet files. */
@NullMarked
package io.weir.format;

import org.jspecify.annotations.NullMarked;
