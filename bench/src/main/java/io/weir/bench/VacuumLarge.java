package io.weir.bench;

import io.weir.compaction.Vacuum;
import io.weir.compaction.retention.VacuumPlan;
import io.weir.compaction.retention.VacuumResult;
import io.weir.storage.LocalStore;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.CountingStore;
import io.weir.testkit.LargeTable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Times a dry run and a real vacuum of a table of very many files, and counts their requests. The table is made by a process of its own, which needs more
 * memory: {@code DIRECTORY FILES ORPHANS make}, then {@code DIRECTORY FILES ORPHANS vacuum}.
 */
final class VacuumLarge {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2024-12-01T00:00:00Z"));

    private VacuumLarge() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]).resolve("vacuum");
        int files = Integer.parseInt(arguments[1]);
        int orphans = Integer.parseInt(arguments[2]);
        if (arguments[3].equals("make")) {
            clear(directory);
            long start = System.nanoTime();
            int made = make(directory, files, orphans);
            say("made " + made + " files in the log and " + orphans + " others", start, Map.of());
            return;
        }
        long live;
        CountingStore store = new CountingStore(LocalStore.at(directory));
        try (Table table = Table.open(store, TableEnvironment.standard())) {
            live = table.latest().snapshot().files().count();
            store.drain();
            VacuumPlan plan = timed("dry run", store, () -> Vacuum.of(table).plan());
            if (plan.files().size() != orphans) {
                throw new AssertionError("Not the files that nobody names: " + plan);
            }
            VacuumResult result = timed("vacuum", store, () -> Vacuum.of(table).run());
            if (result.files().size() != orphans) {
                throw new AssertionError("Not the files that nobody names: " + result);
            }
            timed("vacuum again", store, () -> Vacuum.of(table).run());
            timed("lite", store, () -> Vacuum.of(table).lite().run());
        }
        long left = 0;
        try (Stream<Path> all = Files.walk(directory)) {
            left = all.filter(file -> file.toString().endsWith(".parquet")
                            && !file.toString().contains("_delta_log"))
                    .count();
        }
        System.out.println(left + " data files left, " + live + " expected");
        clear(directory);
        if (left != live) {
            System.exit(1);
        }
    }

    /** A log as of {@link LargeTable}; each file it names is there, with one byte. */
    private static int make(Path directory, int files, int orphans) throws IOException {
        try (LocalStore store = LocalStore.at(directory);
                Table table = made(store, files)) {
            List<Path> known = new java.util.ArrayList<>();
            try (Stream<String> paths = table.files().map(file -> file.path())) {
                for (String path : (Iterable<String>) paths::iterator) {
                    Path file = directory.resolve(path);
                    if (known.isEmpty() || !known.get(known.size() - 1).equals(file.getParent())) {
                        Files.createDirectories(file.getParent());
                        known.add(file.getParent());
                    }
                    touch(file);
                }
            }
            for (int i = 0; i < orphans; i++) {
                touch(known.get(i % known.size()).resolve("left-behind-" + i + ".parquet"));
            }
            return table.latest().snapshot().files().count();
        }
    }

    private static Table made(LocalStore store, int files) {
        LargeTable.create(store, files, 50);
        return Table.open(store, TableEnvironment.standard());
    }

    private static void touch(Path file) throws IOException {
        Files.write(file, new byte[1]);
        Files.setLastModifiedTime(file, LONG_AGO);
    }

    private static <T> T timed(String what, CountingStore store, Supplier<T> work) {
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        System.gc();
        long start = System.nanoTime();
        T result = work.get();
        Map<String, Integer> requests = new LinkedHashMap<>();
        store.drain().forEach(request -> requests.merge(request.split(" ", 2)[0], 1, Integer::sum));
        say(what + ": " + result, start, requests);
        return result;
    }

    private static void say(String what, long start, Map<String, Integer> requests) {
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        System.out.printf(
                Locale.ROOT,
                "%s%n    %.2f s, heap at most %d MB, requests %s%n",
                what,
                (System.nanoTime() - start) / 1e9,
                peak >> 20,
                requests);
    }

    private static void clear(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) all.sorted(java.util.Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
