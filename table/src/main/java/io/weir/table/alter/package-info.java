/** Changes of what a table is: its columns, properties, constraints and features, as steps on a draft of its description. */
@NullMarked
package io.weir.table.alter;

import org.jspecify.annotations.NullMarked;
