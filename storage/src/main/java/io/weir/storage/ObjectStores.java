package io.weir.storage;

import java.net.URI;

/** Finds the store for an address. Safe for many threads. */
public final class ObjectStores {
    private ObjectStores() {}

    /**
     * The store rooted at an address: a local path, a {@code file:} URI, {@code memory://name/…}, or any scheme for which an
     * {@link ObjectStoreProvider} is on the class path.
     */
    public static ObjectStore open(URI root) {
        throw new UnsupportedOperationException("being built: " + root);
    }
}
