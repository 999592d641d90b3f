package io.weir.pipeline.window;

import io.weir.format.batch.ColumnBuilder;
import io.weir.pipeline.state.KeyDecoder;
import io.weir.pipeline.state.KeyEncoder;
import io.weir.pipeline.state.Keys;
import io.weir.pipeline.state.StateInput;
import io.weir.pipeline.state.StateOutput;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The groups of one window, or all groups if there are no windows. It goes as a whole when its window has ended. One thread at a time. */
final class Pane {
    private static final byte NOT_EMITTED = 1;
    private static final byte NOT_KEPT = 2;

    /** Start of the window in microseconds. */
    final long start;

    private final Keys keys = new Keys();
    private final List<Accumulator> accumulators;
    private byte[] marks = new byte[Accumulator.INITIAL];
    private boolean emitted = true;
    private boolean kept = true;

    /** The rows of the batch at hand that belong here; null if there are none yet. */
    @Nullable
    RowList rows;

    Pane(long start, List<Accumulator> accumulators) {
        this.start = start;
        this.accumulators = accumulators;
    }

    int groups() {
        return keys.size();
    }

    long sizeBytes() {
        return keys.sizeBytes()
                + marks.length
                + accumulators.stream().mapToLong(Accumulator::sizeBytes).sum();
    }

    /**
     * Adds rows of a batch.
     *
     * @param cells for each accumulator; null for one that counts rows
     * @throws FailedAggregate if one of them cannot hold what comes out
     */
    void add(RowList list, KeyEncoder encoder, @Nullable Cells[] cells, int[] groups) {
        int count = list.count();
        int[] places = list.rows();
        for (int i = 0; i < count; i++) {
            int row = places[i];
            groups[i] = keys.add(encoder.hash(row), encoder.data(), encoder.start(row), encoder.end(row));
        }
        grow();
        for (int i = 0; i < count; i++) {
            marks[groups[i]] = NOT_EMITTED | NOT_KEPT;
        }
        emitted = false;
        kept = false;
        for (int i = 0; i < cells.length; i++) {
            try {
                accumulators.get(i).add(groups, places, count, cells[i]);
            } catch (ArithmeticException e) {
                throw new FailedAggregate(i, start, e);
            }
        }
    }

    private void grow() {
        if (marks.length < keys.size()) {
            marks = Arrays.copyOf(marks, Accumulator.grown(keys.size(), marks.length));
        }
        accumulators.forEach(accumulator -> accumulator.grow(keys.size()));
    }

    /**
     * Appends groups in the order of their keys; those that changed since the last time, or all.
     *
     * @param first the builder of the first key; those of the aggregates are behind the keys
     * @return how many
     */
    int emit(boolean all, KeyDecoder decoder, List<ColumnBuilder> builders, int first, int keyCount) {
        int[] chosen = new int[keys.size()];
        int count = 0;
        for (int group = 0; group < chosen.length; group++) {
            if (all || (marks[group] & NOT_EMITTED) != 0) {
                chosen[count++] = group;
                marks[group] &= ~NOT_EMITTED;
            }
        }
        keys.sort(chosen, count);
        for (int i = 0; i < count; i++) {
            decoder.append(keys.data(), keys.start(chosen[i]), builders, first);
        }
        for (int a = 0; a < accumulators.size(); a++) {
            ColumnBuilder builder = builders.get(first + keyCount + a);
            try {
                for (int i = 0; i < count; i++) {
                    accumulators.get(a).emit(chosen[i], builder);
                }
            } catch (ArithmeticException e) {
                throw new FailedAggregate(a, start, e);
            }
        }
        emitted = true;
        return count;
    }

    /** Has nothing changed since the last {@link #emit}? */
    boolean isEmitted() {
        return emitted;
    }

    /** Has nothing changed since the last {@link #keep}? */
    boolean isKept() {
        return kept;
    }

    /** Writes the groups that changed since the last time, and takes note that they are kept. */
    void keep(StateOutput out) {
        int changed = 0;
        for (int group = 0; group < keys.size(); group++) {
            changed += (marks[group] & NOT_KEPT) != 0 ? 1 : 0;
        }
        out.writeNumber(changed);
        for (int group = 0; group < keys.size(); group++) {
            if ((marks[group] & NOT_KEPT) != 0) {
                write(group, out);
                marks[group] &= ~NOT_KEPT;
            }
        }
        kept = true;
    }

    /** Writes all groups, and takes note that they are kept. */
    void keepAll(StateOutput out) {
        out.writeNumber(keys.size());
        for (int group = 0; group < keys.size(); group++) {
            write(group, out);
            marks[group] &= ~NOT_KEPT;
        }
        kept = true;
    }

    private void write(int group, StateOutput out) {
        out.writeBytes(keys.data(), keys.start(group), keys.end(group));
        for (Accumulator accumulator : accumulators) {
            accumulator.write(group, out);
        }
    }

    /** Takes groups that were written; those that are there are replaced. */
    void read(StateInput in) {
        int count = in.readCount();
        for (int i = 0; i < count; i++) {
            int length = in.skipBytes();
            int from = in.position() - length;
            int group = keys.add(Keys.hash(in.data(), from, in.position()), in.data(), from, in.position());
            grow();
            for (Accumulator accumulator : accumulators) {
                accumulator.read(group, in);
            }
        }
    }
}
