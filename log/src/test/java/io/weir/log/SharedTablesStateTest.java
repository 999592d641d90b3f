package io.weir.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.json.JsonInput;
import io.weir.log.action.AddFile;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.TableException;
import io.weir.log.error.TableNotFoundException;
import io.weir.log.error.UnsupportedTableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The states of tables that others wrote are what others say they are, version by version. */
class SharedTablesStateTest {
    /** What a table of the error's class may be answered with. */
    private static final Map<String, Set<Class<?>>> ANSWERS = Map.ofEntries(
            Map.entry("TABLE_NOT_FOUND", Set.of(TableNotFoundException.class)),
            Map.entry("VERSION_UNAVAILABLE", Set.of(VersionNotFoundException.class)),
            Map.entry("LOG_GAP", Set.of(CorruptTableException.class, VersionNotFoundException.class)),
            Map.entry("LOG_INCOMPLETE", Set.of(CorruptTableException.class, VersionNotFoundException.class)),
            Map.entry("MISSING_PROTOCOL", Set.of(CorruptTableException.class)),
            Map.entry("MISSING_METADATA", Set.of(CorruptTableException.class)),
            Map.entry("SCHEMA_MISSING", Set.of(CorruptTableException.class)),
            Map.entry("LOG_CORRUPT", Set.of(CorruptTableException.class)),
            Map.entry("PROTOCOL_UNSUPPORTED", Set.of(UnsupportedTableException.class)),
            Map.entry("FEATURE_UNSUPPORTED", Set.of(UnsupportedTableException.class)),
            Map.entry("CATALOG_MANAGED", Set.of(UnsupportedTableException.class)),
            Map.entry("CHECKPOINT_INCOMPLETE", Set.of(CorruptTableException.class)));

    /** Errors that reading the data meets, not the log. */
    private static final Set<String> OF_DATA = Set.of("DV_CORRUPT", "DV_FILE_MISSING", "DATA_FILE_MISSING");

    /** That many versions of the shared tables need nothing we do not have; fewer would mean that the test looks away. */
    private static final int MIN_SAME = 1_300;

    private int same;
    private int refused;
    private final List<String> wrong = new ArrayList<>();

    @Test
    void everyVersionIsWhatOthersSayItIs() throws IOException {
        for (Path table : SharedTables.all()) {
            String id = String.valueOf(table.getFileName());
            Path expectations = table.resolve("../../expected/" + id + "/table.json");
            if (Files.exists(expectations)) {
                check(id, table, Files.readAllBytes(expectations));
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(same)
                .as("versions as expected, beside %s refused by the name of a feature", refused)
                .isGreaterThan(MIN_SAME);
    }

    private void check(String id, Path table, byte[] expectations) {
        JsonInput in = JsonInput.of(expectations);
        in.nextObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (!name.equals("versions")) {
                in.skip();
            } else {
                in.enterArray();
                while (in.nextElementObject()) {
                    check(id, table, members(in));
                }
            }
        }
    }

    private static Map<String, String> members(JsonInput in) {
        Map<String, String> members = new LinkedHashMap<>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            members.put(name, in.raw());
        }
        return members;
    }

    private void check(String id, Path table, Map<String, String> version) {
        String expect = JsonInput.text(version.getOrDefault("expect", "\"\""));
        if (expect.equals("contested")) {
            return;
        }
        String asked = version.getOrDefault("version", "");
        String where = id + "@" + asked;
        try (ObjectStore store = ObjectStores.open(table.toUri())) {
            DeltaLog log = DeltaLog.forTable(store);
            Snapshot snapshot = asked.startsWith("\"") ? log.latest() : log.at(Long.parseLong(asked));
            List<AddFile> files = snapshot.files().all();
            if (expect.equals("error")) {
                snapshot.schema(); // what the log can say, some tables cannot be read for
            }
            compare(where, expect, version, snapshot, files);
        } catch (UnsupportedTableException e) {
            boolean expected = expect.equals("error") && isAnswer(version, e);
            if (!expected && e.features().isEmpty() && !expect.equals("state")) {
                wrong.add(where + ": refused without a feature's name: " + e.getMessage());
            }
            refused++;
        } catch (TableException e) {
            if (!expect.equals("error") && !isSchemaMissing(version)
                    || expect.equals("error") && !isAnswer(version, e)) {
                wrong.add(where + ": expected " + expect + ", got " + e);
            } else {
                same++;
            }
        } catch (RuntimeException e) {
            wrong.add(where + ": " + e);
        }
    }

    private static boolean isSchemaMissing(Map<String, String> version) {
        return version.getOrDefault("dataError", "").contains("SCHEMA_MISSING");
    }

    private static boolean isAnswer(Map<String, String> version, TableException found) {
        String error = version.getOrDefault("error", "");
        return ANSWERS.entrySet().stream()
                .anyMatch(a -> error.contains("\"" + a.getKey() + "\"")
                        && a.getValue().stream().anyMatch(kind -> kind.isInstance(found)));
    }

    private void compare(
            String where, String expect, Map<String, String> version, Snapshot snapshot, List<AddFile> files) {
        if (expect.equals("error")) {
            String error = version.getOrDefault("error", "");
            boolean ofData = OF_DATA.stream().anyMatch(error::contains)
                    || error.contains(
                            "Error reading Parquet file"); // the gap is behind the version, the data is missing too
            if (!ofData && !error.contains("LOG_INCOMPLETE")) {
                wrong.add(where + ": expected " + error + ", read " + files.size() + " files");
            }
            return;
        }
        check(where, "numFiles", version.get("numFiles"), snapshot.files().count());
        check(where, "numFiles", version.get("numFiles"), files.size());
        check(
                where,
                "totalFileSize",
                version.get("totalFileSize"),
                snapshot.files().totalBytes());
        check(
                where,
                "minReaderVersion",
                version.get("minReaderVersion"),
                snapshot.protocol().minReaderVersion());
        check(
                where,
                "minWriterVersion",
                version.get("minWriterVersion"),
                snapshot.protocol().minWriterVersion());
        check(where, "resolvedVersion", version.get("resolvedVersion"), snapshot.version());
        String tableId = version.get("tableId");
        if (tableId != null
                && !tableId.equals("null")
                && !JsonInput.text(tableId).equals(snapshot.metadata().id())) {
            wrong.add(where + ": table id " + snapshot.metadata().id());
        }
        same++;
    }

    private void check(String where, String what, @Nullable String expected, long found) {
        if (expected != null && !expected.equals("null") && Long.parseLong(expected) != found) {
            wrong.add(where + ": " + what + " is " + found + ", expected " + expected);
        }
    }
}
