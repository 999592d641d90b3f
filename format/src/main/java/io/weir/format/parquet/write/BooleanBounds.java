package io.weir.format.parquet.write;

import io.weir.format.type.DataType;

/** Bounds of booleans: false before true. */
final class BooleanBounds extends Bounds {
    private boolean anyFalse;
    private boolean anyTrue;

    @Override
    void clear() {
        anyFalse = false;
        anyTrue = false;
    }

    void add(boolean[] values, int count) {
        int trues = 0;
        for (int i = 0; i < count; i++) {
            trues += values[i] ? 1 : 0;
        }
        anyTrue |= trues > 0;
        anyFalse |= trues < count;
    }

    @Override
    void merge(Bounds other) {
        anyFalse |= ((BooleanBounds) other).anyFalse;
        anyTrue |= ((BooleanBounds) other).anyTrue;
    }

    @Override
    boolean known() {
        return anyFalse || anyTrue;
    }

    @Override
    byte[] minBytes() {
        return new byte[] {(byte) (anyFalse ? 0 : 1)};
    }

    @Override
    byte[] maxBytes() {
        return new byte[] {(byte) (anyTrue ? 1 : 0)};
    }

    @Override
    int compareMin(Bounds other) {
        return Boolean.compare(!anyFalse, !((BooleanBounds) other).anyFalse);
    }

    @Override
    int compareMax(Bounds other) {
        return Boolean.compare(anyTrue, ((BooleanBounds) other).anyTrue);
    }

    @Override
    Object min(DataType type) {
        return !anyFalse;
    }

    @Override
    Object max(DataType type) {
        return anyTrue;
    }

    @Override
    BooleanBounds fresh() {
        return new BooleanBounds();
    }
}
