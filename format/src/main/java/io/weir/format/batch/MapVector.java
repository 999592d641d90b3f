package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Maps: row {@code i} holds the entries {@code offsets[i]} (inclusive) to {@code offsets[i + 1]} (exclusive). */
public final class MapVector extends ColumnVector {
    private final int[] offsets;
    private final ColumnVector keys;
    private final ColumnVector values;

    /** @param offsets at least {@code length + 1} ascending entries; a null row is best left empty */
    public MapVector(
            DataType type,
            int length,
            int[] offsets,
            ColumnVector keys,
            ColumnVector values,
            boolean @Nullable [] nulls) {
        super(type, length, nulls);
        this.offsets = offsets;
        this.keys = keys;
        this.values = values;
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

    public ColumnVector keys() {
        return keys;
    }

    public ColumnVector values() {
        return values;
    }

    @Override
    public MapVector take(int[] rows, int count) {
        NestedRows nested = NestedRows.of(this, offsets, rows, count);
        return new MapVector(
                type(),
                count,
                nested.offsets(),
                keys.take(nested.rows(), nested.count()),
                values.take(nested.rows(), nested.count()),
                takeNulls(rows, count));
    }

    @Override
    public MapVector slice(int from, int to) {
        return new MapVector(
                type(), to - from, Arrays.copyOfRange(offsets, from, to + 1), keys, values, sliceNulls(from, to));
    }

    @Override
    public MapVector withType(DataType newType) {
        return new MapVector(newType, length(), offsets, keys, values, nulls());
    }
}
