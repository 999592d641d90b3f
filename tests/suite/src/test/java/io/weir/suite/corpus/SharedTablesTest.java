package io.weir.suite.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.format.parquet.ParquetException;
import io.weir.format.schema.SchemaJson;
import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.error.TableException;
import io.weir.log.error.UnsupportedTableException;
import io.weir.storage.ObjectStores;
import io.weir.storage.StorageException;
import io.weir.suite.opinion.WeirReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * State and rows of every version of every shared table: what must be read is read and is right, what must fail fails as it
 * should, and what we do not have yet is refused by the feature's name.
 */
public class SharedTablesTest {
    /** What this version of Weir does not read. A refusal that names anything else is a failure. */
    private static final Set<String> NOT_YET = Set.of();

    /** A change that makes us refuse what we used to read is not a pass. */
    private static final int MIN_RIGHT = 1530;

    private static final Map<String, Integer> COUNTS = new TreeMap<>();

    @TempDir
    static Path scratch;

    @TestFactory
    Stream<DynamicTest> everyTableIsReadAsItShould() throws Exception {
        return SharedTables.required().all().stream()
                .map(table -> DynamicTest.dynamicTest(table.id(), () -> check(table)));
    }

    private static void check(SharedTables.Table table) throws Exception {
        Path place = table.prepared(scratch);
        List<String> wrong = new ArrayList<>();
        for (SharedTables.Version version : table.versions()) {
            try {
                count(check(version, place));
            } catch (AssertionError | RuntimeException e) {
                wrong.add(version + ": " + e);
                count("wrong");
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String check(SharedTables.Version version, Path place) throws IOException {
        String expect = version.expect();
        Snapshot snapshot;
        try {
            DeltaLog log = DeltaLog.forTable(ObjectStores.open(place.toString()));
            snapshot = version.number() < 0 ? log.latest() : log.at(version.number());
        } catch (TableException e) {
            return failed(version, e);
        }
        if (!expect.equals("error")) {
            compare(version, snapshot); // else rows tell what the log does not
        }
        return readRows(version, place);
    }

    private static String readRows(SharedTables.Version version, Path place) throws IOException {
        List<String> rows;
        try {
            rows = WeirReader.read(place, version.number()).rows();
        } catch (TableException | StorageException | ParquetException e) {
            return failed(version, e);
        }
        JsonNode facts = version.facts();
        if (version.expect().equals("contested")) {
            return "contested";
        }
        assertThat(version.expect())
                .as("what must happen, and not %s rows", rows.size())
                .isEqualTo("rows");
        Optional<List<String>> expected = version.rows();
        if (expected.isPresent()) {
            assertThat(rows).as("rows").isEqualTo(expected.get());
        }
        assertThat(rows).as("rows").hasSize(facts.path("numRows").asInt());
        assertThat(SharedTables.sha256(rows))
                .as("sum of the rows")
                .isEqualTo(facts.path("rowsSha256").asText());
        return "right rows";
    }

    private static String failed(SharedTables.Version version, RuntimeException failure) {
        if (version.expect().equals("contested")) {
            return "contested";
        }
        if (failure instanceof UnsupportedTableException unsupported
                && !unsupported.features().isEmpty()
                && NOT_YET.containsAll(unsupported.features())) {
            return "refused " + unsupported.features();
        }
        assertThat(version.expect()).as("what must happen, and not %s", failure).isIn("error", "state");
        ErrorClass error = version.error();
        assertThat(error.isAnsweredBy(failure))
                .as("an answer to %s is %s", error, failure)
                .isTrue();
        return "failed as it should";
    }

    private static void compare(SharedTables.Version version, Snapshot snapshot) {
        JsonNode facts = version.facts();
        if (version.resolved() >= 0) {
            assertThat(snapshot.version()).as("version").isEqualTo(version.resolved());
        }
        if (facts.has("minReaderVersion")) {
            assertThat(snapshot.protocol().minReaderVersion())
                    .as("minReaderVersion")
                    .isEqualTo(facts.path("minReaderVersion").asInt());
            assertThat(snapshot.protocol().minWriterVersion())
                    .as("minWriterVersion")
                    .isEqualTo(facts.path("minWriterVersion").asInt());
        }
        if (facts.has("tableId")) {
            assertThat(snapshot.metadata().id())
                    .as("table id")
                    .isEqualTo(facts.path("tableId").asText());
        }
        if (facts.has("partitionColumns")) {
            List<String> columns = new ArrayList<>();
            facts.path("partitionColumns").forEach(column -> columns.add(column.asText()));
            assertThat(snapshot.partitionColumns()).as("partition columns").isEqualTo(columns);
        }
        if (facts.has("configuration")) {
            Map<String, String> configuration = new TreeMap<>();
            facts.path("configuration")
                    .fields()
                    .forEachRemaining(entry ->
                            configuration.put(entry.getKey(), entry.getValue().asText()));
            assertThat(new TreeMap<>(snapshot.metadata().configuration()))
                    .as("properties")
                    .isEqualTo(configuration);
        }
        JsonNode schema = version.schema();
        if (schema != null) {
            assertThat(SharedTables.json(SchemaJson.format(snapshot.schema())))
                    .as("schema")
                    .isEqualTo(schema);
        }
        if (facts.has("numFiles")) {
            assertThat(snapshot.files().count())
                    .as("files")
                    .isEqualTo(facts.path("numFiles").asInt());
        }
        if (facts.has("totalFileSize")) {
            assertThat(snapshot.files().totalBytes())
                    .as("bytes")
                    .isEqualTo(facts.path("totalFileSize").asLong());
        }
    }

    /** The features whose tables are refused, by these names. */
    public static Set<String> notYet() {
        return NOT_YET;
    }

    private static synchronized void count(String what) {
        COUNTS.merge(what, 1, Integer::sum);
    }

    @AfterAll
    static void tell() {
        System.out.println("Shared tables, what became of each version: " + COUNTS);
        if (!COUNTS.isEmpty()) {
            assertThat(COUNTS.getOrDefault("right rows", 0))
                    .as("versions read and right")
                    .isGreaterThan(MIN_RIGHT);
        }
    }
}
