package io.weir.storage;

import java.util.List;

/** An object that has its name and all its bytes, and is on its way to the disk. Safe for many threads. */
@FunctionalInterface
public interface PendingSync {
    /** It is there already. */
    PendingSync DONE = () -> {};

    /**
     * Returns when the object is durable, as often as it is asked. An interrupt waits until then.
     *
     * @throws StorageException if it cannot be made durable; what has its name may be cut or gone when power is lost
     */
    void await();

    /** Returns when all of them are durable. */
    static void awaitAll(List<PendingSync> all) {
        all.forEach(PendingSync::await);
    }
}
