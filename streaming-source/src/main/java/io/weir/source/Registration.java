package io.weir.source;

import io.weir.table.consumers.Consumer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a consumer registered with its table: from then on nothing is cleaned up there that it has not read. One thread at a time.
 *
 * <p>Whoever keeps positions says when one is safe; telling what was only read would let go of what has to be read again after a crash. What the
 * table knows may lag behind by a little.
 */
public final class Registration {
    /** Longer than any stop for the weekend, shorter than the usual time that log entries are kept. */
    public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofDays(7);

    private static final Duration BETWEEN = Duration.ofSeconds(10);

    private final Source source;
    private final String id;
    private final Duration timeToLive;
    private final Duration between;
    private @Nullable Instant told;

    private Registration(Source source, String id, Duration timeToLive) {
        this.source = source;
        this.id = id;
        this.timeToLive = timeToLive;
        Duration tenth = timeToLive.dividedBy(10);
        this.between = tenth.compareTo(BETWEEN) < 0 ? tenth : BETWEEN;
    }

    /**
     * Registers a consumer, or takes over its registration.
     *
     * @param id letters, digits and {@code . _ -}
     * @param timeToLive how long it is believed to live without being heard of
     * @param position from which on it needs the table
     * @throws IllegalArgumentException if the id is not one
     */
    public static Registration of(Source source, String id, Duration timeToLive, SourcePosition position) {
        Registration registration = new Registration(source, id, timeToLive);
        registration.tell(position, source.table().environment().clock().instant());
        return registration;
    }

    /**
     * Nothing before this position will be read again. Costs a request every now and then.
     *
     * @param last will nothing be heard of the consumer for some time? Then the table is told now
     */
    public void safe(SourcePosition position, boolean last) {
        Instant now = source.table().environment().clock().instant();
        if (last || told == null || Duration.between(told, now).compareTo(between) >= 0) {
            tell(position, now);
        }
    }

    private void tell(SourcePosition position, Instant now) {
        source.table()
                .consumers()
                .put(new Consumer(
                        id, position.version(), position.initial(), source.feed(), position.toJson(), now, timeToLive));
        told = now;
    }
}
