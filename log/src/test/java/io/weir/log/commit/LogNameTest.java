package io.weir.log.commit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogNameTest {
    private static final String V42 = "00000000000000000042";

    @Test
    void everyKindIsReadAndSpelledAlike() {
        LogName[] names = {
            new LogName.Commit(42),
            new LogName.ClassicCheckpoint(Long.MAX_VALUE - 1),
            new LogName.CheckpointPart(42, 1, 3),
            new LogName.UuidCheckpoint(42, "80a083e8-7026-4e79-81be-64bd76c43a11", true),
            new LogName.UuidCheckpoint(42, "80a083e8-7026-4e79-81be-64bd76c43a11", false),
            new LogName.VersionChecksum(42),
            new LogName.Compacted(4, 6),
        };
        for (LogName name : names) {
            assertThat(LogName.parse(name.fileName())).contains(name);
        }
        assertThat(LogNames.commit(42)).isEqualTo("_delta_log/" + V42 + ".json");
        assertThat(LogNames.path(new LogName.CheckpointPart(42, 1, 3)))
                .isEqualTo("_delta_log/" + V42 + ".checkpoint.0000000001.0000000003.parquet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "_last_checkpoint",
                "v43.json",
                V42,
                V42 + ".",
                V42 + ".json.tmp",
                V42 + ".jsonx",
                "." + V42 + ".crc.crc",
                "42.json",
                "99999999999999999999.json",
                "0000000000000000004x.json",
                V42 + ".checkpoint",
                V42 + ".checkpoint..parquet",
                V42 + ".checkpoint.0000000004.0000000003.parquet",
                V42 + ".checkpoint.0000000000.0000000003.parquet",
                V42 + ".checkpoint.1.3.parquet",
                V42 + ".checkpoint.parquet.tmp",
                V42 + "." + V42 + ".compacted.json",
                V42 + ".00000000000000000041.compacted.json",
                V42 + ".3a0d65cd-4056-49b8-937b-95f9e3ee90e5.json",
            })
    void strayNamesAreNoLogNames(String name) {
        assertThat(LogName.parse(name)).isEmpty();
    }
}
