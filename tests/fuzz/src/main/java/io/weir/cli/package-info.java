/** What of the command line only its own package sees. */
@NullMarked
package io.weir.cli;

import org.jspecify.annotations.NullMarked;
