/** Rows as files of a local directory, exactly once: files of an epoch get their names when a small file that holds its position is there. */
@NullMarked
package io.weir.pipeline.sink.files;

import org.jspecify.annotations.NullMarked;
