package io.weir.suite.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/** Runs a range of seeds and says what was found. */
final class Simulate {
    private Simulate() {}

    /**
     * What seeds came to.
     *
     * @param failures by seed
     */
    record Outcome(List<Simulation.Report> reports, Map<Long, AssertionError> failures) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(reports.size() + failures.size() + " seeds: "
                    + sum(Simulation.Report::versions) + " versions, " + sum(Simulation.Report::shared)
                    + " of several operations, " + sum(Simulation.Report::acknowledged)
                    + " operations acknowledged, " + sum(Simulation.Report::refused) + " refused, "
                    + sum(Simulation.Report::unknown) + " unknown, " + sum(Simulation.Report::steps) + " steps");
            failures.forEach((seed, failure) -> text.append("\nSeed ")
                    .append(seed)
                    .append(": ")
                    .append(String.valueOf(failure.getMessage())
                            .lines()
                            .findFirst()
                            .orElse("")));
            return text.toString();
        }

        long sum(ToLongFunction<Simulation.Report> number) {
            return reports.stream().mapToLong(number).sum();
        }
    }

    /** Seeds run on several threads, each run on its own; the trace of a report is left out. */
    static Outcome run(long first, int count) {
        List<Simulation.Report> reports = Collections.synchronizedList(new ArrayList<>());
        Map<Long, AssertionError> failures = Collections.synchronizedMap(new TreeMap<>());
        LongStream.range(first, first + count).parallel().forEach(seed -> {
            try {
                reports.add(Simulation.run(seed).withoutTrace());
            } catch (AssertionError e) {
                failures.put(seed, e);
            }
        });
        return new Outcome(List.copyOf(reports), new TreeMap<>(failures));
    }

    /**
     * The first seed in which something is found: how many it took, and the sentence. Empty if there is none.
     *
     * @param limit how many seeds to try at most
     */
    static String firstFailure(long first, int limit) {
        return LongStream.range(first, first + limit)
                .parallel()
                .mapToObj(seed -> {
                    try {
                        Simulation.run(seed);
                        return "";
                    } catch (AssertionError e) {
                        return (seed - first + 1) + ": "
                                + String.valueOf(e.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse("");
                    }
                })
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** @param args first seed and how many; one seed alone tells its story */
    public static void main(String[] args) {
        long first = args.length > 0 ? Long.parseLong(args[0]) : 1;
        int count = args.length > 1 ? Integer.parseInt(args[1]) : 1;
        long begin = System.nanoTime();
        Outcome outcome = run(first, count);
        System.out.println(outcome);
        System.out.println((System.nanoTime() - begin) / 1_000_000 + " ms");
        if (count == 1) {
            outcome.failures().values().forEach(Throwable::printStackTrace);
        }
        System.exit(outcome.failures().isEmpty() ? 0 : 5);
    }
}
