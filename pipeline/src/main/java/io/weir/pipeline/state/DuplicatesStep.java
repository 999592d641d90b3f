package io.weir.pipeline.state;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.LongVector;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link DropDuplicates} at work: keys in one array, and for each the time from which it is not known any more. Keys that are past theirs go together,
 * when the watermark has come far enough to make it worth the while. One thread at a time.
 */
final class DuplicatesStep implements StatefulStep {
    /** Keys are swept out when the watermark has moved by such a part of the delay; up to so many more are held. */
    private static final int SWEEPS_A_DELAY = 8;

    private static final int NOT_TIMED = -1;

    private final DropDuplicates definition;
    private final InputColumns input;
    private final StateForm form;
    private final KeyEncoder encoder = new KeyEncoder();
    private final EventClock clock;
    private final List<Integer> keyColumns = new ArrayList<>();
    private final int time;
    private final long sweepEveryMicros;
    private Keys keys = new Keys();
    private long[] expiries = new long[0];
    private BitSet changed = new BitSet();
    private long lastSweep = Long.MIN_VALUE;
    private long late;
    private boolean ended;

    DuplicatesStep(DropDuplicates definition, StructType first) {
        this.definition = definition;
        this.input = new InputColumns(first);
        List<String> parts = new ArrayList<>(List.of("drop duplicates"));
        for (String column : definition.columns()) {
            int number = input.add(column, KeyDecoder::isKey, "a type without parts");
            keyColumns.add(number);
            parts.add("key " + column + " " + input.type(number).sql());
        }
        Watermark watermark = definition.watermark();
        this.time = watermark == null ? NOT_TIMED : input.addTime(watermark.column());
        this.clock = new EventClock(watermark == null ? 0 : watermark.delayMicros());
        this.sweepEveryMicros = watermark == null ? 0 : watermark.delayMicros() / SWEEPS_A_DELAY;
        if (watermark != null) {
            parts.add("watermark " + watermark.column() + " " + input.type(time).sql());
        }
        this.form = new StateForm(input.schema(), parts);
    }

    @Override
    public ColumnBatch apply(ColumnBatch rows) {
        late = ended ? 0 : late;
        ended = false;
        encoder.encode(input.in(rows, keyColumns), rows.rowCount());
        int[] kept = new int[rows.rowCount()];
        int count;
        if (time == NOT_TIMED) {
            count = keepNew(rows.rowCount(), kept);
        } else {
            LongVector times = (LongVector) input.in(rows, time);
            count = keepNew(times, kept);
            clock.see(times);
        }
        StateTooLargeException.check("drop duplicates", this, definition.maxStateBytes());
        return count == kept.length ? rows : rows.take(kept, count);
    }

    private int keepNew(int rows, int[] kept) {
        int count = 0;
        for (int row = 0; row < rows; row++) {
            int before = keys.size();
            int key = add(row);
            if (key == before) {
                changed.set(key);
                kept[count++] = row;
            }
        }
        return count;
    }

    private int keepNew(LongVector times, int[] kept) {
        int count = 0;
        long whenUnknown = clock.plusDelay(clock.newestBefore());
        for (int row = 0; row < times.length(); row++) {
            boolean isUnknown = times.isNull(row);
            if (!isUnknown && clock.hasPassed(times.value(row))) {
                late++;
                continue;
            }
            int before = keys.size();
            int key = add(row);
            if (key == before || clock.hasPassed(expiries[key])) {
                expire(key, isUnknown ? whenUnknown : clock.plusDelay(times.value(row)));
                changed.set(key);
                kept[count++] = row;
            }
        }
        return count;
    }

    private int add(int row) {
        return keys.add(encoder.hash(row), encoder.data(), encoder.start(row), encoder.end(row));
    }

    private void expire(int key, long expiry) {
        if (key >= expiries.length) {
            expiries = Arrays.copyOf(expiries, Math.max(16, key + (key >> 1)));
        }
        expiries[key] = expiry;
    }

    @Override
    public @Nullable ColumnBatch endEpoch() {
        late = ended ? 0 : late;
        ended = true;
        if (time != NOT_TIMED) {
            clock.endEpoch();
            sweepIfDue();
        }
        return null;
    }

    private void sweepIfDue() {
        Long watermark = clock.watermarkMicros();
        if (watermark != null && watermark >= lastSweep + sweepEveryMicros) {
            sweep();
            lastSweep = watermark;
        }
    }

    /** Keeps the keys that are still known. */
    private void sweep() {
        int known = 0;
        for (int key = 0; key < keys.size(); key++) {
            known += clock.hasPassed(expiries[key]) ? 0 : 1;
        }
        if (known == keys.size()) {
            return;
        }
        Keys all = keys;
        long[] allExpiries = expiries;
        BitSet allChanged = changed;
        keys = new Keys(known);
        expiries = new long[known];
        changed = new BitSet(known);
        byte[] data = all.data();
        for (int key = 0; key < all.size(); key++) {
            if (!clock.hasPassed(allExpiries[key])) {
                int start = all.start(key);
                int kept = keys.add(Keys.hash(data, start, all.end(key)), data, start, all.end(key));
                expiries[kept] = allExpiries[key];
                changed.set(kept, allChanged.get(key));
            }
        }
    }

    @Override
    public byte[] changes() {
        if (changed.isEmpty() && !clock.hasMoved()) {
            return new byte[0];
        }
        byte[] bytes = form.changes(out -> write(out, changed));
        settle();
        return bytes;
    }

    @Override
    public byte[] snapshot() {
        BitSet known = new BitSet(keys.size());
        for (int key = 0; key < keys.size(); key++) {
            known.set(key, time == NOT_TIMED || !clock.hasPassed(expiries[key]));
        }
        byte[] bytes = form.snapshot(out -> write(out, known));
        settle();
        return bytes;
    }

    private void settle() {
        changed.clear();
        clock.settle();
    }

    private void write(StateOutput out, BitSet chosen) {
        clock.write(out);
        out.writeNumber(chosen.cardinality());
        for (int key = chosen.nextSetBit(0); key >= 0; key = chosen.nextSetBit(key + 1)) {
            out.writeBytes(keys.data(), keys.start(key), keys.end(key));
            if (time != NOT_TIMED) {
                out.writeLong(expiries[key]);
            }
        }
    }

    @Override
    public void restore(byte[] snapshotOrChanges) {
        form.restore(snapshotOrChanges, () -> keys = new Keys(), this::read);
    }

    private void read(StateInput in) {
        clock.read(in);
        int count = in.readCount();
        for (int i = 0; i < count; i++) {
            int length = in.skipBytes();
            int from = in.position() - length;
            int key = keys.add(Keys.hash(in.data(), from, in.position()), in.data(), from, in.position());
            if (time != NOT_TIMED) {
                expire(key, in.readLong());
            }
        }
    }

    @Override
    public long stateRows() {
        return keys.size();
    }

    @Override
    public long stateBytes() {
        return keys.sizeBytes() + (long) Long.BYTES * expiries.length + changed.size() / Byte.SIZE;
    }

    @Override
    public long lateRows() {
        return late;
    }

    @Override
    public @Nullable Long watermarkMicros() {
        return clock.watermarkMicros();
    }
}
