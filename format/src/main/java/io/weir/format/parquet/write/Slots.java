package io.weir.format.parquet.write;

import org.jspecify.annotations.Nullable;

/**
 * Where the values of one part of a column lie, with their levels: one slot for each value, null or empty list that a reader
 * meets there. Not to be written to once made. (Parquet format, "Nested Encoding")
 *
 * @param count how many slots
 * @param definitions definition levels; null if all are {@code definition}
 * @param definition the definition level of all slots
 * @param repetitions repetition levels; null if all are 0
 * @param positions where in the part's vector a slot's value is, -1 if there is none; null if that is {@code base + slot}
 * @param base position of the first slot, if there are no positions
 */
record Slots(
        int count,
        byte @Nullable [] definitions,
        int definition,
        byte @Nullable [] repetitions,
        int @Nullable [] positions,
        int base) {

    /** The slots of a column's rows. */
    static Slots rows(int count) {
        return new Slots(count, null, 0, null, null, 0);
    }

    int definition(int slot) {
        return definitions == null ? definition : definitions[slot];
    }

    int repetition(int slot) {
        return repetitions == null ? 0 : repetitions[slot];
    }

    int position(int slot) {
        return positions == null ? base + slot : positions[slot];
    }

    /** The row a slot belongs to. */
    int row(int slot) {
        if (repetitions == null) {
            return slot;
        }
        int row = -1;
        for (int i = 0; i <= slot; i++) {
            row += repetitions[i] == 0 ? 1 : 0;
        }
        return row;
    }
}
