package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectWriter;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CountingStoreTest extends ObjectStoreContract {
    private final URI address = URI.create("memory://" + UUID.randomUUID());

    @Override
    protected ObjectStore emptyStore() {
        return new CountingStore(MemoryStore.shared(address));
    }

    @Override
    protected ObjectStore sameStoreAgain() {
        return new CountingStore(MemoryStore.shared(address));
    }

    @Test
    void everyRequestIsWrittenDownOnce() {
        CountingStore counting = new CountingStore(MemoryStore.create());
        counting.put("log/a", bytes("abc"));
        counting.putIfAbsent("log/b", bytes("b"));
        counting.read("log/a");
        counting.exists("log/c");
        counting.info("log/a");
        counting.listFrom("log", "b").close();
        counting.listFrom("", "").close();
        counting.listDeep("log").close();
        try (ObjectReader reader = counting.open("log/a", 3)) {
            reader.read(1, 2);
        }
        try (ObjectWriter writer = counting.create("data")) {
            writer.write(bytes("1234"), 0, 4);
        }
        counting.create("given up").abort();
        counting.delete("data");

        assertThat(counting.drain())
                .containsExactly(
                        "PUT log/a",
                        "PUT-IF-ABSENT log/b",
                        "GET log/a",
                        "HEAD log/c",
                        "HEAD log/a",
                        "LIST log from b",
                        "LIST .",
                        "LIST-DEEP log",
                        "RANGE log/a",
                        "PUT data",
                        "DELETE data");
        assertThat(counting.drain()).isEmpty();
        assertThat(counting.bytesRead()).isEqualTo(5);
        assertThat(counting.bytesWritten()).isEqualTo(8);
    }
}
