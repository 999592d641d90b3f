/** Tables that Delta Spark writes for us, feature by feature, and what it reads of them, compared with what Weir reads. */
@NullMarked
package io.weir.suite.written;

import org.jspecify.annotations.NullMarked;
