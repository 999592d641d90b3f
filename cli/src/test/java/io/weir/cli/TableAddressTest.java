package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.TableAddress.Version;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TableAddressTest {
    static Stream<Arguments> addresses() {
        return Stream.of(
                Arguments.of("t", "t", new Version.Latest()),
                Arguments.of("/data/t@v0", "/data/t", new Version.Exactly(0)),
                Arguments.of("/data/t@V12", "/data/t", new Version.Exactly(12)),
                Arguments.of("t@-1", "t", new Version.Back(1)),
                Arguments.of("t@2026-11-21", "t", new Version.AsOf(Instant.parse("2026-11-21T00:00:00Z"))),
                Arguments.of("t@2026-11-21T10:15:30", "t", new Version.AsOf(Instant.parse("2026-11-21T10:15:30Z"))),
                Arguments.of(
                        "t@2026-11-21 10:15:30.25", "t", new Version.AsOf(Instant.parse("2026-11-21T10:15:30.25Z"))),
                Arguments.of(
                        "t@2026-11-21T10:15:30+01:00", "t", new Version.AsOf(Instant.parse("2026-11-21T09:15:30Z"))),
                Arguments.of("s3://b/me@example.com/t", "s3://b/me@example.com/t", new Version.Latest()),
                Arguments.of("s3://b/me@example.com/t@v3", "s3://b/me@example.com/t", new Version.Exactly(3)),
                Arguments.of("t@v", "t@v", new Version.Latest()),
                Arguments.of("t@v99999999999999999999", "t@v99999999999999999999", new Version.Latest()),
                Arguments.of("@v1", "@v1", new Version.Latest()));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void anAddressIsAPathAndAVersion(String text, String path, Version version) {
        assertThat(TableAddress.parse(text)).isEqualTo(new TableAddress(path, version));
    }
}
