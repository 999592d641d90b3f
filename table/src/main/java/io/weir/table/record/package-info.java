/**
 * Java records as rows: a record's components are columns, found by name.
 *
 * <p>{@link io.weir.table.record.RecordMapper} is made once for a record class; what it finds by reflection it turns into
 * method handles and functions, so that reading and writing rows neither reflects nor boxes a primitive.
 */
@NullMarked
package io.weir.table.record;

import org.jspecify.annotations.NullMarked;
