package io.weir.suite.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.LongVector;
import io.weir.table.Table;
import io.weir.table.scan.CloseableIterator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that ingest are killed with SIGKILL at random and started again, until one comes to the end: every row is in the table once, every
 * bad record in quarantine once. More rounds: {@code -Dweir.kills=50 -Dweir.kill.rows=3000000}.
 */
@Timeout(1800)
class IngestKillTest {
    private static final int KILLS = Integer.getInteger("weir.kills", 10);
    private static final int ROWS = Integer.getInteger("weir.kill.rows", 200_000);
    private static final int BAD_EVERY = 10_007;

    @TempDir
    Path directory;

    private final Random random = new Random(KILLS * 31L + ROWS);

    private Path table() {
        return directory.resolve("table");
    }

    private Path quarantine() {
        return directory.resolve("bad");
    }

    private static void writeRows(Path path, int from, int to) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(path)) {
            for (int i = from; i < to; i++) {
                out.write(row(i));
            }
        }
    }

    private static String row(int i) {
        return isBad(i)
                ? "{\"n\":\"" + i + "\",\"s\":\"bad\"}\n"
                : "{\"n\":" + i + ",\"s\":\"value-" + i % 100 + "\",\"t\":\"2001-01-01T00:00:" + (10 + i % 50)
                        + "Z\"}\n";
    }

    private static boolean isBad(int i) {
        return i % BAD_EVERY == BAD_EVERY - 1;
    }

    @Test
    void aFileSurvivesKills() throws Exception {
        Path file = directory.resolve("in.json");
        writeRows(file, 0, ROWS);
        killAndFinish(file.toString(), 0);
        assertEveryRowOnce(ROWS);
    }

    @Test
    void standardInputSurvivesKills() throws Exception {
        Path file = directory.resolve("in.json");
        writeRows(file, 0, ROWS);
        for (int i = 0; i <= KILLS; i++) {
            Process process = IngestProcess.start(table(), quarantine(), "-", epochRows(), 0);
            IngestProcess.feed(process, file);
            if (i < KILLS) {
                killAfterAWhile(process);
            } else {
                assertThat(process.waitFor()).isZero();
            }
        }
        assertEveryRowOnce(ROWS);
    }

    @Test
    void aGrowingFileSurvivesKills() throws Exception {
        Path file = directory.resolve("in.json");
        Files.createFile(file);
        Thread appender = new Thread(() -> {
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                int pauseEvery = Math.max(1, ROWS / 200);
                for (int i = 0; i < ROWS; i++) {
                    String row = row(i);
                    out.write(row, 0, row.length() / 2);
                    if (i % pauseEvery == 0) {
                        out.flush(); // half a line is there for a while
                        TimeUnit.MILLISECONDS.sleep(10);
                    }
                    out.write(row, row.length() / 2, row.length() - row.length() / 2);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        appender.start();
        killAndFinish(file.toString(), ROWS - ROWS / BAD_EVERY);
        appender.join();
        assertEveryRowOnce(ROWS);
    }

    @Test
    void aDirectoryThatFilesArriveInSurvivesKills() throws Exception {
        Path arriving = Files.createDirectory(directory.resolve("arriving"));
        Path inbox = Files.createDirectory(directory.resolve("inbox"));
        int files = 40;
        Thread mover = new Thread(() -> {
            try {
                for (int i = 0; i < files; i++) {
                    String name = (i * 7919 % files) + ".json"; // names come in no order
                    Path path = arriving.resolve(name);
                    writeRows(path, (int) ((long) ROWS * i / files), (int) ((long) ROWS * (i + 1) / files));
                    Files.move(path, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                    TimeUnit.MILLISECONDS.sleep(50);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        mover.start();
        killAndFinish(inbox.toString(), ROWS - ROWS / BAD_EVERY);
        mover.join();
        assertEveryRowOnce(ROWS);
    }

    private void killAndFinish(String source, long rowsWanted) throws Exception {
        for (int i = 0; i < KILLS; i++) {
            killAfterAWhile(IngestProcess.start(table(), quarantine(), source, epochRows(), rowsWanted));
        }
        assertThat(IngestProcess.start(table(), quarantine(), source, epochRows(), rowsWanted)
                        .waitFor())
                .isZero();
    }

    /** An epoch is small enough that there are more of them than kills. */
    private static long epochRows() {
        return Math.max(1_000, ROWS / (4L * KILLS));
    }

    private void killAfterAWhile(Process process) throws InterruptedException {
        process.waitFor(200 + random.nextInt(1_500), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
    }

    private void assertEveryRowOnce(int rows) throws IOException {
        int[] seen = new int[rows];
        try (Table table = Table.open(table());
                CloseableIterator<ColumnBatch> batches =
                        table.scan().select("n").batches()) {
            while (batches.hasNext()) {
                ColumnBatch batch = batches.next();
                LongVector values = (LongVector) batch.column(0);
                for (int i = 0; i < batch.rowCount(); i++) {
                    seen[(int) values.value(i)]++;
                }
            }
        }
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            if (seen[i] != (isBad(i) ? 0 : 1)) {
                wrong.add(i + " is there " + seen[i] + " times");
            }
        }
        assertThat(wrong).isEmpty();
        List<String> bad = new ArrayList<>();
        if (Files.exists(quarantine())) {
            try (Stream<Path> files = Files.list(quarantine())) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                    bad.addAll(Files.readAllLines(file));
                }
            }
        }
        assertThat(bad).hasSize(rows / BAD_EVERY).doesNotHaveDuplicates();
    }
}
