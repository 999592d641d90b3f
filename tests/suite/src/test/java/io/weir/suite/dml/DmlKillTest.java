package io.weir.suite.dml;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.compaction.Fsck;
import io.weir.compaction.check.CheckReport;
import io.weir.compaction.check.FindingKind;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import io.weir.table.TableBuilder;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.scan.CloseableIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that change a table are killed with SIGKILL at random: the table opens, nothing is wrong with it, its rows are those before or
 * those after the statement, and the same command given again comes to the end. More kills of each: {@code tests/kill-dml 25}.
 */
@Timeout(1800)
class DmlKillTest {
    private static final int KILLS = Integer.getInteger("weir.dml.kills", 2);
    private static final long SEED = Long.getLong("weir.dml.kill.seed", 4);
    private static final int FILES = 8;
    private static final int ROWS = 80_000;
    private static final int MOST_IDS = ROWS + 7_000;
    private static final int NOT_THERE = Integer.MIN_VALUE;
    private static final StructType SCHEMA =
            StructType.EMPTY.add("id", PrimitiveType.LONG).add("n", PrimitiveType.INTEGER);

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);

    /** How long a command takes that nobody kills, in milliseconds. */
    private final Map<String, Long> took = new TreeMap<>();

    private int rounds;
    private int killedOnTheWay;
    private int before;
    private int after;

    /** What is there: a number for each id. */
    private int[] rows = new int[MOST_IDS];

    @Test
    void whoIsKilledHasDoneAllOrNothing() throws Exception {
        Path source = directory.resolve("source");
        create(source, Map.of());
        append(source, 3, MOST_IDS, 7);
        for (boolean vectors : List.of(true, false)) {
            Path table = directory.resolve("table-" + vectors);
            create(table, Map.of("delta.enableDeletionVectors", Boolean.toString(vectors)));
            Arrays.fill(rows, NOT_THERE);
            Arrays.fill(rows, 0, ROWS, 0);
            for (int file = 0; file < FILES; file++) {
                append(table, ROWS / FILES * file, ROWS / FILES * (file + 1), 1);
            }
            for (int i = 0; i < (KILLS + 1) / 2; i++) {
                int round = ++rounds;
                int[] deleted = rows.clone();
                for (int id = round % 97; id < MOST_IDS; id += 97) {
                    deleted[id] = NOT_THERE;
                }
                killAndFinish(table, deleted, "delete", "--where", "id % 97 = " + round % 97);
                int[] merged = rows.clone();
                for (int id = 3; id < MOST_IDS; id += 7) {
                    merged[id] = round;
                }
                killAndFinish(
                        table,
                        merged,
                        "merge",
                        "--using",
                        source.toString(),
                        "--on",
                        "t.id = s.id",
                        "--when",
                        "MATCHED THEN UPDATE SET n = " + round,
                        "--when",
                        "NOT MATCHED THEN INSERT (id, n) VALUES (s.id, " + round + ")");
                killAndFinish(table, rows, "optimize");
                killAClone(table, directory.resolve("clone-" + round));
            }
        }
        System.out.printf(
                "kills: %d of %d on the way; %d found the rows before, %d those after%n",
                killedOnTheWay, 4 * rounds, before, after);
        assertThat(killedOnTheWay).isPositive();
    }

    private void create(Path table, Map<String, String> properties) {
        TableBuilder builder = Table.create(table).schema(SCHEMA);
        properties.forEach(builder::property);
        builder.commit().close();
    }

    private static void append(Path path, int from, int to, int step) {
        BatchBuilder batch = new BatchBuilder(SCHEMA);
        for (int id = from; id < to; id += step) {
            batch.add((long) id, 0);
        }
        try (Table table = Table.open(path)) {
            table.append(batch.build());
        }
    }

    private void killAndFinish(Path table, int[] expected, String command, String... options) throws Exception {
        List<String> arguments = Stream.concat(Stream.of(command, table.toString()), Stream.of(options))
                .toList();
        kill(arguments, table);
        assertNothingIsWrong(table, false);
        int[] found = read(table);
        boolean done = Arrays.equals(found, expected);
        if (!done) {
            assertSame(found, rows, command);
        }
        finish(arguments);
        assertNothingIsWrong(table, true);
        assertSame(read(table), expected, command + " again");
        rows = expected;
        before += done ? 0 : 1;
        after += done ? 1 : 0;
    }

    private void killAClone(Path table, Path clone) throws Exception {
        List<String> arguments = List.of("clone", table.toString(), clone.toString());
        kill(arguments, clone);
        boolean done = Table.exists(clone);
        if (!done) {
            finish(arguments);
        }
        assertNothingIsWrong(clone, true);
        assertNothingIsWrong(table, false);
        assertSame(read(clone), rows, "clone");
        before += done ? 0 : 1;
        after += done ? 1 : 0;
    }

    /** Kills a command at some moment, or at some moment after it began to write. */
    private void kill(List<String> arguments, Path writes) throws Exception {
        long usual = took.getOrDefault(arguments.get(0), 1200L);
        long files = files(writes);
        Process process = WeirProcess.start(directory.resolve("said"), arguments);
        if (random.nextBoolean()) {
            process.waitFor(usual / 3 + random.nextInt((int) usual), TimeUnit.MILLISECONDS);
        } else {
            while (process.isAlive() && files(writes) == files) {
                process.waitFor(1, TimeUnit.MILLISECONDS);
            }
            process.waitFor(random.nextInt((int) usual / 4), TimeUnit.MILLISECONDS);
        }
        killedOnTheWay += process.isAlive() ? 1 : 0;
        process.destroyForcibly().waitFor();
    }

    private static long files(Path table) throws IOException {
        if (!Files.exists(table)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(table)) {
            return files.count();
        }
    }

    private void finish(List<String> arguments) throws Exception {
        long start = System.nanoTime();
        Path said = directory.resolve("said");
        int code = WeirProcess.start(said, arguments).waitFor();
        assertThat(code).as("%s: %s", arguments, Files.readString(said)).isZero();
        took.put(arguments.get(0), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private static void assertNothingIsWrong(Path table, boolean deep) {
        try (ObjectStore store = ObjectStores.open(table.toString())) {
            Fsck fsck = Fsck.of(store, TableEnvironment.standard());
            CheckReport report = (deep ? fsck.deep() : fsck).check();
            assertThat(report.count(FindingKind.NO_TABLE)).isZero();
            assertThat(report.hasErrors()).as("%s", report.findings()).isFalse();
        }
    }

    private int[] read(Path path) {
        int[] found = new int[MOST_IDS];
        Arrays.fill(found, NOT_THERE);
        try (Table table = Table.open(path);
                CloseableIterator<ColumnBatch> batches = table.scan().batches()) {
            while (batches.hasNext()) {
                ColumnBatch batch = batches.next();
                LongVector ids = (LongVector) batch.column(0);
                IntVector numbers = (IntVector) batch.column(1);
                for (int i = 0; i < batch.rowCount(); i++) {
                    int id = (int) ids.value(i);
                    assertThat(found[id]).as("row %d is there twice", id).isEqualTo(NOT_THERE);
                    found[id] = numbers.value(i);
                }
            }
        }
        return found;
    }

    private void assertSame(int[] found, int[] expected, String what) {
        int difference = Arrays.mismatch(found, expected);
        assertThat(difference)
                .as(() -> what + ", round " + rounds + ", seed " + SEED + ": row " + difference + " is "
                        + found[difference] + ", not " + expected[difference])
                .isNegative();
    }
}
