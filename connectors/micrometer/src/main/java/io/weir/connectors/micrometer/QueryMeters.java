package io.weir.connectors.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.weir.pipeline.Progress;
import io.weir.pipeline.StateProgress;
import io.weir.pipeline.source.SourceLag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The meters of one query. One thread at a time; read by any. */
final class QueryMeters implements AutoCloseable {
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final double MICROS_PER_SECOND = 1e6;
    /** Bounds of the histograms' buckets; those that Micrometer would choose are seventy. */
    private static final Duration[] BUCKETS = LongStream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();
    /** What gauges show, as the bits of doubles, by the gauges' names. */
    private final Map<String, AtomicLong> shown = new HashMap<>();

    private final Counter rowsIn;
    private final Counter rowsOut;
    private final Counter badRows;
    private final Counter lateRows;
    private final Counter bytesIn;
    private final Counter bytesOut;
    private final Counter filesOut;
    private final Counter foldedFiles;
    private final Timer batch;
    private final Timer commit;
    /** What {@link #foldedFiles} has of this run. */
    private long folded;

    QueryMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        this.rowsIn = counter("weir.query.rows.in", "Records read, those that do not fit included");
        this.rowsOut = counter("weir.query.rows.out", "Rows written");
        this.badRows = counter("weir.query.rows.bad", "Records that do not fit");
        this.lateRows = counter("weir.query.rows.late", "Rows dropped because they came too late");
        this.bytesIn = counter("weir.query.bytes.in", "About how many bytes of the source were read");
        this.bytesOut = counter("weir.query.bytes.out", "Bytes of the files written");
        this.filesOut = counter("weir.query.files.out", "Data files written");
        this.foldedFiles = counter("weir.query.files.folded", "Files put together with others");
        this.batch = timer("weir.query.batch", "From an epoch's first row to the end of its commit");
        this.commit = timer("weir.query.commit", "The commits of epochs");
    }

    private Counter counter(String name, String description) {
        return kept(Counter.builder(name).description(description).tags(tags).register(registry));
    }

    private Timer timer(String name, String description) {
        return kept(Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
    }

    private <M extends Meter> M kept(M meter) {
        meters.add(meter);
        return meter;
    }

    void committed(Progress progress) {
        rowsIn.increment(progress.in().rows());
        rowsOut.increment(progress.out().rows());
        badRows.increment(progress.in().badRows());
        bytesIn.increment(progress.in().bytes());
        bytesOut.increment(progress.out().bytes());
        filesOut.increment(progress.out().files());
        batch.record(progress.batchTime());
        commit.record(progress.commitTime());
        foldedFiles.increment(progress.total().foldedFiles() - folded);
        folded = progress.total().foldedFiles();
        show(
                "weir.query.table.files",
                "All data files of the table",
                null,
                number(progress.out().tableFiles()));
        show("weir.query.version", "The version that the last epoch became", null, number(progress.version()));
        show(
                "weir.query.committed",
                "When the last epoch was committed, since 1970",
                "seconds",
                progress.time().toEpochMilli() / MILLIS_PER_SECOND);
        StateProgress state = progress.state();
        if (state != null) {
            remembers(state);
        }
    }

    private void remembers(StateProgress state) {
        lateRows.increment(state.lateRows());
        show("weir.query.state.rows", "Things that the steps remember", null, (double) state.rows());
        show("weir.query.state", "About the memory that they take", "bytes", (double) state.bytes());
        Long watermark = state.watermarkMicros();
        show(
                "weir.query.watermark",
                "Rows before this time come too late, since 1970",
                "seconds",
                watermark == null ? null : watermark / MICROS_PER_SECOND);
    }

    void measured(SourceLag lag) {
        show("weir.query.lag.versions", "Versions of the source not committed", null, number(lag.versions()));
        show("weir.query.lag.files", "Files of the source not committed", null, number(lag.files()));
        show("weir.query.lag.bytes", "Bytes of the source not committed", null, number(lag.bytes()));
        show("weir.query.lag.rows", "Rows of the source not committed", null, number(lag.rows()));
        Duration time = lag.time();
        show(
                "weir.query.lag",
                "How long what comes next has been there",
                "seconds",
                time == null ? null : time.toMillis() / MILLIS_PER_SECOND);
    }

    private static @Nullable Double number(@Nullable Long value) {
        return value == null ? null : value.doubleValue();
    }

    /** A gauge is there from its first value on; without one it shows none. */
    private void show(String name, String description, @Nullable String unit, @Nullable Double value) {
        AtomicLong gauge = shown.get(name);
        if (gauge == null) {
            if (value == null) {
                return;
            }
            AtomicLong made = new AtomicLong();
            gauge = made;
            shown.put(name, made);
            kept(Gauge.builder(name, made, bits -> Double.longBitsToDouble(bits.get()))
                    .description(description)
                    .baseUnit(unit)
                    .tags(tags)
                    .register(registry));
        }
        gauge.set(Double.doubleToLongBits(value == null ? Double.NaN : value));
    }

    @Override
    public void close() {
        meters.forEach(registry::remove);
    }
}
