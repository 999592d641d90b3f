/** Which protocol a table needs, how it gets one, and how it gets rid of a feature again. */
@NullMarked
package io.weir.table.protocol;

import org.jspecify.annotations.NullMarked;
