package io.weir.storage;

import java.time.Duration;

/** Tells at once when objects come into a directory, whoever puts them there. One thread at a time. */
public interface DirectoryWatch extends AutoCloseable {
    /**
     * Waits until an object may have come since the last call, or since the watch was begun.
     *
     * @param atMost about how long
     *
     * @return false if the time has passed and nothing came
     */
    boolean await(Duration atMost) throws InterruptedException;

    @Override
    void close();
}
