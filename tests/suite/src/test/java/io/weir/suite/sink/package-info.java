/** What others say to tables that epochs of every output mode wrote. */
@NullMarked
package io.weir.suite.sink;

import org.jspecify.annotations.NullMarked;
