/** Every store against the one contract. */
@NullMarked
package io.weir.suite.storage;

import org.jspecify.annotations.NullMarked;
