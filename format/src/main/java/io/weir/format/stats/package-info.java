/**
 * What is known of a file without opening it: {@link io.weir.format.stats.FileStatistics}, which columns it is kept for, and its
 * forms in the log, JSON text and {@code stats_parsed}. (PROTOCOL.md, "Per-file Statistics")
 */
@NullMarked
package io.weir.format.stats;

import org.jspecify.annotations.NullMarked;
