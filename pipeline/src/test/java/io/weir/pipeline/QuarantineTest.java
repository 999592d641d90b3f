package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.decode.BadRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineTest {
    @TempDir
    Path directory;

    private static BadRecord bad(String text) {
        return new BadRecord("source", 1, null, null, null, "why", text);
    }

    @Test
    void aSecondRunInTheSameNameDoesNotTouchWhatTheFirstHasNotFinished() throws Exception {
        try (Quarantine first = new Quarantine(directory, "app");
                Quarantine second = new Quarantine(directory, "app")) {
            first.add(bad("of the first"));
            second.add(bad("of the second"));
            first.finish(0);
        }

        assertThat(Files.readString(directory.resolve("app-0000000000.jsonl")))
                .contains("of the first")
                .doesNotContain("of the second");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).hasSize(1);
        }
    }
}
