package io.weir.format.batch;

import io.weir.format.type.DataType;
import io.weir.format.variant.Variant;
import org.jspecify.annotations.Nullable;

/**
 * Variants: two vectors of bytes, each as long as this. What is in them has been checked when the vector was made. Where a
 * variant is null both are unspecified; a variant that holds a null is not null itself.
 */
public final class VariantVector extends ColumnVector {
    private final BytesVector values;
    private final BytesVector metadata;

    /**
     * @param values encoded values
     * @param metadata the dictionaries of field names that they point into
     */
    public VariantVector(
            DataType type, int length, BytesVector values, BytesVector metadata, boolean @Nullable [] nulls) {
        super(type, length, nulls);
        this.values = values;
        this.metadata = metadata;
    }

    public BytesVector values() {
        return values;
    }

    public BytesVector metadata() {
        return metadata;
    }

    /** One value; for edges, not for loops. */
    public Variant variant(int row) {
        return Variant.of(values.bytes(row), metadata.bytes(row));
    }

    @Override
    public VariantVector take(int[] rows, int count) {
        return new VariantVector(
                type(), count, values.take(rows, count), metadata.take(rows, count), takeNulls(rows, count));
    }

    @Override
    public VariantVector slice(int from, int to) {
        return new VariantVector(
                type(), to - from, values.slice(from, to), metadata.slice(from, to), sliceNulls(from, to));
    }

    @Override
    public VariantVector withType(DataType newType) {
        return new VariantVector(newType, length(), values, metadata, nulls());
    }
}
