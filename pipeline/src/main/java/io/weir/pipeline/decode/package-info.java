/**
 * From bytes to column batches: JSON and CSV text in, vectors out, one bad record at a time refused with its reason.
 *
 * <p>{@link io.weir.pipeline.decode.TextFile} is one input read from front to back. It is made of a {@code Framer}, which
 * finds where a record ends, and a {@code RecordDecoder}, which puts a record's values straight into column builders. No object is made
 * per row or value on the common path; whatever is unusual is handed to the reference parser, which also knows the words for
 * what is wrong.
 */
@NullMarked
package io.weir.pipeline.decode;

import org.jspecify.annotations.NullMarked;
