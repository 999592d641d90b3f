/** What a query does with rows between source and table: each step a function from a batch to a batch, without memory. */
@NullMarked
package io.weir.pipeline.transform;

import org.jspecify.annotations.NullMarked;
