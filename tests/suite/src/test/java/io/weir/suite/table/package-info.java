/** Tables as wholes: what goes wrong, who else writes, what it costs. */
@NullMarked
package io.weir.suite.table;

import org.jspecify.annotations.NullMarked;
