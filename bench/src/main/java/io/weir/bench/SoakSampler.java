package io.weir.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.weir.table.Table;
import io.weir.table.environment.TableEvents;
import io.weir.table.schema.TableProperties;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** Gathers what a {@link SoakSample} says. Safe for many threads. */
final class SoakSampler implements TableEvents {
    private static final String EPOCH = "STREAMING UPDATE";

    private final Path log;
    private final List<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .toList();
    private final long startedNanos = System.nanoTime();

    // guarded by this
    private final List<Long> commitMicros = new ArrayList<>();
    private long heapBytes = Long.MAX_VALUE;
    private long lastHeapBytes;

    SoakSampler(Path table) {
        this.log = table.resolve("_delta_log");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector).addNotificationListener((told, nothing) -> collected(told), null, null);
        }
    }

    private void collected(Notification told) {
        long used =
                GarbageCollectionNotificationInfo.from((CompositeData) told.getUserData())
                        .getGcInfo()
                        .getMemoryUsageAfterGc()
                        .entrySet()
                        .stream()
                        .filter(pool -> heapPools.contains(pool.getKey()))
                        .mapToLong(pool -> pool.getValue().getUsed())
                        .sum();
        synchronized (this) {
            heapBytes = Math.min(heapBytes, used);
        }
    }

    @Override
    public void on(Event event) {
        if (event instanceof Committed committed && committed.operation().equals(EPOCH)) {
            synchronized (this) {
                commitMicros.add(TimeUnit.NANOSECONDS.toMicros(committed.took().toNanos()));
            }
        } else if (event instanceof AfterCommitFailed failed) {
            System.out.println(
                    "FAILED " + failed.step() + " behind version " + failed.version() + ": " + failed.cause());
        }
    }

    synchronized SoakSample sample(Table table) throws IOException {
        var files = table.known().snapshot().files();
        long target = TableProperties.targetFileBytes(table.known().properties());
        SortedMap<String, Long> log = logSizes();
        Collections.sort(commitMicros);
        lastHeapBytes = heapBytes == Long.MAX_VALUE ? lastHeapBytes : heapBytes;
        SoakSample sample = new SoakSample(
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNanos),
                table.known().version(),
                lastHeapBytes,
                commitMicros.isEmpty() ? 0 : commitMicros.get(commitMicros.size() / 2),
                commitMicros.isEmpty() ? 0 : commitMicros.get(commitMicros.size() * 99 / 100),
                files.count(),
                (files.totalBytes() + target - 1) / target,
                log.size(),
                log.entrySet().stream()
                        .filter(file -> !isCheckpoint(file.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum(),
                log.entrySet().stream()
                        .filter(file -> isCheckpoint(file.getKey()))
                        .reduce((older, newer) -> newer)
                        .map(Map.Entry::getValue)
                        .orElse(0L),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        commitMicros.clear();
        heapBytes = Long.MAX_VALUE;
        return sample;
    }

    private static boolean isCheckpoint(String name) {
        return name.contains(".checkpoint.");
    }

    /** By name, which is the order of versions. */
    private SortedMap<String, Long> logSizes() throws IOException {
        SortedMap<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> all = Files.list(log)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                try {
                    sizes.put(file.getFileName().toString(), Files.size(file));
                } catch (NoSuchFileException e) {
                    continue; // cleaned up meanwhile
                }
            }
        }
        return sizes;
    }
}
