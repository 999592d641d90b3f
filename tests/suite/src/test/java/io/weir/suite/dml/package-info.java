/** Operations that change rows: ours against those of Delta Spark, on copies of one table. */
@NullMarked
package io.weir.suite.dml;

import org.jspecify.annotations.NullMarked;
