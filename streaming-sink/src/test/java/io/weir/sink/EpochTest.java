package io.weir.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.action.Metadata;
import io.weir.log.commit.Guard;
import io.weir.sink.SinkFixture.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EpochTest {
    @Test
    void bytesGiveBackTheSameEpoch() {
        try (SinkFixture sink = new SinkFixture(Kind.PLAIN)) {
            Metadata metadata = sink.table.known().metadata();
            Epoch epoch = new Epoch(
                            List.of(
                                    new Guard.Newer("app", 7),
                                    new Guard.Expect("app/ü", 9, 8L),
                                    new Guard.Expect("other", 0, null)),
                            List.of(
                                    sink.part(SinkFixture.BY_ID, SinkFixture.row(1L, "a", 1)),
                                    new EpochFiles(List.of())),
                            Map.of("p/1", -1L, "q", Long.MAX_VALUE),
                            Map.of("source", "x".repeat(70_000)),
                            Map.of("numBadRows", 3L))
                    .in(OutputMode.update("id", "p"))
                    .writtenAs(List.of(metadata, metadata));

            assertThat(Epoch.fromBytes(epoch.toBytes())).isEqualTo(epoch);
            assertThat(epoch.writtenAs()).containsExactly(metadata);
            for (OutputMode mode : List.of(OutputMode.append(), OutputMode.complete())) {
                assertThat(Epoch.fromBytes(epoch.in(mode).toBytes()).mode()).isEqualTo(mode);
            }
        }
    }

    @Test
    void otherBytesAreRefused() {
        byte[] bytes = SinkFixture.epoch(3, OutputMode.complete()).toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Epoch.fromBytes(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Epoch.fromBytes(new byte[20])).hasMessageContaining("not an epoch");
        bytes[7] = 2;
        assertThatThrownBy(() -> Epoch.fromBytes(bytes))
                .hasMessageContaining("a later version of Weir {found=2, known=1}");
    }
}
