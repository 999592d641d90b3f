/** Values and rows as text: column batches printed as canonical rows, JSON, CSV or a table, and times read from text. */
@NullMarked
package io.weir.format.text;

import org.jspecify.annotations.NullMarked;
