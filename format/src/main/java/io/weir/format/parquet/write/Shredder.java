package io.weir.format.parquet.write;

import io.weir.format.batch.ArrayVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.VariantVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the vectors of a batch into levels and positions of each leaf, whole arrays at a time. One thread at a time; used for
 * one batch.
 */
final class Shredder {
    private final List<LeafValues> leaves = new ArrayList<>();
    private final long[] nullCounts;

    /** What a leaf gets from one batch: its vector and the slots in it. */
    record LeafValues(ColumnVector vector, Slots slots, int @Nullable [] positions, int valueCount) {}

    Shredder(ParquetSchema schema) {
        nullCounts = new long[schema.statisticsNodes().size()];
    }

    /** What was found for each leaf, in the order of the file. */
    List<LeafValues> leaves() {
        return leaves;
    }

    /** How many rows have a null in a statistics column, or above it. */
    long nullCount(int statistic) {
        return nullCounts[statistic];
    }

    /** @throws IllegalArgumentException if there is a null where none may be */
    void shred(ParquetNode node, ColumnVector vector, Slots around) {
        Slots slots = withNulls(node, vector, around);
        if (node.statistic() >= 0) {
            nullCounts[node.statistic()] = absent(slots);
        }
        if (vector instanceof StructVector struct) {
            for (int i = 0; i < node.children().size(); i++) {
                shred(node.children().get(i), struct.field(i), slots);
            }
        } else if (vector instanceof ArrayVector array) {
            shred(node.children().get(0), array.elements(), elements(node, array.offsets(), slots));
        } else if (vector instanceof MapVector map) {
            Slots entries = elements(node, map.offsets(), slots);
            shred(node.children().get(0), map.keys(), entries);
            shred(node.children().get(1), map.values(), entries);
        } else if (vector instanceof VariantVector variant) {
            shred(node.children().get(0), variant.values(), slots);
            shred(node.children().get(1), variant.metadata(), slots);
        } else {
            leaves.add(leafValues(vector, slots));
        }
    }

    private static long absent(Slots slots) {
        int[] positions = slots.positions();
        if (positions == null) {
            return 0;
        }
        int absent = 0;
        for (int i = 0; i < slots.count(); i++) {
            absent += positions[i] < 0 ? 1 : 0;
        }
        return absent;
    }

    /** Takes the vector's own nulls into account. */
    private static Slots withNulls(ParquetNode node, ColumnVector vector, Slots around) {
        boolean[] nulls = vector.nulls();
        int firstNull = firstNull(nulls, around);
        if (nulls == null || firstNull < 0) {
            return node.optional() ? defined(around) : around;
        }
        if (!node.optional()) {
            throw new IllegalArgumentException("Null in a column that is NOT NULL {column=" + node.name() + ", row="
                    + around.row(firstNull) + "}");
        }
        int count = around.count();
        byte[] definitions = new byte[count];
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            int position = around.position(i);
            boolean there = position >= 0 && !nulls[position];
            definitions[i] = (byte) (around.definition(i) + (there ? 1 : 0));
            positions[i] = there ? position : -1;
        }
        return new Slots(count, definitions, 0, around.repetitions(), positions, 0);
    }

    private static int firstNull(boolean @Nullable [] nulls, Slots around) {
        if (nulls == null) {
            return -1;
        }
        for (int i = 0; i < around.count(); i++) {
            int position = around.position(i);
            if (position >= 0 && nulls[position]) {
                return i;
            }
        }
        return -1;
    }

    /** One definition level more wherever there is a value. */
    private static Slots defined(Slots around) {
        byte[] before = around.definitions();
        if (before == null) {
            return new Slots(
                    around.count(),
                    null,
                    around.definition() + 1,
                    around.repetitions(),
                    around.positions(),
                    around.base());
        }
        byte[] definitions = new byte[around.count()];
        for (int i = 0; i < definitions.length; i++) {
            definitions[i] = (byte) (before[i] + (around.position(i) >= 0 ? 1 : 0));
        }
        return new Slots(around.count(), definitions, 0, around.repetitions(), around.positions(), around.base());
    }

    /** The slots of the elements of lists, or the entries of maps. */
    private static Slots elements(ParquetNode node, int[] offsets, Slots lists) {
        long total = 0;
        boolean allFilled = lists.positions() == null;
        for (int i = 0; i < lists.count(); i++) {
            int position = lists.position(i);
            int length = position < 0 ? 0 : offsets[position + 1] - offsets[position];
            allFilled &= length > 0;
            total += Math.max(1, length);
        }
        if (total > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "A batch holds more than 2^31 elements; write smaller batches {column=" + node.name() + "}");
        }
        byte[] repetitions = new byte[(int) total];
        byte repeated = (byte) (node.repetition() + 1);
        Arrays.fill(repetitions, repeated);
        byte[] before = lists.repetitions();
        if (allFilled) {
            int slot = 0;
            for (int i = 0; i < lists.count(); i++) {
                repetitions[slot] = before == null ? 0 : before[i];
                slot += offsets[lists.base() + i + 1] - offsets[lists.base() + i];
            }
            int base = lists.count() == 0 ? 0 : offsets[lists.base()];
            return new Slots((int) total, null, node.definition() + 1, repetitions, null, base);
        }
        byte[] definitions = new byte[(int) total];
        int[] positions = new int[(int) total];
        Arrays.fill(definitions, (byte) (node.definition() + 1));
        int slot = 0;
        for (int i = 0; i < lists.count(); i++) {
            int position = lists.position(i);
            int start = position < 0 ? 0 : offsets[position];
            int end = position < 0 ? 0 : offsets[position + 1];
            repetitions[slot] = before == null ? 0 : before[i];
            if (start == end) {
                definitions[slot] = (byte) lists.definition(i);
                positions[slot++] = -1;
            }
            for (int element = start; element < end; element++) {
                positions[slot++] = element;
            }
        }
        return new Slots((int) total, definitions, 0, repetitions, positions, 0);
    }

    /** Leaves out the slots without a value. */
    private static LeafValues leafValues(ColumnVector vector, Slots slots) {
        int[] positions = slots.positions();
        if (positions == null) {
            if (slots.base() == 0) {
                return new LeafValues(vector, slots, null, slots.count());
            }
            positions = new int[slots.count()];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = slots.base() + i;
            }
            return new LeafValues(vector, slots, positions, positions.length);
        }
        int[] present = new int[positions.length];
        int count = 0;
        for (int position : positions) {
            present[count] = position;
            count += position >= 0 ? 1 : 0;
        }
        return new LeafValues(vector, slots, present, count);
    }
}
