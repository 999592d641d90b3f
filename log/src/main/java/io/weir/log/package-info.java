/** Delta's transaction log. */
@NullMarked
package io.weir.log;

import org.jspecify.annotations.NullMarked;
