package io.weir.bench;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.LongVector;
import io.weir.pipeline.Query;
import io.weir.pipeline.RunningQuery;
import io.weir.pipeline.Sources;
import io.weir.pipeline.Trigger;
import io.weir.source.Source;
import io.weir.source.SourceBatch;
import io.weir.source.SourceStart;
import io.weir.source.SourceStream;
import io.weir.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How long a row takes from the moment it is made until a second process has it: a query of one process writes rows at a rate into a table, a
 * stream of this one reads them. A row that is lost, doubled or out of order ends the program with exit code 1.
 */
public final class Freshness {
    private static final long ROWS_PER_SECOND = 1000;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    /** A session alone takes ten seconds to begin. */
    private static final Duration SPARK_WARM_UP = Duration.ofSeconds(40);

    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final int MICROS_PER_MILLI = 1000;

    private Freshness() {}

    /** Arguments: work directory, then triggers such as {@code 10ms}, {@code 100ms}, {@code 1s} {@code micro-batch} or {@code spark}; or {@code child}. */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("spark-child")) {
            print("spark", DeltaSpark.freshness(Path.of(arguments[1]), ROWS_PER_SECOND, SPARK_WARM_UP, MEASURED), "");
            System.exit(0);
        }
        if (arguments[0].equals("child")) {
            child(Path.of(arguments[1]), trigger(arguments[2]));
            return;
        }
        Path work = Files.createTempDirectory(
                Files.createDirectories(Path.of(arguments[0]).toAbsolutePath()), "freshness");
        for (String trigger : Arrays.copyOfRange(arguments, 1, arguments.length)) {
            if (trigger.equals("spark")) {
                spark(work.resolve("spark").resolve("table"));
            } else {
                measure(work.resolve("table-" + trigger), trigger);
            }
        }
        Job.delete(work);
    }

    private static Trigger trigger(String name) {
        if (name.equals("micro-batch")) {
            return Trigger.asFastAsPossible();
        }
        return Trigger.continuous(
                name.endsWith("ms")
                        ? Duration.ofMillis(Long.parseLong(name.substring(0, name.length() - 2)))
                        : Duration.ofSeconds(Long.parseLong(name.substring(0, name.length() - 1))));
    }

    /** Writes until its standard input ends. */
    private static void child(Path path, Trigger trigger) throws Exception {
        RunningQuery query = Query.from(Sources.rate(ROWS_PER_SECOND))
                .to(path)
                .create()
                .trigger(trigger)
                .start();
        query.appId();
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // until whoever started us is done
        }
        query.stop();
    }

    private static void measure(Path path, String trigger) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Freshness.class.getName(),
                        "child",
                        path.toString(),
                        trigger)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        writer.inputReader().readLine();
        long[] micros = new long[(int) (ROWS_PER_SECOND * (MEASURED.toSeconds() + 1))];
        int count = 0;
        long versions;
        try (Table table = Table.open(path)) {
            Source source = Source.of(table).startingAt(SourceStart.version(0));
            long begin = System.nanoTime() + WARM_UP.toNanos();
            long end = begin + MEASURED.toNanos();
            long expected = 0;
            try (SourceStream stream = source.stream(source.initial())) {
                while (System.nanoTime() < end && count < micros.length) {
                    SourceBatch batch = stream.next(1 << 14);
                    if (batch == null) {
                        stream.await(Duration.ofMillis(100));
                        continue;
                    }
                    long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
                    ColumnBatch rows = batch.rows();
                    LongVector times = (LongVector) rows.column("timestamp");
                    LongVector values = (LongVector) rows.column("value");
                    for (int i = 0; i < rows.rowCount(); i++) {
                        if (values.value(i) != expected++) {
                            System.out.println(trigger + ": A ROW IS LOST, DOUBLED OR OUT OF ORDER, expected "
                                    + (expected - 1) + ", found " + values.value(i));
                            System.exit(1);
                        }
                        if (System.nanoTime() >= begin && count < micros.length) {
                            micros[count++] = now - times.value(i);
                        }
                    }
                }
            }
            versions = table.latest().version();
        }
        writer.outputWriter().close();
        if (!writer.waitFor(1, TimeUnit.MINUTES)) {
            writer.destroyForcibly();
        }
        print(trigger, Arrays.copyOf(micros, count), String.format(Locale.ROOT, "%,6d versions in all", versions));
    }

    private static void print(String trigger, long[] micros, String remark) {
        long[] sorted = micros.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-12s %,7d rows, created to delivered: p50 %7.1f ms, p99 %7.1f ms, max %7.1f ms  %s%n",
                trigger,
                sorted.length,
                (double) sorted[sorted.length / 2] / MICROS_PER_MILLI,
                (double) sorted[(int) (sorted.length * 99L / 100)] / MICROS_PER_MILLI,
                (double) sorted[sorted.length - 1] / MICROS_PER_MILLI,
                remark);
    }

    /** Spark's two queries, in a process with Spark's options. */
    private static void spark(Path table) throws Exception {
        Files.createDirectories(table);
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx4g"));
        command.addAll(Compare.sparkOptions());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Freshness.class.getName(),
                "spark-child",
                table.toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(table.resolveSibling("spark.err").toFile())
                .start();
        if (process.waitFor() != 0) {
            System.out.println("spark        failed; its output is in " + table.resolveSibling("spark.err"));
            System.exit(1);
        }
    }
}
