package io.weir.format.parquet.read;

import io.weir.format.batch.ArrayVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.format.parquet.CorruptParquetException;
import io.weir.format.type.DataType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a column of the asked type is put together from leaves of the file. Immutable; one plan serves all row groups.
 *
 * <p>The places for values at one depth of repetition are its <em>slots</em>: rows at depth 0, elements of their lists at
 * depth 1, and so on. Every node makes the vector for its slots by one pass over the levels of one leaf below it; no
 * row is ever assembled by itself. (Parquet format, "Nested Encoding")
 */
abstract sealed class ColumnPlan {
    final DataType type;

    ColumnPlan(DataType type) {
        this.type = type;
    }

    /** The vector for all slots of the batch that the leaves hold. */
    abstract ColumnVector assemble(LeafReader[] leaves, int slots);

    /** A leaf below this node, by its place among the plan's leaves; -1 if the file has none. */
    abstract int anyLeaf();

    /**
     * Where the slots of a node are in the levels.
     *
     * @param repetition entries up to this repetition level begin a slot
     * @param definition if they have at least this definition level; else a list above is null or empty there
     */
    record Depth(int repetition, int definition) {
        static final Depth ROWS = new Depth(0, 0);
    }

    /** A leaf that is a column itself: its reader has made nulls of the levels. */
    static final class Flat extends ColumnPlan {
        private final int leaf;

        Flat(DataType type, int leaf) {
            super(type);
            this.leaf = leaf;
        }

        @Override
        ColumnVector assemble(LeafReader[] leaves, int slots) {
            LeafReader reader = leaves[leaf];
            return reader.values().build(slots, reader.nulls());
        }

        @Override
        int anyLeaf() {
            return leaf;
        }
    }

    /** A leaf inside structs, lists or maps. */
    static final class Nested extends ColumnPlan {
        private final int leaf;
        private final Depth depth;

        Nested(DataType type, int leaf, Depth depth) {
            super(type);
            this.leaf = leaf;
            this.depth = depth;
        }

        @Override
        ColumnVector assemble(LeafReader[] leaves, int slots) {
            LeafReader reader = leaves[leaf];
            boolean @Nullable [] nulls = nulls(reader, depth, reader.leaf().definition(), slots);
            ValueBuffer values = reader.values();
            int present = slots;
            if (nulls != null) {
                present = 0;
                for (int i = 0; i < slots; i++) {
                    present += nulls[i] ? 0 : 1;
                }
            }
            if (present != values.size) {
                throw unequal(reader, slots, values.size);
            }
            return values.build(slots, nulls);
        }

        @Override
        int anyLeaf() {
            return leaf;
        }
    }

    /** A struct; fields that the file lacks are {@link Missing}. */
    static final class Struct extends ColumnPlan {
        private final List<ColumnPlan> fields;
        private final int leaf;
        private final Depth depth;
        private final int definition;

        Struct(DataType type, List<ColumnPlan> fields, int leaf, Depth depth, int definition) {
            super(type);
            this.fields = fields;
            this.leaf = leaf;
            this.depth = depth;
            this.definition = definition;
        }

        @Override
        ColumnVector assemble(LeafReader[] leaves, int slots) {
            boolean @Nullable [] nulls = nulls(leaves[leaf], depth, definition, slots);
            List<ColumnVector> vectors =
                    fields.stream().map(field -> field.assemble(leaves, slots)).toList();
            return new StructVector(type, slots, vectors, nulls);
        }

        @Override
        int anyLeaf() {
            return leaf;
        }
    }

    /** A list or a map: offsets over the slots of one depth into those of the next. */
    static final class Repeated extends ColumnPlan {
        private final ColumnPlan first;
        private final @Nullable ColumnPlan second;
        private final Depth depth;
        private final int definition;
        private final Depth inner;

        /**
         * @param first elements, or a map's keys
         * @param second a map's values; null for a list
         * @param definition level from which on the list is not null
         */
        Repeated(
                DataType type,
                ColumnPlan first,
                @Nullable ColumnPlan second,
                Depth depth,
                int definition,
                Depth inner) {
            super(type);
            this.first = first;
            this.second = second;
            this.depth = depth;
            this.definition = definition;
            this.inner = inner;
        }

