package io.weir.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs jobs with every contender in turn, each in a JVM of its own with the same heap, and prints the times side by side.
 *
 * <p>Before a time is printed all contenders of the job must have found the same rows and sums; if not, the program says who
 * found what and ends with exit code 1.
 */
public final class Compare {
    private record Result(String contender, List<Long> nanos, Checksum checksum, long peakKilobytes, String note) {
        double median() {
            long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
            return sorted[sorted.length / 2] / 1e9;
        }

        double min() {
            return nanos.stream().mapToLong(Long::longValue).min().orElseThrow() / 1e9;
        }

        double max() {
            return nanos.stream().mapToLong(Long::longValue).max().orElseThrow() / 1e9;
        }
    }

    private Compare() {}

    /** Arguments: work directory, rows, comma-separated jobs, comma-separated contenders (Weir first), at most how many runs are measured. */
    public static void main(String[] arguments) throws Exception {
        Path work = Path.of(arguments[0]).toAbsolutePath();
        long rows = Long.parseLong(arguments[1]);
        List<String> jobs = Arrays.asList(arguments[2].split(","));
        List<String> contenders = Arrays.asList(arguments[3].split(","));
        int mostRuns = Integer.parseInt(arguments[4]);
        System.out.println(machine());
        boolean agreed = true;
        for (String name : jobs) {
            Job job = Job.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
            agreed &= compare(job, Math.min(job.runs(), mostRuns), work, rows, contenders);
        }
        System.exit(agreed ? 0 : 1);
    }

    private static boolean compare(Job job, int runs, Path work, long rows, List<String> contenders) throws Exception {
        System.out.printf(Locale.ROOT, "%n%s, %,d rows%n", job, rows);
        List<Result> results = new ArrayList<>();
        for (String contender : contenders) {
            run(job, runs, work, rows, contender).ifPresent(results::add);
        }
        if (results.isEmpty()) {
            return true;
        }
        for (Result result : results) {
            if (!result.checksum().equals(results.get(0).checksum())) {
                results.forEach(r -> System.out.println("  " + r.contender() + " found " + r.checksum()));
                System.out.println("  NO TIMES: the contenders disagree");
                return false;
            }
        }
        double first = results.get(0).median();
        System.out.printf(
                "  %-14s %9s %9s %9s %9s  %s%n",
                "", "median s", "min", "max", "peak MB", "to " + results.get(0).contender());
        for (Result result : results) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-14s %9.4f %9.4f %9.4f %9d  %.2f x%n",
                    result.contender(),
                    result.median(),
                    result.min(),
                    result.max(),
                    result.peakKilobytes() / 1024,
                    result.median() / first);
        }
        results.stream()
                .filter(result -> !result.note().isEmpty())
                .forEach(result -> System.out.println("  " + result.contender() + ": " + result.note()));
        System.out.flush();
        return true;
    }

    private static Optional<Result> run(Job job, int runs, Path work, long rows, String contender) throws Exception {
        List<Long> nanos = new ArrayList<>();
        Checksum checksum = new Checksum(0, 0);
        long peak = 0;
        String note = "";
        for (String line : child(job, runs, work, rows, contender)) {
            if (line.startsWith("CANNOT")) {
                return Optional.empty();
            }
            if (line.startsWith("NOTE ")) {
                note = line.substring("NOTE ".length());
            }
            if (line.startsWith("RUN ")) {
                String[] parts = line.split(" ");
                nanos.add(Long.parseLong(parts[1]));
                checksum = new Checksum(Long.parseLong(parts[2]), Long.parseLong(parts[3]));
                peak = Math.max(peak, Long.parseLong(parts[4]));
            }
        }
        if (nanos.size() != runs) {
            throw new IOException(contender + " did not finish " + job);
        }
        return Optional.of(new Result(contender, nanos, checksum, peak, note));
    }

    private static List<String> child(Job job, int runs, Path work, long rows, String contender) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms2g",
                "-Xmx6g",
                "-Duser.timezone=UTC"));
        if (contender.equals("spark")) {
            command.addAll(sparkOptions());
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Runner.class.getName(),
                contender,
                job.name(),
                work.resolve(job.data()).toString(),
                work.resolve("scratch").toString(),
                Long.toString(rows),
                Integer.toString(job.warmUps()),
                Integer.toString(runs)));
        File errors = work.resolve(contender + "-" + job + ".err").toFile();
        Process process = new ProcessBuilder(command).redirectError(errors).start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = output.readLine()) != null) {
                lines.add(line);
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException(contender + " failed at " + job + "; its output is in " + errors);
        }
        return lines;
    }

    static List<String> sparkOptions() {
        List<String> options = new ArrayList<>();
        for (String name : List.of(
                "java.lang",
                "java.lang.invoke",
                "java.nio",
                "java.util",
                "java.util.concurrent",
                "sun.nio.ch",
                "sun.util.calendar")) {
            options.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
        }
        return options;
    }

    private static String machine() throws IOException {
        String cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 2))
                .orElse("unknown processor");
        return cpu + ", " + Runtime.getRuntime().availableProcessors() + " cores, Java " + Runtime.version();
    }
}
