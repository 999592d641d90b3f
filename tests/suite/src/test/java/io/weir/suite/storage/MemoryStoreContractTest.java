package io.weir.suite.storage;

import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.testkit.ObjectStoreContract;
import java.util.UUID;

class MemoryStoreContractTest extends ObjectStoreContract {
    private final String address = "memory://" + UUID.randomUUID() + "/a/table";

    @Override
    protected ObjectStore emptyStore() {
        return ObjectStores.open(address);
    }

    @Override
    protected ObjectStore sameStoreAgain() {
        return ObjectStores.open(address);
    }
}