        @Override
        ColumnVector assemble(LeafReader[] leaves, int slots) {
            LeafReader reader = leaves[anyLeaf()];
            byte[] repetitions = reader.repetitions();
            byte[] definitions = reader.definitions();
            int[] offsets = new int[slots + 1];
            boolean[] nulls = new boolean[slots];
            boolean anyNull = false;
            int slot = 0;
            int elements = 0;
            for (int i = 0; i < reader.entries(); i++) {
                int level = definitions[i];
                if (repetitions[i] <= depth.repetition && level >= depth.definition) {
                    if (slot == slots) {
                        throw unequal(reader, slots, slot + 1);
                    }
                    offsets[slot] = elements;
                    boolean isNull = level < definition;
                    nulls[slot++] = isNull;
                    anyNull |= isNull;
                }
                if (repetitions[i] <= inner.repetition && level >= inner.definition) {
                    elements++;
                }
            }
            if (slot != slots) {
                throw unequal(reader, slots, slot);
            }
            offsets[slots] = elements;
            boolean @Nullable [] known = anyNull ? nulls : null;
            ColumnVector firstVector = first.assemble(leaves, elements);
            if (second == null) {
                return new ArrayVector(type, slots, offsets, firstVector, known);
            }
            return new MapVector(type, slots, offsets, firstVector, second.assemble(leaves, elements), known);
        }

        @Override
        int anyLeaf() {
            return first.anyLeaf();
        }
    }

    /** A variant, of bytes or of columns. */
    static final class Variant extends ColumnPlan {
        private final ColumnPlan parts;
        private final Shredding shredding;
        private final String column;

        Variant(DataType type, ColumnPlan parts, Shredding shredding, String column) {
            super(type);
            this.parts = parts;
            this.shredding = shredding;
            this.column = column;
        }

        @Override
        ColumnVector assemble(LeafReader[] leaves, int slots) {
            StructVector vector = (StructVector) parts.assemble(leaves, slots);
            return new VariantAssembler(type, column).assemble(vector, shredding);
        }

        @Override
        int anyLeaf() {
            return parts.anyLeaf();
        }
    }

    /** What the file does not have: nulls. */
    static final class Missing extends ColumnPlan {
        Missing(DataType type) {
            super(type);
        }

        @Override
        ColumnVector assemble(LeafReader[] leaves, int slots) {
            return NullVectors.of(type, slots);
        }

        @Override
        int anyLeaf() {
            return -1;
        }
    }

    /** Nulls of the slots of one depth, or null if there are none. */
    static boolean @Nullable [] nulls(LeafReader reader, Depth depth, int definition, int slots) {
        byte[] definitions = reader.definitions();
        int entries = reader.entries();
        if (reader.leaf().repetition() == 0) {
            if (entries != slots) {
                throw unequal(reader, slots, entries);
            }
            return definition == 0 ? null : flatNulls(definitions, definition, slots);
        }
        byte[] repetitions = reader.repetitions();
        boolean[] nulls = new boolean[slots];
        boolean anyNull = false;
        int slot = 0;
        for (int i = 0; i < entries; i++) {
            if (repetitions[i] <= depth.repetition && definitions[i] >= depth.definition) {
                if (slot == slots) {
                    throw unequal(reader, slots, slot + 1);
                }
                boolean isNull = definitions[i] < definition;
                nulls[slot++] = isNull;
                anyNull |= isNull;
            }
        }
        if (slot != slots) {
            throw unequal(reader, slots, slot);
        }
        return anyNull ? nulls : null;
    }

    private static boolean @Nullable [] flatNulls(byte[] definitions, int definition, int slots) {
        int below = 0;
        for (int i = 0; i < slots; i++) {
            below |= definitions[i] - definition;
        }
        if (below >= 0) {
            return null;
        }
        boolean[] nulls = new boolean[slots];
        for (int i = 0; i < slots; i++) {
            nulls[i] = definitions[i] < definition;
        }
        return nulls;
    }

    static CorruptParquetException unequal(LeafReader reader, int expected, int found) {
        return new CorruptParquetException(
                "Columns of a nested value do not fit together",
                Map.of("column", reader.leaf().path(), "expected", expected, "found", found));
    }
}
