package io.weir.table.scan;

import java.util.Iterator;

/** An iterator that holds files open until it is closed; reading it to the end closes it too. One thread at a time. */
public interface CloseableIterator<T> extends Iterator<T>, AutoCloseable {
    /** Stops the reading behind it; calling it again does nothing. */
    @Override
    void close();
}
