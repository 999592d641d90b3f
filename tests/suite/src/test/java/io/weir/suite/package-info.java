@NullMarked
package io.weir.suite;

import org.jspecify.annotations.NullMarked;
