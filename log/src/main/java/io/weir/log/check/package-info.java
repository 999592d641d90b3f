/** Whether what is written down twice in a log says the same both times. */
@NullMarked
package io.weir.log.check;

import org.jspecify.annotations.NullMarked;
