/**
 * Where rows lie on a curve that goes through all values of several columns, so that rows which are near to each other in each of them come into the
 * same files: {@link io.weir.compaction.curve.ColumnRanges} makes a number of each value, {@link io.weir.compaction.curve.Curve} one number of those
 * of a row, and {@link io.weir.compaction.curve.CurveKeys} does both for a batch. Pure functions of rows and a {@link
 * io.weir.compaction.curve.RowSample} of them.
 */
@NullMarked
package io.weir.compaction.curve;

import org.jspecify.annotations.NullMarked;
