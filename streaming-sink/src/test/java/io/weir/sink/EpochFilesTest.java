package io.weir.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.action.AddFile;
import io.weir.table.data.WrittenFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EpochFilesTest {
    private static final EpochFiles SOME = new EpochFiles(List.of(
            new WrittenFile(
                    "day=ü/part-1.parquet",
                    7,
                    AddFile.builder("day=%C3%BC/part-1.parquet")
                            .partitionValues(Map.of("day", "ü"))
                            .sizeBytes(100)
                            .stats("{\"numRecords\":7}")
                            .build()),
            new WrittenFile(
                    "part-2.parquet",
                    1,
                    AddFile.builder("part-2.parquet").sizeBytes(5).build())));

    @Test
    void bytesGiveBackTheSameFiles() {
        assertThat(EpochFiles.fromBytes(SOME.toBytes())).isEqualTo(SOME);
        assertThat(EpochFiles.fromBytes(new EpochFiles(List.of()).toBytes()).isEmpty())
                .isTrue();
        assertThat(SOME.rows()).isEqualTo(8);
    }

    @Test
    void otherBytesAreRefused() {
        byte[] bytes = SOME.toBytes();
        assertThatThrownBy(() -> EpochFiles.fromBytes(Arrays.copyOf(bytes, bytes.length - 3)))
                .hasMessageContaining("cut short");
        byte[] tooLong = bytes.clone();
        tooLong[12 + 2 + "day=ü/part-1.parquet".length() + 1 + 8] = (byte) 0xff; // the length of the first action
        assertThatThrownBy(() -> EpochFiles.fromBytes(tooLong)).hasMessageContaining("cut short");
        assertThatThrownBy(() -> EpochFiles.fromBytes(new byte[20])).hasMessageContaining("not the files of an epoch");
        bytes[7] = 2;
        assertThatThrownBy(() -> EpochFiles.fromBytes(bytes))
                .hasMessageContaining("a later version of Weir {found=2, known=1}");
    }
}
