package io.weir.pipeline.window;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBuilder;
import io.weir.pipeline.state.StateInput;
import io.weir.pipeline.state.StateOutput;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The least or greatest strings and binaries, by their bytes. A value takes the place of the one before if it fits there, and else goes to the
 * end of the array, which is packed when half of it is out of use. One thread at a time.
 */
final class BytesExtremes extends Accumulator {
    private static final int ABSENT = -1;

    private final boolean isMax;
    private int[] starts = new int[INITIAL];
    private int[] lengths = new int[INITIAL];
    private int groups;
    private byte[] data = new byte[64];
    private int end;
    private int unused;

    BytesExtremes(boolean isMax) {
        this.isMax = isMax;
    }

    @Override
    void grow(int newGroups) {
        if (starts.length < newGroups) {
            starts = Arrays.copyOf(starts, grown(newGroups, starts.length));
            lengths = Arrays.copyOf(lengths, starts.length);
        }
        if (groups < newGroups) {
            Arrays.fill(lengths, groups, newGroups, ABSENT);
            groups = newGroups;
        }
    }

    @Override
    void add(int[] places, int[] rows, int count, @Nullable Cells cells) {
        BytesVector values = (BytesVector) Objects.requireNonNull(cells).vector;
        for (int i = 0; i < count; i++) {
            if (!cells.isNull(rows[i])) {
                add(places[i], values.data(), values.start(rows[i]), values.end(rows[i]));
            }
        }
    }

    private void add(int group, byte[] source, int from, int to) {
        if (lengths[group] != ABSENT) {
            int order = Arrays.compareUnsigned(source, from, to, data, starts[group], starts[group] + lengths[group]);
            if (isMax ? order <= 0 : order >= 0) {
                return;
            }
        }
        put(group, source, from, to - from);
    }

    private void put(int group, byte[] source, int from, int length) {
        if (length > lengths[group]) {
            unused += Math.max(0, lengths[group]);
            lengths[group] = ABSENT;
            reserve(length);
            starts[group] = end;
            end += length;
        } else {
            unused += lengths[group] - length;
        }
        System.arraycopy(source, from, data, starts[group], length);
        lengths[group] = length;
    }

    /** Makes room at the end. */
    private void reserve(int length) {
        if (data.length - end >= length) {
            return;
        }
        int used = end - unused;
        int needed = Math.addExact(used, length);
        byte[] packed = new byte[Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, 2L * used))];
        int position = 0;
        for (int group = 0; group < groups; group++) {
            if (lengths[group] != ABSENT) {
                System.arraycopy(data, starts[group], packed, position, lengths[group]);
                starts[group] = position;
                position += lengths[group];
            }
        }
        data = packed;
        end = position;
        unused = 0;
    }

    @Override
    void emit(int group, ColumnBuilder out) {
        if (lengths[group] == ABSENT) {
            out.appendNull();
        } else {
            out.appendBytes(data, starts[group], lengths[group]);
        }
    }

    @Override
    void write(int group, StateOutput out) {
        out.writeByte(lengths[group] == ABSENT ? 0 : 1);
        if (lengths[group] != ABSENT) {
            out.writeBytes(data, starts[group], starts[group] + lengths[group]);
        }
    }

    @Override
    void read(int group, StateInput in) {
        if (in.readByte() == 0) {
            lengths[group] = ABSENT;
        } else {
            int length = in.skipBytes();
            put(group, in.data(), in.position() - length, length);
        }
    }

    @Override
    long sizeBytes() {
        return 2L * Integer.BYTES * starts.length + data.length;
    }
}
