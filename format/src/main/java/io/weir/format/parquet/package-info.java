/**
 * Parquet, what reading and writing share: codecs and errors.
 *
 * <p>Reading is {@code io.weir.format.parquet.read}, writing {@code io.weir.format.parquet.write}. Both are columnar code of
 * our own over the generated footer structures; no Hadoop class is loaded.
 */
@NullMarked
package io.weir.format.parquet;

import org.jspecify.annotations.NullMarked;
