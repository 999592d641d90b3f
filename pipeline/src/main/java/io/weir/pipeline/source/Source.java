package io.weir.pipeline.source;

import java.util.List;

/** Something rows can be read from, again and again from the same position. Immutable. */
public interface Source {
    /** What it is, for messages, histories and application ids: the same for every run, such as a URI. */
    String identity();

    /** Does the identity say which rows these are? Standard input has one identity whatever is piped into it. */
    boolean identifiesItself();

    /**
     * Starts reading.
     *
     * @throws io.weir.pipeline.decode.SourceException if there is no such source, or it is not what the position was taken from
     */
    SourceReader open(Position from, ReadSettings settings);

    /**
     * Starts reading in parts that can be read at the same time, each with partitions of the position that no other has. One, unless a source
     * says otherwise.
     */
    default List<SourceReader> openParts(Position from, ReadSettings settings) {
        return List.of(open(from, settings));
    }
}
