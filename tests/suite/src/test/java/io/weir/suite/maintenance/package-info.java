/** What keeps a table in order, beside those who use it. */
@NullMarked
package io.weir.suite.maintenance;

import org.jspecify.annotations.NullMarked;
