/**
 * Values of the variant type: how they are encoded, checked, put together and printed. (Parquet format, "Variant Binary
 * Encoding")
 */
@NullMarked
package io.weir.format.variant;

import org.jspecify.annotations.NullMarked;
