/** Readers of foreign bytes, each as one function of the bytes that fails only where it may not. */
@NullMarked
package io.weir.fuzz;

import org.jspecify.annotations.NullMarked;
