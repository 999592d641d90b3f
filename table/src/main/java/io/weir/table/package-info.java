@NullMarked
package io.weir.table;

import org.jspecify.annotations.NullMarked;
