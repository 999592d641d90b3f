@NullMarked
package io.weir.suite.diff;

import org.jspecify.annotations.NullMarked;
