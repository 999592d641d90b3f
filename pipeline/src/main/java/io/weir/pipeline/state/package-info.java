/**
 * Steps with memory: what they remember, how it is kept, and that what comes back is what was kept. {@code DropDuplicates} is one;
 * the groups of {@code window} are others.
 */
@NullMarked
package io.weir.pipeline.state;

import org.jspecify.annotations.NullMarked;
