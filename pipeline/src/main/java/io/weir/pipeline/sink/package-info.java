/** Where a query can put rows other than into tables: epoch by epoch, each once where the other side allows it. */
@NullMarked
package io.weir.pipeline.sink;

import org.jspecify.annotations.NullMarked;
