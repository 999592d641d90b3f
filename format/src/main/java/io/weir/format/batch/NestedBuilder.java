package io.weir.format.batch;

import io.weir.format.type.DataType;
import io.weir.format.type.StructType;
import io.weir.format.type.VariantType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds arrays, maps, structs, and variants of checked parts: a value and its metadata. */
final class NestedBuilder extends ColumnBuilder {
    private final ColumnBuilder[] children;
    private final boolean struct;
    private int[] offsets = new int[INITIAL_CAPACITY + 1];

    NestedBuilder(DataType type, ColumnBuilder... children) {
        super(type);
        this.children = children;
        this.struct = type instanceof StructType || type instanceof VariantType;
    }

    @Override
    public ColumnBuilder child(int index) {
        return children[index];
    }

    @Override
    public void endValue() {
        int position = next();
        if (struct) {
            for (ColumnBuilder child : children) {
                if (child.length() != position + 1) {
                    throw new IllegalStateException("A field was not appended once: " + type());
                }
            }
            return;
        }
        if (position + 1 >= offsets.length) {
            offsets = Arrays.copyOf(offsets, grown(position + 1));
        }
        offsets[position + 1] = children[0].length();
    }

    @Override
    void appendEmpty() {
        if (struct) {
            for (ColumnBuilder child : children) {
                child.appendNull();
            }
        }
        endValue();
    }

    @Override
    void truncateValues(int newLength) {
        for (ColumnBuilder child : children) {
            child.truncate(struct ? Math.min(newLength, child.length()) : offsets[newLength]);
        }
    }

    @Override
    ColumnVector build(int count, boolean @Nullable [] builtNulls) {
        List<ColumnVector> built =
                Arrays.stream(children).map(ColumnBuilder::build).toList();
        if (type() instanceof VariantType) {
            return new VariantVector(type(), count, (BytesVector) built.get(0), (BytesVector) built.get(1), builtNulls);
        }
        if (struct) {
            return new StructVector(type(), count, built, builtNulls);
        }
        int[] builtOffsets = offsets;
        offsets = new int[Math.max(INITIAL_CAPACITY, count) + 1];
        return built.size() == 1
                ? new ArrayVector(type(), count, builtOffsets, built.get(0), builtNulls)
                : new MapVector(type(), count, builtOffsets, built.get(0), built.get(1), builtNulls);
    }
}
