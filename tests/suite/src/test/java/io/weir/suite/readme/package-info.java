/** What the README shows is what compiles and runs. */
@NullMarked
package io.weir.suite.readme;

import org.jspecify.annotations.NullMarked;
