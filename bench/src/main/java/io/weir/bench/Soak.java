package io.weir.bench;

import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.pipeline.Query;
import io.weir.pipeline.RunningQuery;
import io.weir.pipeline.Sources;
import io.weir.pipeline.Trigger;
import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A continuous query at ten epochs a second for as long as one likes, with folds, log clean-up and vacuum beside it and a stream that reads the table
 * and looks at every row. Does anything grow that should not? A limit that is missed, and a row that is lost, doubled or out of order, end
 * the program with exit code 1.
 */
public final class Soak {
    private static final Duration EPOCH = Duration.ofMillis(100);
    private static final Duration SAMPLE = Duration.ofSeconds(10);
    /** What is kept for a time is as much as it ever gets after that time, and the compiler has done most of its work. */
    private static final Duration WARM_UP = Duration.ofSeconds(120);

    private static final String RETENTION = "interval 1 minute";
    private static final StructType COLUMNS = StructType.EMPTY
            .add("timestamp", PrimitiveType.TIMESTAMP)
            .add("value", PrimitiveType.LONG)
            .add("payload", PrimitiveType.STRING);

    private Soak() {}

    /** Arguments: work directory, seconds, rows a second. */
    public static void main(String[] arguments) throws Exception {
        Path work = Files.createTempDirectory(
                Files.createDirectories(Path.of(arguments[0]).toAbsolutePath()), "soak");
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[1]));
        boolean passed = run(work.resolve("table"), time, Long.parseLong(arguments[2]));
        Job.delete(work);
        System.exit(passed ? 0 : 1);
    }

    private static boolean run(Path path, Duration time, long rowsPerSecond) throws Exception {
        SoakSampler sampler = new SoakSampler(path);
        TableEnvironment environment = TableEnvironment.standard().withEvents(sampler);
        try (Table table = Table.create(ObjectStores.open(path.toString()), environment)
                .schema(COLUMNS)
                .property("delta.targetFileSize", "16mb")
                .property("delta.logRetentionDuration", RETENTION)
                .property("delta.deletedFileRetentionDuration", RETENTION)
                .commit()) {
            SoakReader reader = new SoakReader(path);
            RunningQuery query = Query.from(Sources.rate(rowsPerSecond))
                    .map(COLUMNS, row ->
                            new Object[] {row.value("timestamp"), row.value("value"), payload(row.longValue("value"))})
                    .to(table)
                    .trigger(Trigger.continuous(EPOCH))
                    .vacuum(true)
                    .start();
            List<SoakSample> samples = new ArrayList<>();
            long end = System.nanoTime() + time.toNanos();
            System.out.println(SoakSample.HEADER);
            while (System.nanoTime() < end && query.isActive() && reader.failure() == null) {
                Thread.sleep(SAMPLE.toMillis());
                SoakSample sample = sampler.sample(table);
                samples.add(sample);
                System.out.println(sample);
            }
            long rows = query.stop().rowsOut();
            boolean whole = reader.finish(rows);
            System.out.println(sampler.sample(table) + "  after the end");
            samples.subList(0, Math.min(samples.size(), (int) (WARM_UP.toSeconds() / SAMPLE.toSeconds())))
                    .clear();
            System.out.printf(
                    Locale.ROOT,
                    "%,d rows, each of them %s%n",
                    rows,
                    whole ? "once and in order" : "NOT once and in order: " + reader.failure());
            return new SoakVerdict(samples).print() && whole;
        }
    }

    /** Text that does not get much shorter by compression, and is the same for a row whenever it is made. */
    private static String payload(long value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            long mixed = (value * 4 + i + 1) * 0x9E3779B97F4A7C15L;
            mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
            text.append(Long.toHexString(mixed ^ mixed >>> 27));
        }
        return text.toString();
    }
}
