package io.weir.suite.dml;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.table.Table;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A merge of one row in a hundred into a table that is larger than the heap of the process. */
class MergeInLittleMemoryTest {
    private static final long ROWS = 300_000;
    private static final int ROW_BYTES = 600;
    private static final String HEAP = "-Xmx128m";

    @TempDir
    Path directory;

    @Test
    void aTableLargerThanTheHeapIsMergedInto() throws Exception {
        Path place = directory.resolve("t");
        try (Table table = Table.create(place)
                .schema(MergeProcess.SCHEMA)
                .property("delta.enableDeletionVectors", "true")
                .commit()) {
            MergeProcess.fill(table, ROWS, ROW_BYTES, 6);
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MergeProcess.class.getName(),
                        place.toString(),
                        Long.toString(ROWS))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("updated=1500 deleted=1500 inserted=1000");
        try (Table table = Table.open(place)) {
            assertThat(table.count()).isEqualTo(ROWS - 1500 + 1000);
            assertThat(table.scan().where("length(text) = 1").count()).isEqualTo(2500);
        }
    }
}
