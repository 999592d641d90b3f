package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.log.DeltaLog;
import io.weir.log.checkpoint.CheckpointWriter;
import io.weir.log.commit.LogNames;
import io.weir.log.error.TableException;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.suite.corpus.SharedTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that others wrote, with nothing left of their logs but our checkpoint, are to other readers what they were. */
class OurCheckpointsOfSharedTablesTest {
    private static final int BY_SPARK = 6;

    @TempDir
    Path directory;

    @Test
    void othersReadTheSameRowsThroughOurCheckpoints() throws IOException {
        Path shared = SharedTables.required().folder();
        int byKernel = 0;
        int bySpark = 0;
        List<String> wrong = new ArrayList<>();
        for (Path table : tables(shared.resolve("data"))) {
            String id = table.getFileName().toString();
            Path rows = shared.resolve("expected/" + id + "/latest.jsonl");
            String expectation = Files.readString(shared.resolve("expected/" + id + "/table.json"));
            if (!id.startsWith("gen__") && !hasCheckpoint(table)
                    || expectation.contains("\"template\": true")
                    || expectation.contains("kernelJavaFails")) {
                continue;
            }
            Path copy = directory.resolve(id);
            copy(table, copy);
            long version = onlyOurCheckpoint(table, copy);
            if (version < 0) {
                continue;
            }
            rows = Files.exists(rows) ? rows : shared.resolve("expected/" + id + "/v" + version + ".jsonl");
            if (!Files.exists(rows)) {
                continue;
            }
            List<String> expected = Files.readAllLines(rows);
            byKernel++;
            compare(wrong, id + " by Kernel", expected, () -> KernelReader.read(copy, KernelReader.LATEST));
            if (id.startsWith("gen__") && bySpark < BY_SPARK) {
                bySpark++;
                compare(wrong, id + " by Spark", expected, () -> SparkReader.read(copy, version));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(byKernel).as("tables read by Kernel").isGreaterThan(20);
        assertThat(bySpark).as("tables read by Spark").isPositive();
    }

    private interface Reading {
        ReadTable read() throws IOException;
    }

    private static void compare(List<String> wrong, String what, List<String> expected, Reading reading) {
        try {
            if (!reading.read().rows().equals(expected)) {
                wrong.add(what + ": other rows");
            }
        } catch (IOException | RuntimeException e) {
            wrong.add(what + ": " + e);
        }
    }

    /** Leaves of a copy's log what our checkpoint needs. The version of the table; -1 if we cannot read it. */
    private static long onlyOurCheckpoint(Path table, Path copy) throws IOException {
        try (ObjectStore store = ObjectStores.open(table.toUri());
                ObjectStore target = ObjectStores.open(copy.toUri())) {
            TableState state = DeltaLog.forTable(store).latest().state();
            state.shape().schema();
            try (Stream<Path> files = Files.list(copy.resolve("_delta_log"))) {
                for (Path file : files.filter(f -> f.getFileName().toString().contains("checkpoint"))
                        .toList()) {
                    Files.delete(file);
                }
            }
            CheckpointWriter.write(target, state, 0);
            for (long version = 0; version < state.version(); version++) {
                target.delete(LogNames.commit(version)); // the checkpoint's own stays, as the protocol wants it
            }
            return state.version();
        } catch (TableException e) {
            return -1;
        }
    }

    private static List<Path> tables(Path data) throws IOException {
        try (Stream<Path> found = Files.list(data)) {
            return found.filter(t -> Files.isDirectory(t.resolve("_delta_log")))
                    .sorted()
                    .toList();
        }
    }

    private static boolean hasCheckpoint(Path table) throws IOException {
        try (Stream<Path> found = Files.list(table.resolve("_delta_log"))) {
            return found.anyMatch(f -> f.getFileName().toString().endsWith(".parquet"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.write(target, Files.readAllBytes(file));
                }
            }
        }
    }
}
