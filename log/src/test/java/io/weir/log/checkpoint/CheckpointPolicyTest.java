package io.weir.log.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointPolicyTest {
    private static final long MB = 1 << 20;

    private static CheckpointPolicy policy(Map<String, String> properties) {
        return CheckpointPolicy.of(Metadata.builder("id")
                .schema(StructType.EMPTY)
                .configuration(properties)
                .build());
    }

    private static LogTail tail(long checkpoint, long checkpointBytes, long bytes) {
        return new LogTail(checkpoint, checkpointBytes, bytes, Duration.ZERO, Duration.ZERO);
    }

    @ParameterizedTest(name = "version {0} behind {1} of {2} MB with {3} MB of log and {4} files: {5}")
    @CsvSource({
        "10, -1, 0, 0, 1, true", // by its number
        "11, 10, 0, 0, 1, false",
        "10, 10, 0, 99, 1, false", // there is one of this version
        "0, -1, 0, 99, 1, false",
        "11, 10, 0, 15, 1, false",
        "11, 10, 0, 16, 1, true", // by bytes
        "11, 10, 100, 49, 1, false", // shorter than half of the checkpoint
        "11, 10, 100, 50, 1, true",
        "11, 10, 0, 40, 1000000, false", // the same for one whose length is not known
        "11, 10, 0, 50, 1000000, true",
    })
    void aCheckpointIsDueByNumberAndByBytes(
            long version, long checkpoint, long checkpointMb, long logMb, long files, boolean due) {
        assertThat(policy(Map.of()).isDue(version, tail(checkpoint, checkpointMb * MB, logMb * MB), files))
                .isEqualTo(due);
    }

    @ParameterizedTest(name = "replay {0} ms, checkpoint {1} ms: {2}")
    @CsvSource({"1000, 0, false", "1001, 0, true", "1001, 1001, false", "3000, 2999, true"})
    void aCheckpointIsDueIfReplayTakesLongAndLongerThanReadingIt(long replay, long checkpoint, boolean due) {
        LogTail measured = tail(10, 0, 0).took(Duration.ofMillis(checkpoint), Duration.ofMillis(replay));

        assertThat(policy(Map.of()).isDue(11, measured, 1)).isEqualTo(due);
        assertThat(policy(Map.of()).isMissing(1, measured, 1)).isEqualTo(due);
    }

    @Test
    void propertiesChangeTheLimitsAndTurnThemOff() {
        assertThat(policy(Map.of("weir.checkpointBytes", "1 mb", "weir.checkpointReplayTime", "interval 2 seconds")))
                .isEqualTo(new CheckpointPolicy(10, MB, Duration.ofSeconds(2)));
        assertThat(policy(Map.of("weir.checkpointBytes", "off", "weir.checkpointReplayTime", "OFF")))
                .isEqualTo(new CheckpointPolicy(10, CheckpointPolicy.OFF, null));
        assertThat(policy(Map.of("weir.checkpointBytes", "12345678901", "delta.checkpointInterval", "7")))
                .isEqualTo(new CheckpointPolicy(7, 12345678901L, CheckpointPolicy.DEFAULT_REPLAY_TIME));
    }

    @ParameterizedTest
    @CsvSource({"elephants", "0", "-1", "99999999999999999 tb"})
    void aLimitThatMakesNoSenseCountsAsIfItWereNotThere(String text) {
        assertThat(policy(Map.of("weir.checkpointBytes", text, "weir.checkpointReplayTime", "soon")))
                .isEqualTo(policy(Map.of()));
    }

    @Test
    void withEverythingOffOnlyTheIntervalCounts() {
        CheckpointPolicy off = policy(Map.of("weir.checkpointBytes", "off", "weir.checkpointReplayTime", "off"));
        LogTail much = tail(-1, 0, 1000 * MB).took(Duration.ZERO, Duration.ofHours(1));

        assertThat(off.isDue(9, much, 1)).isFalse();
        assertThat(off.isDue(10, much, 1)).isTrue();
        assertThat(off.isMissing(9, much, 1)).isFalse();
        assertThat(off.isMissing(10, much, 1)).isTrue();
    }

    @Test
    void behindACheckpointOnlyWhatCameSinceIsLeft() {
        LogTail then = tail(10, 5, 100);
        LogTail now = tail(10, 5, 130).took(Duration.ZERO, Duration.ofSeconds(9));

        assertThat(now.since(then).bytes()).isEqualTo(30);
        assertThat(now.since(then).replayTime()).isZero();
        assertThat(now.behind(12, 7, then)).isEqualTo(tail(12, 7, 30));
        assertThat(now.behind(9, 7, then)).isEqualTo(now);
        assertThat(now.since(tail(8, 5, 100))).isEqualTo(now);
    }
}
