@NullMarked
package io.weir.connectors.micrometer;

import org.jspecify.annotations.NullMarked;
