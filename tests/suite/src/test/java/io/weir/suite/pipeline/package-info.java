/** Queries as whole processes, killed and started again. */
@NullMarked
package io.weir.suite.pipeline;

import org.jspecify.annotations.NullMarked;
