/** Files of tables are damaged in every way there is: no wrong answer without an error, and fsck finds it. */
@NullMarked
package io.weir.suite.damage;

import org.jspecify.annotations.NullMarked;
