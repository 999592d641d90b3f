package io.weir.pipeline.source;

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
}
