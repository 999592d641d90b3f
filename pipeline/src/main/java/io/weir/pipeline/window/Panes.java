package io.weir.pipeline.window;

import io.weir.format.type.DataType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The panes that are remembered, by the start of their windows, and the rows of the batch at hand that belong to each. One thread at a time. */
final class Panes {
    /** Rows come from few windows at a time; these many are found without the tree. */
    private static final int NEAR = 64;

    private final List<Aggregate> aggregates;
    private final List<@Nullable DataType> inputs;
    private final TreeMap<Long, Pane> byStart = new TreeMap<>();
    private final @Nullable Pane[] near = new @Nullable Pane[NEAR];
    private final long slide;
    private final List<RowList> lists = new ArrayList<>();
    private final List<Pane> touched = new ArrayList<>();

    /** @param slide from one start to the next; 1 without windows */
    Panes(List<Aggregate> aggregates, List<@Nullable DataType> inputs, long slide) {
        this.aggregates = aggregates;
        this.inputs = inputs;
        this.slide = slide;
    }

    /** In the order of their starts. */
    Collection<Pane> all() {
        return byStart.values();
    }

    /** The pane of a window, new if it is not there. */
    Pane at(long start) {
        int place = (int) (start / slide) & (NEAR - 1);
        Pane found = near[place];
        if (found == null || found.start != start) {
            found = byStart.computeIfAbsent(start, this::create);
            near[place] = found;
        }
        return found;
    }

    private Pane create(long start) {
        List<Accumulator> accumulators = new ArrayList<>(aggregates.size());
        for (int i = 0; i < aggregates.size(); i++) {
            accumulators.add(Accumulator.of(aggregates.get(i), inputs.get(i)));
        }
        return new Pane(start, accumulators);
    }

    void addRow(long start, int row) {
        Pane pane = at(start);
        RowList rows = pane.rows;
        if (rows == null) {
            if (lists.size() == touched.size()) {
                lists.add(new RowList());
            }
            rows = lists.get(touched.size());
            rows.clear();
            pane.rows = rows;
            touched.add(pane);
        }
        rows.add(row);
    }

    /** The panes that rows were added to since the last {@link #endBatch}. */
    List<Pane> touched() {
        return touched;
    }

    void endBatch() {
        touched.forEach(pane -> pane.rows = null);
        touched.clear();
    }

    /** Forgets panes that start at a time or before; gives the bytes that they took. */
    long forget(long lastStart) {
        long bytes = 0;
        Iterator<Pane> ended = byStart.headMap(lastStart, true).values().iterator();
        while (ended.hasNext()) {
            Pane pane = ended.next();
            int place = (int) (pane.start / slide) & (NEAR - 1);
            if (near[place] == pane) {
                near[place] = null;
            }
            bytes += pane.sizeBytes();
            ended.remove();
        }
        return bytes;
    }

    void clear() {
        byStart.clear();
        java.util.Arrays.fill(near, null);
    }
}
