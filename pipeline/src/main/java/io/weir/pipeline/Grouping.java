package io.weir.pipeline;

import io.weir.pipeline.state.Watermark;
import io.weir.pipeline.window.Aggregate;
import io.weir.pipeline.window.Aggregation;
import io.weir.pipeline.window.Emission;
import io.weir.pipeline.window.Window;
import io.weir.sink.OutputMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a query that are put together, before it is said what becomes of them. One thread at a time. */
public final class Grouping {
    private final Query query;
    private final @Nullable Window window;
    private final List<String> keys;
    private @Nullable Emission emission;

    Grouping(Query query, @Nullable Window window, List<String> keys) {
        this.query = query;
        this.window = window;
        this.keys = keys;
    }

    /**
     * Which groups the end of an epoch gives. If nothing is said, what goes with the query's output mode: closed ones are added, changed ones take the
     * place of those before, or all of them that of the whole table.
     */
    public Grouping emit(Emission groups) {
        emission = groups;
        return this;
    }

    /**
     * Makes one row of each group: its window, its keys, and these values. See {@link Aggregation}.
     *
     * @throws IllegalArgumentException if names are not distinct. Here or at the start, if groups would never be given, for there is no watermark or
     *     no window
     */
    public Query aggregate(Aggregate... aggregates) {
        Emission asked = emission;
        Aggregation all = definition(List.of(aggregates), query.watermark, asked == null ? Emission.ALL : asked);
        return query.group(() -> asked != null
                ? all.start()
                : definition(all.aggregates(), all.watermark(), emissionFor(query.outputMode()))
                        .start());
    }

    private Aggregation definition(List<Aggregate> aggregates, @Nullable Watermark watermark, Emission groups) {
        return new Aggregation(window, keys, aggregates, watermark, groups, query.maxStateBytes);
    }

    private static Emission emissionFor(OutputMode mode) {
        if (mode instanceof OutputMode.Update) {
            return Emission.CHANGED;
        }
        return mode instanceof OutputMode.Complete ? Emission.ALL : Emission.CLOSED;
    }
}
