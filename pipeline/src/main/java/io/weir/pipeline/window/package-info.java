/**
 * Rows put together by keys and windows of time: {@link io.weir.pipeline.window.Aggregation} says how, and starts a step that does it.
 */
@NullMarked
package io.weir.pipeline.window;

import org.jspecify.annotations.NullMarked;
