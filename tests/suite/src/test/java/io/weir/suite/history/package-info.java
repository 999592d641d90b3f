@NullMarked
package io.weir.suite.history;

import org.jspecify.annotations.NullMarked;
