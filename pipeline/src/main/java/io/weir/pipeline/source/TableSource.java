package io.weir.pipeline.source;

import io.weir.pipeline.decode.SourceException;
import io.weir.source.Registration;
import io.weir.source.SourcePosition;
import io.weir.table.changes.Feed;
import io.weir.table.consumers.Consumer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The rows of a table, as a stream of it gives them. Immutable. */
public final class TableSource implements Source {
    private final io.weir.source.Source rows;
    private final @Nullable String consumer;
    private final Duration timeToLive;

    private TableSource(io.weir.source.Source rows, @Nullable String consumer, Duration timeToLive) {
        this.rows = rows;
        this.consumer = consumer;
        this.timeToLive = timeToLive;
    }

    /** @param rows of a table that stays open as long as queries read it */
    public static TableSource of(io.weir.source.Source rows) {
        return new TableSource(rows, null, Registration.DEFAULT_TIME_TO_LIVE);
    }

    /** Registers queries that read this as a consumer of the table, which then cleans up nothing that they have not committed. */
    public TableSource registeredAs(String id) {
        return registeredAs(id, timeToLive);
    }

    /** @param newTimeToLive after so long without a committed epoch or a start the table forgets the consumer */
    public TableSource registeredAs(String id, Duration newTimeToLive) {
        Consumer.requireId(id);
        return new TableSource(rows, id, newTimeToLive);
    }

    /** Where the table is, and whether its rows or its changes are read. */
    @Override
    public String identity() {
        return rows.table().location() + (rows.feed() == Feed.CHANGES ? " (changes)" : "");
    }

    @Override
    public boolean identifiesItself() {
        return true;
    }

    @Override
    public SourceReader open(Position from, ReadSettings settings) {
        io.weir.source.Source bounded =
                settings.bounded() ? rows.upTo(rows.table().latest().version()) : rows;
        SourcePosition place = place(from);
        Registration registration = consumer == null ? null : Registration.of(rows, consumer, timeToLive, place);
        return new TableReader(bounded, place, from, registration);
    }

    private SourcePosition place(Position from) {
        try {
            SourcePosition place = SourcePosition.ofNumbers(from.partitions(), rows.tableId());
            return place == null ? rows.initial() : place;
        } catch (IllegalArgumentException e) {
            throw new SourceException(
                    e.getMessage() + " {position=" + from + ", source="
                            + rows.table().location() + "}",
                    e);
        }
    }
}
