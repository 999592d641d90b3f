/** JSON read and written as it streams by: what the log's codecs are made of. */
@NullMarked
package io.weir.format.json;

import org.jspecify.annotations.NullMarked;
