/** Steps of a query that remember something, and how what they remember is kept. */
@NullMarked
package io.weir.pipeline.state;

import org.jspecify.annotations.NullMarked;
