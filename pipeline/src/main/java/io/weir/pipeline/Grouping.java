package io.weir.pipeline;

import io.weir.pipeline.state.Watermark;
import io.weir.pipeline.window.Aggregate;
import io.weir.pipeline.window.Aggregation;
import io.weir.pipeline.window.Emission;
import io.weir.pipeline.window.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a query that are put together, before it is said what becomes of them. One thread at a time. */
public final class Grouping {
    private final Query query;
    private final @Nullable Window window;
    private final List<String> keys;
    private Emission emission = Emission.CLOSED;

    Grouping(Query query, @Nullable Window window, List<String> keys) {
        this.query = query;
        this.window = window;
        this.keys = keys;
    }

    /**
     * Which groups the end of an epoch gives; {@link Emission#CLOSED} if nothing is said. Unless the query has an {@linkplain Query#outputMode output mode}, closed groups
     * are appended, changed ones replace what the table has of them, and all of them replace the table.
     */
    public Grouping emit(Emission groups) {
        emission = groups;
        return this;
    }

    /**
     * Makes one row of each group: its window, its keys, and these values. See {@link Aggregation}.
     *
     * @throws IllegalArgumentException if these groups would never be given, for there is no watermark, or no window
     */
    public Query aggregate(Aggregate... aggregates) {
        Watermark watermark = query.watermark;
        return query.group(
                new Aggregation(window, keys, List.of(aggregates), watermark, emission, query.maxStateBytes));
    }
}
