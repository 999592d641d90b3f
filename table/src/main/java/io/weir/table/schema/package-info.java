/** Schema rules: which schemas a table may have, which rows fit it, and how it may grow. */
@NullMarked
package io.weir.table.schema;

import org.jspecify.annotations.NullMarked;
