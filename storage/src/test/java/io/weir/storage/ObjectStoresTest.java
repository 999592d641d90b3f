package io.weir.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectStoresTest {
    @ParameterizedTest
    @CsvSource({
        "/data/orders, /data/orders",
        "/data/orders/, /data/orders",
        "/data/a b%20c, /data/a b%20c",
        "file:/data/orders, /data/orders",
        "file:///data/orders, /data/orders",
        "FILE:///data/orders/, /data/orders",
        "file://localhost/data/orders, /data/orders",
        "file:///data/a%20b, /data/a b",
        "file:///data/a b, /data/a b",
        "file:/data/a b, /data/a b",
        "file://localhost/data/a b, /data/a b",
        "/data/../data/orders, /data/orders",
    })
    void aLocalAddressIsFoundInEverySpelling(String address, String path) {
        assertThat(directoryOf(address)).isEqualTo(Path.of(path));
    }

    @Test
    void aRelativeAddressStartsAtTheWorkingDirectory() {
        Path here = Path.of("").toAbsolutePath();
        assertThat(directoryOf("out/orders")).isEqualTo(here.resolve("out/orders"));
        assertThat(directoryOf("file:out/orders")).isEqualTo(here.resolve("out/orders"));
        assertThat(directoryOf("events:2024")).isEqualTo(here.resolve("events:2024"));
        assertThat(directoryOf(".")).isEqualTo(here);
    }

    @Test
    void aUriWithoutASchemeIsAPath() {
        assertThat(((LocalStore) ObjectStores.open(URI.create("/data/a%20b"))).directory())
                .isEqualTo(Path.of("/data/a b"));
    }

    @Test
    void aHostInAFileAddressIsRefused() {
        assertThatThrownBy(() -> ObjectStores.open("file://elsewhere/data"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host=elsewhere");
    }

    @Test
    void memoryIsSharedByName() {
        ObjectStore a = ObjectStores.open("memory://ObjectStoresTest/tables/a");
        a.put("x", "1".getBytes(UTF_8));
        assertThat(ObjectStores.open(URI.create("memory://ObjectStoresTest/tables/a/"))
                        .read("x"))
                .asString(UTF_8)
                .isEqualTo("1");
        assertThat(ObjectStores.open("memory://ObjectStoresTest").exists("tables/a/x"))
                .isTrue();
        assertThat(ObjectStores.open("memory://ObjectStoresTest/tables/b").exists("x"))
                .isFalse();
        assertThat(ObjectStores.open("memory://another/tables/a").exists("x")).isFalse();
        assertThat(a.root()).isEqualTo(URI.create("memory://ObjectStoresTest/tables/a"));
    }

    @Test
    void aSchemeNobodyProvidesIsNamedTogetherWithWhoWould() {
        assertThatThrownBy(() -> ObjectStores.open("s3://bucket/orders"))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("scheme=s3")
                .hasMessageContaining("weir-s3")
                .hasMessageContaining("known=[file, memory");
        assertThatThrownBy(() -> ObjectStores.open("abfss://c@account/orders")).hasMessageContaining("weir-hadoop");
        assertThatThrownBy(() -> ObjectStores.open("gopher://hole/orders")).hasMessageContaining("scheme=gopher");
    }

    @Test
    void aProviderOnTheClassPathIsFoundByItsScheme() {
        assertThat(ObjectStores.open("provided://anything/at/all")).isInstanceOf(MemoryStore.class);
        assertThat(ObjectStores.open("PROVIDED://anything")).isInstanceOf(MemoryStore.class);
    }

    private static Path directoryOf(String address) {
        ObjectStore store = ObjectStores.open(address);
        assertThat(List.of("file", store.root().getScheme())).containsOnly("file");
        return ((LocalStore) store).directory();
    }
}
