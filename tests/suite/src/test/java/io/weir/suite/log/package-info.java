/** What reading a log costs in requests to the store. */
@NullMarked
package io.weir.suite.log;

import org.jspecify.annotations.NullMarked;
