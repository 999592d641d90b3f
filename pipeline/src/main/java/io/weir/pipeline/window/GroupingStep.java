package io.weir.pipeline.window;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.LongVector;
import io.weir.format.type.DataType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.pipeline.state.EventClock;
import io.weir.pipeline.state.InputColumns;
import io.weir.pipeline.state.KeyDecoder;
import io.weir.pipeline.state.KeyEncoder;
import io.weir.pipeline.state.StateForm;
import io.weir.pipeline.state.StateInput;
import io.weir.pipeline.state.StateOutput;
import io.weir.pipeline.state.StateTooLargeException;
import io.weir.pipeline.state.StatefulStep;
import io.weir.pipeline.state.Watermark;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@link Aggregation} at work. A batch is sorted into panes, one for each window; in a pane every row finds its group, and then one aggregate after
 * the other takes its column. One thread at a time.
 */
final class GroupingStep implements StatefulStep {
    private static final int NONE = -1;

    private final Aggregation definition;
    private final @Nullable Window window;
    private final InputColumns input;
    private final int time;
    private final List<Integer> keyColumns = new ArrayList<>();
    private final List<Integer> aggregateColumns = new ArrayList<>();
    private final StructType output;
    private final StateForm form;
    private final KeyEncoder encoder = new KeyEncoder();
    private final KeyDecoder decoder;
    private final EventClock clock;
    private final Panes panes;
    private int[] groups = new int[0];
    private long bytes;
    private long late;
    private boolean ended;

    GroupingStep(Aggregation definition, StructType first) {
        this.definition = definition;
        this.window = definition.window();
        this.input = new InputColumns(first);
        this.time = timeColumn();
        List<String> parts = new ArrayList<>();
        List<StructField> fields = new ArrayList<>();
        describeWindow(parts, fields);
        List<DataType> keyTypes = describeKeys(parts, fields);
        List<@Nullable DataType> inputs = describeAggregates(parts, fields);
        this.output = new StructType(fields);
        this.form = new StateForm(input.schema(), parts);
        this.decoder = new KeyDecoder(keyTypes);
        Watermark watermark = definition.watermark();
        this.clock = new EventClock(watermark == null ? 0 : watermark.delayMicros());
        this.panes = new Panes(definition.aggregates(), inputs, window == null ? 1 : window.slideMicros());
    }

    private int timeColumn() {
        if (window != null) {
            return input.addTime(window.column());
        }
        return definition.watermark() == null
                ? NONE
                : input.addTime(definition.watermark().column());
    }

    private void describeWindow(List<String> parts, List<StructField> fields) {
        parts.add("groups, " + definition.emission());
        if (definition.watermark() != null) {
            parts.add("watermark " + definition.watermark().column() + " "
                    + input.type(time).sql());
        }
        if (window != null) {
            parts.add(window.toString());
            fields.add(new StructField(Aggregation.WINDOW_START, input.type(time)));
            fields.add(new StructField(Aggregation.WINDOW_END, input.type(time)));
        }
    }

    private List<DataType> describeKeys(List<String> parts, List<StructField> fields) {
        List<DataType> types = new ArrayList<>();
        for (String key : definition.keys()) {
            int number = input.add(key, KeyDecoder::isKey, "a type without parts");
            DataType type = input.type(number);
            keyColumns.add(number);
            types.add(type);
            parts.add("key " + key + " " + type.sql());
            fields.add(new StructField(key, type));
        }
        return types;
    }

    private List<@Nullable DataType> describeAggregates(List<String> parts, List<StructField> fields) {
        List<@Nullable DataType> types = new ArrayList<>();
        for (Aggregate aggregate : definition.aggregates()) {
            String column = aggregate.column();
            int number = column == null ? NONE : input.add(column, aggregate::takes, aggregate.needed());
            DataType type = number == NONE ? null : input.type(number);
            aggregateColumns.add(number);
            types.add(type);
            parts.add(aggregate.function() + " "
                    + (column == null
                            ? "of rows"
                            : column + " " + input.type(number).sql()) + " as " + aggregate.name());
            fields.add(new StructField(aggregate.name(), aggregate.type(type)));
        }
        return types;
    }

    @Override
    public ColumnBatch apply(ColumnBatch rows) {
        late = ended ? 0 : late;
        ended = false;
        int count = rows.rowCount();
        encoder.encode(input.in(rows, keyColumns), count);
        assign(rows);
        addToPanes(cells(rows), count);
        StateTooLargeException.check("groups", this, definition.maxStateBytes());
        return new BatchBuilder(output).build();
    }

    private void assign(ColumnBatch rows) {
        if (window == null) {
            for (int row = 0; row < rows.rowCount(); row++) {
                panes.addRow(0, row);
            }
        } else {
            assignByTime((LongVector) input.in(rows, time), window);
        }
        if (definition.watermark() != null) {
            clock.see((LongVector) input.in(rows, time));
        }
    }

    private void assignByTime(LongVector times, Window windows) {
        long[] values = times.values();
        boolean @Nullable [] nulls = times.nulls();
        long size = windows.sizeMicros();
        long slide = windows.slideMicros();
        long last = 0;
        boolean isFirst = true;
        for (int row = 0; row < times.length(); row++) {
            if (nulls != null && nulls[row]) {
                late++;
                continue;
            }
            long value = values[row];
            if (isFirst || value < last || value - last >= slide) {
                last = lastStart(windows, value);
                isFirst = false;
            }
            long start = last;
            for (; value - start < size && !hasEnded(start + size); start -= slide) {
                panes.addRow(start, row);
            }
            late += start == last ? 1 : 0;
        }
    }

