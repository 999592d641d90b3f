package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Arrays: row {@code i} holds elements {@code offsets[i]} (inclusive) to {@code offsets[i + 1]} (exclusive). */
public final class ArrayVector extends ColumnVector {
    private final int[] offsets;
    private final ColumnVector elements;

    /** @param offsets at least {@code length + 1} ascending entries; a null row is best left empty */
    public ArrayVector(DataType type, int length, int[] offsets, ColumnVector elements, boolean @Nullable [] nulls) {
        super(type, length, nulls);
        this.offsets = offsets;
        this.elements = elements;
    }

    public int start(int row) {
        return offsets[row];
    }

    public int end(int row) {
        return offsets[row + 1];
    }

    public int[] offsets() {
        return offsets;
    }

    public ColumnVector elements() {
        return elements;
    }

    @Override
    public ArrayVector take(int[] rows, int count) {
        NestedRows nested = NestedRows.of(this, offsets, rows, count);
        return new ArrayVector(
                type(), count, nested.offsets(), elements.take(nested.rows(), nested.count()), takeNulls(rows, count));
    }

    @Override
    public ArrayVector slice(int from, int to) {
        return new ArrayVector(
                type(), to - from, Arrays.copyOfRange(offsets, from, to + 1), elements, sliceNulls(from, to));
    }

    @Override
    public ArrayVector withType(DataType newType) {
        return new ArrayVector(newType, length(), offsets, elements, nulls());
    }
}
