package io.weir.suite.killed;

import io.weir.format.batch.Row;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.storage.LocalStore;
import io.weir.table.Table;
import io.weir.table.TableVersion;
import io.weir.table.consumers.Consumer;
import io.weir.table.scan.ScanResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What a table reads as: the rows of every version that can be read, as a sum that does not depend on their order. Immutable.
 *
 * @param latest the newest version
 * @param files of the newest version
 * @param rows by version
 * @param unreadable why not, by version
 * @param changes what registered consumers have still to read of the versions up to one
 */
record TableImage(
        long latest, int files, Map<Long, String> rows, Map<Long, String> unreadable, Map<String, String> changes) {
    /** Of tables with more files, a version that names the very files that were read before is not read again. */
    private static final int MANY_FILES = 500;

    private static final Map<List<String>, String> READ_BEFORE = new ConcurrentHashMap<>();

    /** @param changesUpTo the last version that consumers are asked about */
    static TableImage of(Path directory, long changesUpTo) {
        Map<Long, String> rows = new TreeMap<>();
        Map<Long, String> unreadable = new TreeMap<>();
        Map<String, String> changes = new TreeMap<>();
        try (Table table = Table.open(LocalStore.at(directory), MaintenanceCommand.ENVIRONMENT)) {
            TableVersion latest = table.latest();
            for (long version = 0; version <= latest.version(); version++) {
                try {
                    rows.put(version, rows(directory, table.at(version)));
                } catch (RuntimeException e) {
                    unreadable.put(version, e.toString());
                }
            }
            for (Consumer consumer : table.consumers().list()) {
                long to = Math.min(changesUpTo, latest.version());
                changes.put(
                        consumer.id(), sum(table.changes(consumer.version(), to).rows()));
            }
            return new TableImage(latest.version(), latest.fileCount(), rows, unreadable, changes);
        }
    }

    /** The rows of the newest version alone. */
    static String latestRows(Path directory) {
        try (Table table = Table.open(LocalStore.at(directory), MaintenanceCommand.ENVIRONMENT)) {
            return rows(directory, table.latest());
        }
    }

    String latestRows() {
        return rows.getOrDefault(latest, "unreadable: " + unreadable.get(latest));
    }

    private static String rows(Path directory, TableVersion version) {
        boolean rowIds = Boolean.parseBoolean(version.properties().get("delta.enableRowTracking"));
        if (version.fileCount() > MANY_FILES) {
            return READ_BEFORE.computeIfAbsent(
                    files(directory, version), files -> sum(version.scan().rows()));
        }
        return sum((rowIds ? version.scan().withRowTracking() : version.scan()).rows());
    }

    private static List<String> files(Path directory, TableVersion version) {
        try (Stream<AddFile> files = version.files()) {
            return Stream.concat(Stream.of(version.schema().toString()), files.map(file -> describe(directory, file)))
                    .sorted()
                    .toList();
        }
    }

    private static String describe(Path directory, AddFile file) {
        try {
            BasicFileAttributes there =
                    Files.readAttributes(directory.resolve(DataPath.decode(file.path())), BasicFileAttributes.class);
            return file.path() + " " + file.deletionVector() + " " + there.fileKey() + " " + there.size() + " "
                    + there.lastModifiedTime();
        } catch (IOException e) {
            return file.path() + " " + e;
        }
    }

    private static String sum(ScanResults<Row> rows) {
        long count = 0;
        long sum = 0;
        for (Row row : rows) {
            count++;
            sum += hash(row.toString());
        }
        return count + " rows, sum " + Long.toHexString(sum);
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L;
    }
}
