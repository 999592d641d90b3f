package io.weir.format.parquet.write;

import io.weir.format.parquet.write.Shredder.LeafValues;
import java.util.Arrays;

/**
 * How much of a batch still goes into a page. Pages end between rows; one with nothing in it takes a row of any size.
 *
 * @param slotEnd slots up to this one, exclusive
 * @param valueEnd values up to this one, exclusive
 * @param rows how many rows these are
 */
record PageCut(int slotEnd, int valueEnd, int rows) {

    /**
     * Cuts a batch.
     *
     * @param slot the first slot not written yet, which begins a row
     * @param value the first value not written yet
     * @param waiting what waits in the page
     * @param roomBytes how many more bytes it may have
     * @param rows how many more rows
     */
    static PageCut of(
            LeafValues batch,
            int slot,
            int value,
            int maxDefinition,
            PageValues waiting,
            boolean empty,
            long roomBytes,
            int rows) {
        return batch.slots().repetitions() == null
                ? flat(batch, slot, value, waiting, empty, roomBytes, rows)
                : nested(batch, slot, value, maxDefinition, waiting, empty, roomBytes, rows);
    }

    /** A column without lists has one slot a row, and a value's position is its row. */
    private static PageCut flat(
            LeafValues batch, int slot, int value, PageValues waiting, boolean empty, long roomBytes, int rows) {
        int slotEnd = (int) Math.min(batch.slots().count(), (long) slot + rows);
        int[] positions = batch.positions();
        int valueEnd = positions == null ? slotEnd : firstAtOrAfter(positions, value, batch.valueCount(), slotEnd);
        int fitting = waiting.fit(batch.vector(), positions, value, valueEnd, roomBytes);
        if (value + fitting < valueEnd) {
            valueEnd = value + fitting;
            slotEnd = positions == null ? valueEnd : positions[valueEnd];
            if (slotEnd == slot && empty) {
                return new PageCut(slot + 1, value + 1, 1);
            }
        }
        return new PageCut(slotEnd, valueEnd, slotEnd - slot);
    }

    private static int firstAtOrAfter(int[] positions, int from, int to, int row) {
        int found = Arrays.binarySearch(positions, from, to, row);
        return found >= 0 ? found : -found - 1;
    }

    private static PageCut nested(
            LeafValues batch,
            int slot,
            int value,
            int maxDefinition,
            PageValues waiting,
            boolean empty,
            long roomBytes,
            int rows) {
        Slots slots = batch.slots();
        int fitting = waiting.fit(batch.vector(), batch.positions(), value, batch.valueCount(), roomBytes);
        int rowSlot = slot;
        int rowValue = value;
        int valueEnd = value;
        int begun = 0;
        for (int i = slot; i < slots.count(); i++) {
            if (slots.repetition(i) == 0) {
                rowSlot = i;
                rowValue = valueEnd;
                if (begun == rows) {
                    return new PageCut(rowSlot, rowValue, begun);
                }
                begun++;
            }
            valueEnd += slots.definition(i) == maxDefinition ? 1 : 0;
            boolean mayGrow = empty && begun == 1;
            if (valueEnd - value > fitting && !mayGrow) {
                return new PageCut(rowSlot, rowValue, begun - 1);
            }
        }
        return new PageCut(slots.count(), valueEnd, begun);
    }
}