    private static long lastStart(Window windows, long value) {
        try {
            return windows.lastStart(value);
        } catch (ArithmeticException e) {
            throw new AggregationException(
                    "A time is too far away to have a window {column=" + windows.column() + ", micros=" + value + "}");
        }
    }

    private boolean hasEnded(long end) {
        return definition.closes() && clock.hasPassed(end);
    }

    /** The values that each aggregate takes, converted once for all panes. */
    private @Nullable Cells[] cells(ColumnBatch rows) {
        @Nullable Cells[] byColumn = new @Nullable Cells[input.size()];
        @Nullable Cells[] cells = new @Nullable Cells[aggregateColumns.size()];
        for (int i = 0; i < cells.length; i++) {
            int number = aggregateColumns.get(i);
            if (number != NONE) {
                if (byColumn[number] == null) {
                    byColumn[number] = Cells.of(input.in(rows, number));
                }
                cells[i] = byColumn[number];
            }
        }
        return cells;
    }

    private void addToPanes(@Nullable Cells[] cells, int count) {
        if (groups.length < count) {
            groups = new int[count];
        }
        for (Pane pane : panes.touched()) {
            RowList list = pane.rows;
            if (list != null) {
                bytes -= pane.groups() == 0 ? 0 : pane.sizeBytes();
                named(() -> pane.add(list, encoder, cells, groups));
                bytes += pane.sizeBytes();
            }
        }
        panes.endBatch();
    }

    @Override
    public @Nullable ColumnBatch endEpoch() {
        late = ended ? 0 : late;
        ended = true;
        clock.endEpoch();
        BatchBuilder rows = new BatchBuilder(output);
        List<ColumnBuilder> columns = new ArrayList<>();
        for (int i = 0; i < output.size(); i++) {
            columns.add(rows.column(i));
        }
        int count = 0;
        for (Pane pane : emitted()) {
            count += emit(pane, columns);
        }
        forgetEnded();
        if (count == 0) {
            return null;
        }
        return new ColumnBatch(
                output, count, columns.stream().map(ColumnBuilder::build).toList());
    }

    private List<Pane> emitted() {
        Predicate<Pane> chosen = switch (definition.emission()) {
            case CLOSED -> pane -> hasEnded(end(pane.start));
            case CHANGED -> pane -> !pane.isEmitted();
            case ALL -> pane -> true;
        };
        return panes.all().stream().filter(chosen).toList();
    }

    private int emit(Pane pane, List<ColumnBuilder> columns) {
        boolean all = definition.emission() != Emission.CHANGED;
        int first = window == null ? 0 : 2;
        int[] count = new int[1];
        named(() -> count[0] = pane.emit(all, decoder, columns, first, keyColumns.size()));
        if (window != null) {
            for (int i = 0; i < count[0]; i++) {
                columns.get(0).appendLong(pane.start);
                columns.get(1).appendLong(end(pane.start));
            }
        }
        return count[0];
    }

    private void forgetEnded() {
        Long watermark = clock.watermarkMicros();
        if (window != null && watermark != null && definition.closes()) {
            long lastStart =
                    watermark < Long.MIN_VALUE + window.sizeMicros() ? Long.MIN_VALUE : watermark - window.sizeMicros();
            bytes -= panes.forget(lastStart);
        }
    }

    private long end(long start) {
        return window == null ? start : start + window.sizeMicros();
    }

    /** Says in which window, and of what, a value cannot be made. */
    private void named(Runnable work) {
        try {
            work.run();
        } catch (FailedAggregate e) {
            Aggregate aggregate = definition.aggregates().get(e.aggregate);
            String where = window == null
                    ? ""
                    : ", window_end=" + instant(end(e.start)) + ", window_start=" + instant(e.start);
            throw new AggregationException(
                    "A value of a group is more than its type holds; cast the column to one that holds more {aggregate="
                            + aggregate.name() + ", column=" + aggregate.column() + ", type="
                            + output.field(output.indexOf(aggregate.name()))
                                    .type()
                                    .sql() + where + "}");
        }
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Override
    public byte[] changes() {
        List<Pane> changed = panes.all().stream().filter(pane -> !pane.isKept()).toList();
        if (changed.isEmpty() && !clock.hasMoved()) {
            return new byte[0];
        }
        byte[] kept = form.changes(out -> write(out, changed, Pane::keep));
        clock.settle();
        return kept;
    }

    @Override
    public byte[] snapshot() {
        byte[] kept = form.snapshot(out -> write(out, List.copyOf(panes.all()), Pane::keepAll));
        clock.settle();
        return kept;
    }

    private void write(StateOutput out, List<Pane> chosen, BiConsumer<Pane, StateOutput> writer) {
        clock.write(out);
        out.writeNumber(chosen.size());
        for (Pane pane : chosen) {
            out.writeLong(pane.start);
            writer.accept(pane, out);
        }
    }

    @Override
    public void restore(byte[] snapshotOrChanges) {
        form.restore(snapshotOrChanges, panes::clear, this::read);
        forgetEnded();
        bytes = panes.all().stream().mapToLong(Pane::sizeBytes).sum();
    }

    private void read(StateInput in) {
        clock.read(in);
        int count = in.readCount();
        for (int i = 0; i < count; i++) {
            panes.at(in.readLong()).read(in);
        }
    }

    @Override
    public long stateRows() {
        return panes.all().stream().mapToLong(Pane::groups).sum();
    }

    @Override
    public long stateBytes() {
        return bytes;
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
