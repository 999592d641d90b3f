package io.weir.format.parquet.write;

import io.weir.format.type.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The least and the greatest of some values: of a page, a column chunk, a file. Mutable; one thread at a time.
 *
 * <p>If there was none, or one that has no place in an order (NaN), there are no bounds.
 */
abstract sealed class Bounds permits LongBounds, DoubleBounds, BooleanBounds, BytesBounds, Int128Bounds {

    abstract void clear();

    /** Takes in the bounds of more values of the same column. */
    abstract void merge(Bounds other);

    /** Are there bounds? */
    abstract boolean known();

    /** The least value as Parquet writes it without a length, not cut; only if {@link #known()}. */
    abstract byte[] minBytes();

    /** The greatest value, likewise. */
    abstract byte[] maxBytes();

    /** Compares the least value with another's; only if both are known. */
    abstract int compareMin(Bounds other);

    /** Compares the greatest value with another's; only if both are known. */
    abstract int compareMax(Bounds other);

    /** The least value as Java's type for it, or null if it has none (broken UTF-8). A string may be cut, it is then less. */
    abstract @Nullable Object min(DataType type);

    /** The greatest value, likewise; a string may be cut and then is greater. */
    abstract @Nullable Object max(DataType type);

    /** New, empty bounds of the same kind. */
    abstract Bounds fresh();
}
