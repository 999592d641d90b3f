package io.weir.format.batch;

import io.weir.format.type.DataType;
import io.weir.format.type.StructType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Structs: one vector a field, each as long as this. Where a struct is null its fields' values are unspecified. */
public final class StructVector extends ColumnVector {
    private final List<ColumnVector> fields;

    public StructVector(DataType type, int length, List<ColumnVector> fields, boolean @Nullable [] nulls) {
        super(type, length, nulls);
        this.fields = List.copyOf(fields);
    }

    public StructType structType() {
        return (StructType) type();
    }

    public List<ColumnVector> fields() {
        return fields;
    }

    public ColumnVector field(int index) {
        return fields.get(index);
    }

    @Override
    public StructVector take(int[] rows, int count) {
        return new StructVector(
                type(), count, fields.stream().map(f -> f.take(rows, count)).toList(), takeNulls(rows, count));
    }

    @Override
    public StructVector slice(int from, int to) {
        return new StructVector(
                type(), to - from, fields.stream().map(f -> f.slice(from, to)).toList(), sliceNulls(from, to));
    }

    @Override
    public StructVector withType(DataType newType) {
        return new StructVector(newType, length(), fields, nulls());
    }
}
