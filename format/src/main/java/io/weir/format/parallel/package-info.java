/** One step of work on several threads that somebody else has made. */
@NullMarked
package io.weir.format.parallel;

import org.jspecify.annotations.NullMarked;
