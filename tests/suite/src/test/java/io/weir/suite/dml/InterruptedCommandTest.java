package io.weir.suite.dml;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.compaction.Fsck;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an interrupt leaves: the table, whole, and a sentence. */
class InterruptedCommandTest {
    private static final StructType SCHEMA =
            StructType.EMPTY.add("id", PrimitiveType.LONG).add("text", PrimitiveType.STRING);
    private static final int FILES = 12;
    private static final int ROWS = 50_000;

    @TempDir
    Path directory;

    /** An update may be done before the interrupt reaches it, if the machine is busy; so many are tried. */
    private static final int MOST_TRIES = 10;

    @Test
    void anInterruptedUpdateLeavesTheTableAsItWasAndSaysSo() throws IOException, InterruptedException {
        Path path = directory.resolve("t");
        try (Table table = Table.create(path.toString()).schema(SCHEMA).commit()) {
            for (int file = 0; file < FILES; file++) {
                BatchBuilder rows = new BatchBuilder(SCHEMA);
                for (int row = 0; row < ROWS; row++) {
                    long id = (long) file * ROWS + row;
                    rows.add(id, "row number " + id * 31);
                }
                table.append(rows.build());
            }
        }
        Path said = directory.resolve("said");
        int before = 0;
        int exitCode = 0;
        while (exitCode == 0) {
            assertThat(before)
                    .as("updates that were done before they were interrupted")
                    .isLessThan(MOST_TRIES);
            exitCode = interruptedUpdate(path, said);
            before += exitCode == 0 ? 1 : 0;
        }

        assertThat(exitCode).as(Files.readString(said)).isEqualTo(130);
        assertThat(Files.readString(said)).contains("interrupted; the table is whole");
        try (Table table = Table.open(path.toString())) {
            assertThat(table.latest().version()).isEqualTo(FILES + before);
            assertThat(table.count()).isEqualTo((long) FILES * ROWS);
            assertThat(table.scan()
                            .where("text LIKE '%" + "x".repeat(before + 1) + "'")
                            .count())
                    .isZero();
            assertThat(table.scan()
                            .where("text LIKE '%" + "x".repeat(before) + "'")
                            .count())
                    .isEqualTo((long) FILES * ROWS);
            assertThat(Fsck.of(table).check().hasErrors()).isFalse();
        }
    }

    /** Returns the exit code of an update of all rows that is interrupted as soon as it writes, which is after it read and long before it commits. */
    private static int interruptedUpdate(Path path, Path said) throws IOException, InterruptedException {
        long before = entries(path);
        Process update = WeirProcess.start(
                said, List.of("update", path.toString(), "--set", "text = concat(text, 'x')", "--where", "id >= 0"));
        Process kill = new ProcessBuilder("sh", "-c", "read now; kill -INT " + update.pid()).start();
        while (update.isAlive() && entries(path) == before) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        kill.getOutputStream().write('\n');
        kill.getOutputStream().close();
        kill.waitFor();
        assertThat(update.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return update.exitValue();
    }

    /** What lies in the table's directory, files that are not complete yet among it. */
    private static long entries(Path table) throws IOException {
        try (Stream<Path> files = Files.list(table)) {
            return files.count();
        }
    }
}
