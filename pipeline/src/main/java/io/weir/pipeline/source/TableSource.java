package io.weir.pipeline.source;

import io.weir.pipeline.decode.SourceException;
import io.weir.source.SourcePosition;
import io.weir.table.changes.Feed;

/** The rows of a table, as a stream of it gives them. Immutable. */
public final class TableSource implements Source {
    private final io.weir.source.Source rows;

    private TableSource(io.weir.source.Source rows) {
        this.rows = rows;
    }

    /** @param rows of a table that stays open as long as queries read it */
    public static TableSource of(io.weir.source.Source rows) {
        return new TableSource(rows);
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
        return new TableReader(bounded.stream(place(from)), from);
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
