package io.weir.suite.killed;

import io.weir.storage.LocalStore;
import io.weir.table.Table;
import io.weir.table.TableBuilder;
import io.weir.table.environment.TableEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A table on the disk that is made now and has days behind it: its commits say so, and its files. One thread. */
final class AgedTable {
    private final Path directory;
    private final Set<Path> dated = new HashSet<>();
    private Instant now;
    private final Table table;

    AgedTable(Path directory, Duration age, UnaryOperator<TableBuilder> columns) {
        this.directory = directory;
        this.now = Instant.now().minus(age);
        TableEnvironment environment = MaintenanceCommand.ENVIRONMENT.withClock(() -> now);
        this.table = columns.apply(Table.create(LocalStore.at(directory), environment))
                .commit();
    }

    Table table() {
        return table;
    }

    /** Lets time go by, after which all that was made up to now is that old. */
    void later(Duration time) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            List<Path> all = paths.filter(path -> Files.isRegularFile(path) || isEmptyDirectory(path))
                    .toList();
            for (Path path : all) {
                if (dated.add(path)) {
                    Files.setLastModifiedTime(path, FileTime.from(now));
                }
            }
        }
        now = now.plus(time);
    }

    private static boolean isEmptyDirectory(Path path) {
        try (Stream<Path> inside = Files.list(path)) {
            return inside.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** A file that nobody names. */
    void leaveBehind(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, new byte[] {1});
    }
}
