package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings (UTF-8) and binary values, in one of two forms.
 *
 * <p><b>Plain:</b> value {@code i} is {@code data[offsets[i] .. offsets[i + 1])}. <b>Dictionary:</b> {@link #ids()} is not
 * null, and value {@code i} is entry {@code ids[i]} of the dictionary that data and offsets hold; entries are distinct
 * unless a foreign writer broke the rule, in no promised order. {@link #start} and {@link #end} serve both forms.
 */
public final class BytesVector extends ColumnVector {
    private final byte[] data;
    private final int[] offsets;
    private final int @Nullable [] ids;
    private final int dictionarySize;

    /** Plain values; {@code offsets} has at least {@code length + 1} entries, ascending. */
    public BytesVector(DataType type, int length, byte[] data, int[] offsets, boolean @Nullable [] nulls) {
        super(type, length, nulls);
        this.data = data;
        this.offsets = offsets;
        this.ids = null;
        this.dictionarySize = 0;
    }

    /** Values by dictionary id; the id at a null position is a legal one (0 will do if the dictionary is not empty). */
    public BytesVector(
            DataType type,
            int length,
            byte[] data,
            int[] offsets,
            int dictionarySize,
            int[] ids,
            boolean @Nullable [] nulls) {
        super(type, length, nulls);
        this.data = data;
        this.offsets = offsets;
        this.ids = ids;
        this.dictionarySize = dictionarySize;
    }

    /** The bytes of all values or dictionary entries. Not to be written to. */
    public byte[] data() {
        return data;
    }

    /** Where value or dictionary entry {@code i} begins in {@link #data()}; it ends where the next begins. */
    public int[] offsets() {
        return offsets;
    }

    /** Dictionary entry of each row, or null if the values are plain. */
    public int @Nullable [] ids() {
        return ids;
    }

    /** How many entries the dictionary has; 0 if the values are plain. */
    public int dictionarySize() {
        return dictionarySize;
    }

    public int start(int row) {
        return offsets[ids == null ? row : ids[row]];
    }

    public int end(int row) {
        return offsets[(ids == null ? row : ids[row]) + 1];
    }

    /** A copy of one value's bytes; for edges, not for loops. */
    public byte[] bytes(int row) {
        return Arrays.copyOfRange(data, start(row), end(row));
    }

    /** One value as a string; for edges, not for loops. */
    public String string(int row) {
        int start = start(row);
        return new String(data, start, end(row) - start, StandardCharsets.UTF_8);
    }

    @Override
    public BytesVector take(int[] rows, int count) {
        boolean @Nullable [] takenNulls = takeNulls(rows, count);
        if (ids != null) {
            int[] takenIds = new int[count];
            for (int i = 0; i < count; i++) {
                takenIds[i] = ids[rows[i]];
            }
            return new BytesVector(type(), count, data, offsets, dictionarySize, takenIds, takenNulls);
        }
        int[] takenOffsets = new int[count + 1];
        int size = 0;
        for (int i = 0; i < count; i++) {
            size = Math.addExact(size, isNull(rows[i]) ? 0 : end(rows[i]) - start(rows[i]));
            takenOffsets[i + 1] = size;
        }
        byte[] takenData = new byte[size];
        for (int i = 0; i < count; ) {
            int next = i + 1;
            while (next < count && rows[next] == rows[next - 1] + 1 && !mayHaveNulls()) {
                next++; // the bytes of neighbours lie behind each other
            }
            System.arraycopy(data, offsets[rows[i]], takenData, takenOffsets[i], takenOffsets[next] - takenOffsets[i]);
            i = next;
        }
        return new BytesVector(type(), count, takenData, takenOffsets, takenNulls);
    }

    @Override
    public BytesVector slice(int from, int to) {
        if (ids != null) {
            return new BytesVector(
                    type(),
                    to - from,
                    data,
                    offsets,
                    dictionarySize,
                    Arrays.copyOfRange(ids, from, to),
                    sliceNulls(from, to));
        }
        return new BytesVector(
                type(), to - from, data, Arrays.copyOfRange(offsets, from, to + 1), sliceNulls(from, to));
    }

    @Override
    public BytesVector withType(DataType newType) {
        return ids == null
                ? new BytesVector(newType, length(), data, offsets, nulls())
                : new BytesVector(newType, length(), data, offsets, dictionarySize, ids, nulls());
    }
}
