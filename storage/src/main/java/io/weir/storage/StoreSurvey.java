package io.weir.storage;

/** Is told what a store has in a directory, see {@link ObjectStore#survey}. Called by one thread at a time. */
public interface StoreSurvey {
    void object(ObjectInfo object);

    /**
     * What was begun and is no object: a writer is at work on it, or died. No listing shows it; {@link ObjectStore#delete} takes it away.
     *
     * @param part its time is when something was last written to it
     */
    default void unfinished(ObjectInfo part) {}

    /**
     * A directory with nothing in it, of a store that has directories of their own.
     *
     * @param modifiedMillis when something last came into it or left it, in milliseconds since the epoch
     */
    default void emptyDirectory(String name, long modifiedMillis) {}
}
