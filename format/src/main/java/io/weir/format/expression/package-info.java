/**
 * Expressions over columns: written with {@link io.weir.format.expression.Expressions}, evaluated a batch at a time, and
 * turned into questions to statistics.
 *
 * <p>The meaning is that of SQL, as Spark 4 has it by default: three-valued logic, arithmetic that fails rather than
 * overflows, strings compared by their UTF-8 bytes, NaN equal to itself and greater than every number, -0.0 equal to 0.0.
 * Times are in UTC.
 */
@NullMarked
package io.weir.format.expression;

import org.jspecify.annotations.NullMarked;
