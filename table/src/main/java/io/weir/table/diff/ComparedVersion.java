package io.weir.table.diff;

import io.weir.log.Snapshot;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;

/**
 * One side of a comparison. Immutable, but for the store.
 *
 * @param store whose root is the table's
 */
public record ComparedVersion(ObjectStore store, TableEnvironment environment, Snapshot snapshot) {
    boolean isTableOf(ComparedVersion other) {
        return store.root().equals(other.store.root());
    }
}
