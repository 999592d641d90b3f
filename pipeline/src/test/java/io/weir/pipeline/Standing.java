package io.weir.pipeline;

import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.SourceLag;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a query could stand. */
final class Standing {
    static final SourceLag LAG = new SourceLag(2L, 3L, 4096L, 50L, Duration.ofMillis(1500));
    static final StateProgress STATE = new StateProgress(10, 2048, 1, 1_795_342_500_000_001L);

    private Standing() {}

    static Progress of(@Nullable SourceLag lag, @Nullable StateProgress state) {
        return of(
                lag,
                state,
                new Summary("a", false, 5000, 4900, 4, 320_000, 60_000, 6, 8, 1L, 8L, Duration.ofSeconds(10)));
    }

    static Progress of(@Nullable SourceLag lag, @Nullable StateProgress state, Summary total) {
        return new Progress(
                "a",
                "/t",
                7,
                8L,
                Instant.parse("2026-11-22T10:15:30.250Z"),
                new Progress.Input(1000, 3, 64_000, 2),
                new Progress.Output(900, 1, 12_345, 17L),
                Duration.ofMillis(500),
                Duration.ofNanos(3_125_000),
                Position.START,
                state,
                lag,
                total);
    }
}
