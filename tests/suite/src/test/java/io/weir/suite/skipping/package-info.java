/** What a scan leaves out, held against a scan that leaves nothing out. */
@NullMarked
package io.weir.suite.skipping;

import org.jspecify.annotations.NullMarked;
