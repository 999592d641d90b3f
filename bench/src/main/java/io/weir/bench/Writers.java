package io.weir.bench;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.LongVector;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.table.Table;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many writers of one table on local disk: how many transactions a second, in how many versions, and how long one takes. Every
 * row is looked for afterwards; a lost or doubled one ends the program with exit code 1. What the disk can do is measured in the same
 * run, because nothing else makes the numbers of two days comparable.
 */
public final class Writers {
    private static final int ROWS = 10;
    private static final int WARM_UP = 300;
    private static final StructType SCHEMA =
            StructType.EMPTY.add("id", PrimitiveType.LONG).add("value", PrimitiveType.LONG);

    private Writers() {}

    /** Arguments: work directory, then jobs; or {@code child}, table, first writer, appends. */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("child")) {
            child(Path.of(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            return;
        }
        // Nothing is deleted before the end: ext4 looks at every inode that was freed in the last minutes before it
        // takes a new one
        Path work = Files.createTempDirectory(
                Files.createDirectories(Path.of(arguments[0]).toAbsolutePath()), "writers");
        limits(work);
        for (String job : Arrays.copyOfRange(arguments, 1, arguments.length)) {
            for (int run = 1; run <= 3; run++) {
                Path table = work.resolve("writers-" + job + run);
                switch (job) {
                    case "small-appends" -> threads(job, table, 1, 1000);
                    case "writers-8" -> threads(job, table, 8, 100);
                    case "appenders-64" -> threads(job, table, 64, 200);
                    case "processes-8" -> processes(job, table, 8, 100);
                    default -> throw new IllegalArgumentException("No such job: " + job);
                }
            }
        }
        Job.delete(work);
    }

    /** What every durable commit needs: a complete file that gets its name. */
    private static void limits(Path work) throws IOException {
        Path directory = Files.createDirectories(work.resolve("limit"));
        byte[] bytes = new byte[1000];
        for (boolean durable : new boolean[] {true, false}) {
            int count = 300;
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                Path hidden = directory.resolve("." + durable + i);
                try (FileOutputStream out = new FileOutputStream(hidden.toFile())) {
                    out.write(bytes);
                    if (durable) {
                        out.getFD().sync();
                    }
                }
                Files.createLink(directory.resolve(durable + "-" + i), hidden);
                Files.delete(hidden);
                if (durable) {
                    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                        channel.force(true);
                    }
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "limit: file, %slink: %,.0f/s%n",
                    durable ? "sync, directory sync, " : "",
                    count * 1e9 / (System.nanoTime() - start));
        }
        Job.delete(directory);
    }

    private static ColumnBatch rows(long first) {
        long[] ids = new long[ROWS];
        for (int i = 0; i < ROWS; i++) {
            ids[i] = first + i;
        }
        return new ColumnBatch(
                SCHEMA,
                ROWS,
                List.of(
                        new LongVector(PrimitiveType.LONG, ROWS, ids, null),
                        new LongVector(PrimitiveType.LONG, ROWS, ids, null)));
    }

    private static void threads(String job, Path path, int writers, int appends) throws Exception {
        try (Table table = Table.create(path).schema(SCHEMA).commit()) {
            long[] nanos = new long[writers * appends];
            ExecutorService threads = Executors.newFixedThreadPool(writers);
            CyclicBarrier start = new CyclicBarrier(writers + 1);
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int first = writer * appends;
                all.add(threads.submit(() -> {
                    start.await();
                    for (int i = first; i < first + appends; i++) {
                        long before = System.nanoTime();
                        table.append(rows((long) i * ROWS));
                        nanos[i] = System.nanoTime() - before;
                    }
                    return null;
                }));
            }
            start.await();
            long began = System.nanoTime();
            for (Future<?> one : all) {
                one.get();
            }
            long took = System.nanoTime() - began;
            threads.shutdown();
            report(job, table, nanos, took);
        }
    }

    private static void processes(String job, Path path, int writers, int appends) throws Exception {
        try (Table table = Table.create(path).schema(SCHEMA).commit()) {
            List<Process> children = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                children.add(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Writers.class.getName(),
                                "child",
                                path.toString(),
                                Integer.toString(writer),
                                Integer.toString(appends))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
            }
            List<BufferedReader> outputs = new ArrayList<>();
            for (Process child : children) {
                BufferedReader output = child.inputReader(StandardCharsets.UTF_8);
                output.readLine(); // it is ready
                outputs.add(output);
            }
            long began = System.nanoTime();
            for (Process child : children) {
                child.outputWriter(StandardCharsets.UTF_8).append("go\n").flush();
            }
            long[] nanos = new long[writers * appends];
            int next = 0;
            for (BufferedReader output : outputs) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    nanos[next++] = Long.parseLong(line);
                }
            }
            long took = System.nanoTime() - began;
            for (Process child : children) {
                if (child.waitFor() != 0) {
                    throw new IllegalStateException("A writer failed");
                }
            }
            report(job, table, nanos, took);
        }
    }

    private static void child(Path path, int writer, int appends) throws Exception {
        // What a JVM needs to get going is not what several of them do to each other
        try (Table own = Table.create(path.resolveSibling(path.getFileName() + "-warm-up-" + writer))
                .schema(SCHEMA)
                .commit()) {
            for (int i = 0; i < WARM_UP; i++) {
                own.append(rows((long) i * ROWS));
            }
        }
        try (Table table = Table.open(path)) {
            table.known();
            System.out.println("ready");
            if (System.in.read() < 0) {
                return;
            }
            StringBuilder nanos = new StringBuilder();
            for (int i = writer * appends; i < (writer + 1) * appends; i++) {
                long before = System.nanoTime();
                table.append(rows((long) i * ROWS));
                nanos.append(System.nanoTime() - before).append('\n');
            }
            System.out.print(nanos);
            System.out.flush();
        }
    }

    private static void report(String job, Table table, long[] nanos, long took) {
        int expected = nanos.length * ROWS;
        BitSet seen = new BitSet(expected);
        long[] rows = new long[1];
        table.scan().rows().stream().forEach(row -> {
            seen.set((int) row.longValue("id"));
            rows[0]++;
        });
        if (rows[0] != expected || seen.cardinality() != expected) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: ROWS LOST OR DOUBLED: expected %d, found %d, different %d%n",
                    job,
                    expected,
                    rows[0],
                    seen.cardinality());
            System.exit(1);
        }
        long versions = table.latest().version();
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-14s %,8.0f transactions/s, %,6d versions, %5.1f transactions a version, p50 %6.2f ms, p99 %7.2f ms, max %7.2f ms%n",
                job,
                nanos.length * 1e9 / took,
                versions,
                (double) nanos.length / versions,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos[nanos.length - 1] / 1e6);
    }
}
