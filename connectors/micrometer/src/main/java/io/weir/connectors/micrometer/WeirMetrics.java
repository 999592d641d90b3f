package io.weir.connectors.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.weir.pipeline.Progress;
import io.weir.pipeline.QueryListener;
import io.weir.pipeline.source.SourceLag;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one query does, as meters named {@code weir.query.…} with the tags {@code app.id} and {@code table}. Called by the query's thread; the
 * meters are read by any.
 *
 * <p>The meters come with the first committed epoch, which is when the query has a name, and stay until {@link #close}. A query that is started again
 * with another of these on the same registry goes on with the same meters.
 */
public final class WeirMetrics implements QueryListener, AutoCloseable {
    private final MeterRegistry registry;
    private final Tags tags;
    private @Nullable QueryMeters meters;
    private @Nullable SourceLag early;

    public WeirMetrics(MeterRegistry registry) {
        this(registry, Tags.empty());
    }

    /** @param tags that all meters have beside their own */
    public WeirMetrics(MeterRegistry registry, Iterable<Tag> tags) {
        this.registry = registry;
        this.tags = Tags.of(tags);
    }

    @Override
    public void committed(Progress progress) {
        QueryMeters all = meters;
        if (all == null) {
            all = new QueryMeters(registry, tags.and("app.id", progress.appId(), "table", progress.place()));
            meters = all;
            if (early != null) {
                all.measured(early);
            }
        }
        all.committed(progress);
    }

    @Override
    public void measured(SourceLag lag) {
        if (meters == null) {
            early = lag;
        } else {
            meters.measured(lag);
        }
    }

    /** Takes the meters out of the registry. Not while the query runs. */
    @Override
    public void close() {
        if (meters != null) {
            meters.close();
        }
    }
}
