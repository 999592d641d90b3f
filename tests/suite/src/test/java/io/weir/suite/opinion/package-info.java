/** The second opinion: Delta Kernel, Delta Spark and parquet-java read what we wrote, and we read what they wrote. */
@NullMarked
package io.weir.suite.opinion;

import org.jspecify.annotations.NullMarked;
