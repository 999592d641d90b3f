package io.weir.log.state;

import io.weir.log.action.DeletionVectorDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The deletion vectors of those files of a chunk that have one, about fifty bytes each. Immutable and safe for many threads; a
 * chunk without any has no such object.
 */
final class DeletionVectors {
    private static final long NO_OFFSET = Long.MIN_VALUE;

    private final int[] rows; // ascending
    private final byte[] texts; // storage types and paths, one after the other
    private final int[] ends; // of storage type and path of each, two a vector
    private final long[] offsets;
    private final int[] sizes;
    private final long[] cardinalities;

    private DeletionVectors(Builder built) {
        int count = built.count;
        this.rows = Arrays.copyOf(built.rows, count);
        this.texts = Arrays.copyOf(built.texts, built.length);
        this.ends = Arrays.copyOf(built.ends, 2 * count);
        this.offsets = Arrays.copyOf(built.offsets, count);
        this.sizes = Arrays.copyOf(built.sizes, count);
        this.cardinalities = Arrays.copyOf(built.cardinalities, count);
    }

    /** What tells vectors of one data file apart; {@code ""} for none. */
    static String idOf(@Nullable DeletionVectorDescriptor vector) {
        return vector == null ? "" : vector.uniqueId();
    }

    /** The vector of a row, or null. Members that are not known here are not kept. */
    @Nullable
    DeletionVectorDescriptor of(int row) {
        int index = Arrays.binarySearch(rows, row);
        return index < 0 ? null : vector(index);
    }

    private DeletionVectorDescriptor vector(int index) {
        return descriptor(texts, ends, index, offsets[index], sizes[index], cardinalities[index]);
    }

    private static DeletionVectorDescriptor descriptor(
            byte[] texts, int[] ends, int index, long offset, int size, long cardinality) {
        int start = index == 0 ? 0 : ends[2 * index - 1];
        int middle = ends[2 * index];
        return new DeletionVectorDescriptor(
                new String(texts, start, middle - start, StandardCharsets.UTF_8),
                new String(texts, middle, ends[2 * index + 1] - middle, StandardCharsets.UTF_8),
                offset == NO_OFFSET ? null : (int) offset,
                size,
                cardinality,
                Map.of());
    }

    /** Collects vectors in the order of their rows. One thread at a time. */
    static final class Builder {
        private static final int INITIAL = 4;

        private int[] rows = new int[INITIAL];
        private byte[] texts = new byte[32 * INITIAL];
        private int length;
        private int[] ends = new int[2 * INITIAL];
        private long[] offsets = new long[INITIAL];
        private int[] sizes = new int[INITIAL];
        private long[] cardinalities = new long[INITIAL];
        private int count;

        void add(int row, DeletionVectorDescriptor vector) {
            if (count == rows.length) {
                int capacity = count + (count >> 1) + 1;
                rows = Arrays.copyOf(rows, capacity);
                ends = Arrays.copyOf(ends, 2 * capacity);
                offsets = Arrays.copyOf(offsets, capacity);
                sizes = Arrays.copyOf(sizes, capacity);
                cardinalities = Arrays.copyOf(cardinalities, capacity);
            }
            rows[count] = row;
            ends[2 * count] = append(vector.storageType());
            ends[2 * count + 1] = append(vector.pathOrInlineDv());
            Integer offset = vector.offset();
            offsets[count] = offset == null ? NO_OFFSET : offset;
            sizes[count] = vector.sizeInBytes();
            cardinalities[count++] = vector.cardinality();
        }

        private int append(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int end = Math.addExact(length, bytes.length);
            if (end > texts.length) {
                texts = Arrays.copyOf(texts, BytesDictionary.grown(end));
            }
            System.arraycopy(bytes, 0, texts, length, bytes.length);
            length = end;
            return end;
        }

        @Nullable
        DeletionVectorDescriptor of(int row) {
            int index = Arrays.binarySearch(rows, 0, count, row);
            return index < 0
                    ? null
                    : descriptor(texts, ends, index, offsets[index], sizes[index], cardinalities[index]);
        }

        DeletionVectors build() {
            return new DeletionVectors(this);
        }
    }
}
