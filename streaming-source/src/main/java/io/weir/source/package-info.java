/**
 * A table as a stream of rows: each once, in an order that is the same for everybody, from any place in it on.
 *
 * <pre>{@code
 * Source → SourcePosition → SourceStream → SourceBatch (rows, next position)
 * Source → SourcePosition, SourcePosition → SourceTask × n → rows
 * }</pre>
 *
 * <p>What a {@link io.weir.source.SourcePosition} means is a function of the table's log alone. The first way is for who reads
 * in one place; the second for engines that plan in one place and read in others.
 */
@NullMarked
package io.weir.source;

import org.jspecify.annotations.NullMarked;
