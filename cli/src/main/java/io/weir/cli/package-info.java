/**
 * The command {@code weir}: one class a command, each with its options as fields, one call to a table or a query, and one to
 * an output.
 *
 * <p>Data goes to standard output, everything else to standard error. {@link io.weir.cli.Main} is the entrance.
 */
@NullMarked
package io.weir.cli;

import org.jspecify.annotations.NullMarked;
