/**
 * A Delta table: open or create it, append to it, scan it, read it as it was.
 *
 * <pre>{@code
 * Table flights = Table.create("/data/flights").schema(Flight.class).partitionBy("date").commit();
 * flights.append(List.of(new Flight(...), new Flight(...)));
 *
 * for (Flight late : flights.scan().where(col("delay").gt(60)).as(Flight.class)) { ... }
 * long before = flights.at(3).count();
 * }</pre>
 *
 * <p>{@link io.weir.table.Table} is where everything begins. Rooms: {@code schema} decides which rows and schemas fit,
 * {@code data} writes data files, {@code commit} makes transactions of them, {@code scan} reads, {@code record} knows Java
 * records, {@code sql} reads SQL text, {@code environment} holds what is injected.
 */
@NullMarked
package io.weir.table;

import org.jspecify.annotations.NullMarked;
