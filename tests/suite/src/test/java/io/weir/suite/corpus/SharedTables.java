package io.weir.suite.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.suite.RepositoryRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * Ready-made Delta tables with their expected contents, which are not part of this repository: the folder named by {@code
 * -Dweir.shared.tables} or {@code WEIR_SHARED_TABLES}, else {@code ../shared/tables}.
 */
public record SharedTables(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A version of a table and what is known of it.
     *
     * @param number the version, or -1 for the latest
     * @param facts the entry of {@code table.json}
     */
    record Version(Table table, long number, JsonNode facts) {
        String expect() {
            return facts.path("expect").asText();
        }

        /** How reading the rows must fail. */
        ErrorClass error() {
            JsonNode error = facts.path(expect().equals("state") ? "dataError" : "error");
            if (error.path("kernel").asText().contains("Error reading Parquet file")) {
                return ErrorClass.DATA_FILE_MISSING; // the class is Spark's, which asks the latest protocol first
            }
            return ErrorClass.valueOf(error.path("class").asText("SCHEMA_MISSING"));
        }

        /** The version that is read, when it is said. */
        long resolved() {
            return number >= 0 ? number : facts.path("resolvedVersion").asLong(-1);
        }

        /** Delta's JSON of the schema, or null if it is not known. */
        @Nullable
        JsonNode schema() {
            JsonNode schema = facts.has("schemaRef")
                    ? table.description()
                            .path("schemas")
                            .path(facts.path("schemaRef").asText())
                    : facts.path("schema");
            return schema.isObject() ? schema : null;
        }

        /** The expected rows, or nothing if only their number and sum are known. */
        Optional<List<String>> rows() throws IOException {
            return facts.has("rowsFile")
                    ? Optional.of(Files.readAllLines(
                            table.expected().resolve(facts.path("rowsFile").asText()), UTF_8))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return table.id() + "@" + (number < 0 ? "latest" : "v" + number);
        }
    }

    /** One table of the folder. */
    record Table(String id, Path data, Path expected, JsonNode description) {
        List<Version> versions() {
            List<Version> versions = new ArrayList<>();
            for (JsonNode facts : description.path("versions")) {
                JsonNode number = facts.path("version");
                versions.add(new Version(this, number.isNumber() ? number.asLong() : -1, facts));
            }
            return versions;
        }

        /** A place where the table can be read: where it is, or a copy in which the addresses are filled in. */
        Path prepared(Path scratch) throws IOException {
            if (!description.path("template").asBoolean()) {
                return data;
            }
            Path copy = scratch.resolve(id);
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Path target = copy.resolve(data.relativize(file).toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(target);
                    } else if (file.toString().contains("_delta_log")
                            && file.toString().endsWith(".json")) {
                        Files.writeString(
                                target,
                                Files.readString(file)
                                        .replace("{{TABLE_ROOT_URI}}", withoutSlash(copy))
                                        .replace(
                                                "{{CORPUS_ROOT_URI}}",
                                                withoutSlash(java.util.Objects.requireNonNull(data.getParent()))));
                    } else {
                        Files.copy(file, target);
                    }
                }
            }
            return copy;
        }

        private static String withoutSlash(Path path) {
            return path.toAbsolutePath().toUri().toString().replaceFirst("/$", "");
        }
    }

    /** The folder, if it is there. */
    static Optional<SharedTables> find() {
        @Nullable String named = System.getProperty("weir.shared.tables", System.getenv("WEIR_SHARED_TABLES"));
        Path folder = named == null
                ? RepositoryRoot.find().resolve("../shared/tables").normalize()
                : Path.of(named);
        return Files.isDirectory(folder.resolve("expected")) ? Optional.of(new SharedTables(folder)) : Optional.empty();
    }

    /** The folder. Without it a test is skipped, but not where it would be taken for a pass. */
    public static SharedTables required() {
        return find().orElseGet(() -> {
            String message = "The shared tables are not here; name their folder by WEIR_SHARED_TABLES";
            if (Boolean.parseBoolean(System.getenv("CI"))) {
                throw new AssertionError(message);
            }
            throw new TestAbortedException(message);
        });
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sum of canonical rows, as the descriptions have it. */
    static String sha256(List<String> rows) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            rows.forEach(row -> digest.update((row + "\n").getBytes(UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("Every JDK has SHA-256", e);
        }
    }

    List<Table> all() throws IOException {
        List<Path> descriptions;
        try (Stream<Path> directories = Files.list(folder.resolve("expected"))) {
            descriptions = directories
                    .map(directory -> directory.resolve("table.json"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
        List<Table> tables = new ArrayList<>();
        for (Path description : descriptions) {
            Path expected = description.getParent();
            String id = java.util.Objects.requireNonNull(expected).getFileName().toString();
            tables.add(
                    new Table(id, folder.resolve("data").resolve(id), expected, JSON.readTree(description.toFile())));
        }
        return tables;
    }
}
