package io.weir.pipeline.window;

import io.weir.format.type.StructType;
import io.weir.pipeline.state.StateTooLargeException;
import io.weir.pipeline.state.StatefulStep;
import io.weir.pipeline.state.StepDefinition;
import io.weir.pipeline.state.Watermark;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts rows with equal keys, in the same window, together into one. Immutable.
 *
 * <p>The rows that it makes have {@code window_start} and {@code window_end}, if there is a window, of the type of its column; then the keys; then the
 * values. The window is two columns and not a struct so that a table can be partitioned by it, replaced by key, and filtered by statistics.
 * They come in the order of window and keys, nulls first.
 *
 * <p>Whether a row is too late is decided by the watermark with which the epoch began: if all windows that it is in have ended by then, it is
 * dropped and counted. So is a row without a time, which is in no window. A window has ended when the watermark has come to its end.
 *
 * @param keys columns of any type without parts; a null is a key like others
 * @param watermark on the column of the window, if there are both
 * @param aggregates one or more
 * @param maxStateBytes what may be remembered; {@link StateTooLargeException} beyond it
 */
public record Aggregation(
        @Nullable Window window,
        List<String> keys,
        List<Aggregate> aggregates,
        @Nullable Watermark watermark,
        Emission emission,
        long maxStateBytes)
        implements StepDefinition {
    public static final String WINDOW_START = "window_start";
    public static final String WINDOW_END = "window_end";

    public Aggregation {
        keys = List.copyOf(keys);
        aggregates = List.copyOf(aggregates);
        if (aggregates.isEmpty()) {
            throw new IllegalArgumentException("Groups have at least one value; count() for one {keys=" + keys + "}");
        }
        if (window != null && watermark != null && !window.column().equalsIgnoreCase(watermark.column())) {
            throw new IllegalArgumentException("Windows end by the watermark of their own column {watermark="
                    + watermark.column() + ", window=" + window.column() + "}");
        }
        if (emission == Emission.CLOSED && (window == null || watermark == null)) {
            throw new IllegalArgumentException(
                    "Groups that never close cannot be appended; give a watermark and a window, or write changed "
                            + "or all groups {keys=" + keys + ", watermark=" + watermark + ", window=" + window + "}");
        }
        checkNames(window, keys, aggregates);
    }

    private static void checkNames(@Nullable Window window, List<String> keys, List<Aggregate> aggregates) {
        List<String> names = new ArrayList<>(window == null ? List.of() : List.of(WINDOW_START, WINDOW_END));
        names.addAll(keys);
        aggregates.forEach(aggregate -> names.add(aggregate.name()));
        Set<String> distinct = new HashSet<>();
        for (String name : names) {
            if (!distinct.add(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "Two columns of the groups have one name {column=" + name + ", columns=" + names + "}");
            }
        }
    }

    /** The columns by which the rows that are made differ: those of the window, if there is one, and the keys. */
    public List<String> keyColumns() {
        List<String> columns = new ArrayList<>(window == null ? List.of() : List.of(WINDOW_START, WINDOW_END));
        columns.addAll(keys);
        return columns;
    }

    /** Does it ever forget a window? */
    boolean closes() {
        return window != null && watermark != null && emission != Emission.ALL;
    }

    @Override
    public StatefulStep start(StructType input) {
        return new GroupingStep(this, input);
    }
}
