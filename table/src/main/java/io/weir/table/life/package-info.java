/** The life of a table: back to what it was, copied, made of files that are there, replaced. */
@NullMarked
package io.weir.table.life;

import org.jspecify.annotations.NullMarked;
