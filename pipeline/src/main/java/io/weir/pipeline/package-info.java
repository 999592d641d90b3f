@NullMarked
package io.weir.pipeline;

import org.jspecify.annotations.NullMarked;
