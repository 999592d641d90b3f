package io.weir.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/** One contender at one job in this JVM; prints a line a run for {@link Compare} to read. */
final class Runner {
    private Runner() {}

    /** Arguments: contender, job, data directory, scratch directory, rows, warm-ups, runs. */
    public static void main(String[] arguments) throws Exception {
        Contender contender = contender(arguments[0]).get();
        Job job = Job.valueOf(arguments[1]);
        Path data = Path.of(arguments[2]);
        Path scratch = Path.of(arguments[3]);
        long rows = Long.parseLong(arguments[4]);
        int warmUps = Integer.parseInt(arguments[5]);
        int runs = Integer.parseInt(arguments[6]);
        Events events = new Events();
        if (job.writes()) {
            contender.prepare(events);
        }
        for (int i = 0; i < warmUps + runs; i++) {
            Job.delete(scratch);
            Path place = scratch.resolve("run-" + i); // Spark remembers the log of a table by its path
            job.prepare(place, events, rows);
            System.gc();
            long start = System.nanoTime();
            Checksum found;
            try {
                found = job.run(contender, data, place, events, rows);
            } catch (UnsupportedOperationException e) {
                System.out.println("CANNOT " + e.getMessage());
                System.exit(0);
                return;
            }
            long nanos = System.nanoTime() - start;
            if (i == warmUps + runs - 1 && job.writes()) {
                found = job.verify(contender, place);
                System.out.println("NOTE " + job.note(place, rows));
            }
            if (i >= warmUps) {
                System.out.printf(
                        Locale.ROOT,
                        "RUN %d %d %d %d%n",
                        nanos,
                        found.rows(),
                        i == warmUps + runs - 1 || !job.writes() ? found.sum() : 0,
                        peakKilobytes());
            }
        }
        System.exit(0);
    }

    static Supplier<Contender> contender(String name) {
        return switch (name) {
            case "weir" -> WeirTable::new;
            case "kernel" -> DeltaKernel::new;
            case "spark" -> DeltaSpark::new;
            case "parquet-java" -> ParquetJava::new;
            case "duckdb" -> DuckDb::new;
            case "iceberg" -> IcebergTable::new;
            case "paimon" -> PaimonTable::new;
            default -> throw new IllegalArgumentException("No such contender: " + name);
        };
    }

    /** The most memory this process has held. */
    private static long peakKilobytes() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(-1);
    }
}
