/** Tables that others wrote, with what must be read from them. */
@NullMarked
package io.weir.suite.corpus;

import org.jspecify.annotations.NullMarked;
