package io.weir.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * The tables that other implementations wrote, beside the repository or where the variable {@code WEIR_SHARED_TABLES} says. A
 * test that needs them is skipped where they are not, but not where that would be taken for a pass.
 */
public final class SharedTables {
    private SharedTables() {}

    /** The directories of the tables, in order of their names. */
    public static List<Path> all() {
        Path tables = directory().resolve("data");
        if (!Files.isDirectory(tables)) {
            String message = "The shared tables are not at " + tables + "; name their folder by WEIR_SHARED_TABLES";
            if (Boolean.parseBoolean(System.getenv("CI"))) {
                throw new AssertionError(message);
            }
            throw new TestAbortedException(message);
        }
        try (Stream<Path> found = Files.list(tables)) {
            return found.filter(t -> Files.isDirectory(t.resolve("_delta_log")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One table. */
    public static Path table(String id) {
        return all().stream()
                .filter(t -> Objects.requireNonNull(t.getFileName()).toString().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No such shared table: " + id));
    }

    /** The files of a table's log whose names end like this, in order. */
    public static List<Path> logFiles(Path table, String ending) {
        try (Stream<Path> found = Files.list(table.resolve("_delta_log"))) {
            return found.filter(f -> f.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory() {
        String named = System.getProperty("weir.shared.tables", System.getenv("WEIR_SHARED_TABLES"));
        if (named != null) {
            return Path.of(named);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".git")) || Files.isRegularFile(at.resolve(".git"))) {
                return at.resolveSibling("shared").resolve("tables");
            }
        }
        return Path.of("../shared/tables").toAbsolutePath();
    }
}
