package io.weir.log.state;

import static io.weir.format.expression.Expressions.col;
import static io.weir.log.state.TestActions.PROTOCOL;
import static io.weir.log.state.TestActions.add;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.expression.Expression;
import io.weir.log.DeltaLog;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.commit.LogNames;
import io.weir.storage.MemoryStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FilePruningTest {
    private static final String SCHEMA = "{\"type\":\"struct\",\"fields\":["
            + "{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}},"
            + "{\"name\":\"name\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}},"
            + "{\"name\":\"at\",\"type\":{\"type\":\"struct\",\"fields\":[{\"name\":\"ts\",\"type\":\"timestamp\",\"nullable\":true,\"metadata\":{}}]},\"nullable\":true,\"metadata\":{}},"
            + "{\"name\":\"day\",\"type\":\"date\",\"nullable\":true,\"metadata\":{}},"
            + "{\"name\":\"zone\",\"type\":\"integer\",\"nullable\":true,\"metadata\":{}}]}";

    private final MemoryStore store = MemoryStore.create();

    static Stream<Arguments> predicates() {
        return Stream.of(
                Arguments.of(col("day").eq(LocalDate.of(2024, 1, 2)), "b c"),
                Arguments.of(col("day").ge(LocalDate.of(2024, 1, 2)), "b c e"),
                Arguments.of(col("day").isNull(), "d"),
                Arguments.of(col("day").isNotNull(), "a b c e"),
                Arguments.of(col("zone").eq(7).and(col("day").lt(LocalDate.of(2024, 1, 3))), "c"),
                Arguments.of(col("id").gt(15), "b c d e"),
                Arguments.of(col("id").eq(25).and(col("day").eq(LocalDate.of(2024, 1, 2))), "c"),
                Arguments.of(col("id").isNull(), "d e"),
                Arguments.of(col("name").eq("kiwi"), "b d e"),
                Arguments.of(col("at.ts").gt(Instant.parse("2024-01-01T00:00:01.000500Z")), "a b d e"),
                Arguments.of(col("at.ts").gt(Instant.parse("2024-01-01T00:00:01.001500Z")), "b d e"),
                Arguments.of(col("id").gt(0).or(col("name").eq("x")), "a b c d e"),
                Arguments.of(col("id").gt(100), "d e"));
    }

    @ParameterizedTest
    @MethodSource("predicates")
    void onlyFilesThatMayMatchAreKeptWhereverTheirStatisticsAre(Expression predicate, String expected) {
        commit(0, PROTOCOL, metadata(Map.of()));
        commit(1, files());
        assertKept("from commits", predicate, expected);

        checkpointAndForget(1);
        assertKept("from a checkpoint", predicate, expected);
    }

    @ParameterizedTest
    @MethodSource("predicates")
    void statisticsInJsonAloneDoAsWell(Expression predicate, String expected) {
        commit(0, PROTOCOL, metadata(Map.of("delta.checkpoint.writeStatsAsStruct", "false")));
        commit(1, files());
        checkpointAndForget(1);

        assertKept("json", predicate, expected);
    }

    @ParameterizedTest
    @MethodSource("predicates")
    void parsedStatisticsAloneDoAsWell(Expression predicate, String expected) {
        commit(0, PROTOCOL, metadata(Map.of("delta.checkpoint.writeStatsAsJson", "false")));
        commit(1, files());
        checkpointAndForget(1);

        assertKept("parsed", predicate, expected);
    }

    /** Of columns that are mapped, each has the name that another had; the log knows them by their old ones. */
    @ParameterizedTest
    @MethodSource("predicates")
    void theLogSpeaksOfMappedColumnsByTheirPhysicalNames(Expression predicate, String expected) {
        commit(0, new Protocol(2, 5), mapped(metadata(Map.of("delta.columnMapping.mode", "name"))));
        commit(1, mapped(files()));
        assertKept("from commits", predicate, expected);

        checkpointAndForget(1);
        assertKept("from a checkpoint with both forms", predicate, expected);
    }

    @ParameterizedTest
    @MethodSource("predicates")
    void parsedStatisticsAreOfPhysicalNamesToo(Expression predicate, String expected) {
        Map<String, String> properties =
                Map.of("delta.columnMapping.mode", "id", "delta.checkpoint.writeStatsAsJson", "false");
        commit(0, new Protocol(2, 5), mapped(metadata(properties)));
        commit(1, mapped(files()));
        checkpointAndForget(1);

        assertKept("parsed", predicate, expected);
    }

    private static final Map<String, String> PHYSICAL =
            Map.of("id", "name", "name", "id", "at", "col-1", "ts", "at", "day", "zone", "zone", "day");

    private static Metadata mapped(Metadata metadata) {
        String schema = Objects.requireNonNull(metadata.schemaString());
        int id = 1;
        for (Map.Entry<String, String> column : PHYSICAL.entrySet()) {
            String start = "{\"name\":\"" + column.getKey() + "\",";
            String entries = "\"delta.columnMapping.physicalName\":\"" + column.getValue()
                    + "\",\"delta.columnMapping.id\":" + id++;
            schema = schema.replace(start + "\"type\":", start + "\"metadata\":{" + entries + "},\"type\":");
        }
        return metadata.toBuilder()
                .schemaString(schema.replace(",\"metadata\":{}", ""))
                .build();
    }

    private static Action[] mapped(Action... files) {
        return Arrays.stream(files)
                .map(AddFile.class::cast)
                .map(file -> add(
                        file.path(),
                        file.sizeBytes(),
                        physicalKeys(file.partitionValues()),
                        file.stats() == null ? null : physicalNames(file.stats())))
                .toArray(Action[]::new);
    }

    private static Map<String, @Nullable String> physicalKeys(Map<String, @Nullable String> values) {
        Map<String, @Nullable String> physical = new HashMap<>();
        values.forEach((name, value) -> physical.put(PHYSICAL.get(name), value));
        return physical;
    }

    private static String physicalNames(String stats) {
        return Pattern.compile("\"(id|name|at|ts)\":")
                .matcher(stats)
                .replaceAll(name -> "\"" + PHYSICAL.get(name.group(1)) + "\":");
    }

    @Test
    void aCheckpointThatWasCleanedUpCostsOnlyTheSkipping() {
        commit(0, PROTOCOL, metadata(Map.of()));
        commit(1, files());
        checkpointAndForget(1);
        LiveFiles files = DeltaLog.forTable(store).latest().files();
        store.delete(LogNames.classicCheckpoint(1));

        assertThat(names(files, files.matching(col("id").gt(100)))).isEqualTo("a b c d e");
    }

    @Test
    void aFileWhosePartitionValueCannotBeReadIsKept() {
        commit(0, PROTOCOL, metadata(Map.of()));
        commit(1, files());
        commit(2, file("f", "tomorrow", "7", stats(1, 2, 0, "a", "b", "2024-01-01T00:00:00.000Z")));

        assertKept("unreadable", col("day").eq(LocalDate.of(2024, 1, 2)), "b c f");
        assertKept("unreadable", col("day").isNull(), "d f");
        assertKept("not asked for", col("zone").eq(8), "e");
    }

    @Test
    void oneUnreadableValueOfTheOnlyPartitionColumnKeepsItsFileAlone() {
        commit(
                0,
                PROTOCOL,
                metadata(Map.of()).toBuilder().partitionColumns(List.of("zone")).build());
        commit(1, zone("a", "1"), zone("b", "2"), zone("c", "north"));

        assertKept("unreadable", col("zone").eq(2), "b c");
    }

    private static AddFile zone(String path, String zone) {
        return add(path, 1, new HashMap<>(Map.of("zone", zone)), null);
    }

    @Test
    void removedFilesAreNotKept() {
        commit(0, PROTOCOL, metadata(Map.of()));
        commit(1, files());
        checkpointAndForget(1);
        commit(2, TestActions.remove("b", 1));

        assertKept("removed", col("id").gt(15), "c d e");
    }

    @Test
    void recordCountsAreThoseOfTheStatistics() {
        commit(0, PROTOCOL, metadata(Map.of()));
        commit(1, files());
        checkpointAndForget(1);
        LiveFiles files = DeltaLog.forTable(store).latest().files();

        var counts = files.recordCounts(files.ids());

        assertThat(Arrays.stream(files.ids()).mapToObj(files::path)).containsExactly("a", "b", "c", "d", "e");
        assertThat(counts.value(0)).isEqualTo(10);
        assertThat(counts.isNull(4)).isTrue();
    }

    private void assertKept(String how, Expression predicate, String expected) {
        LiveFiles files = DeltaLog.forTable(store).latest().files();

        assertThat(names(files, files.matching(predicate)))
                .as("%s %s", how, predicate)
                .isEqualTo(expected);
        assertThat(names(files, files.matching(predicate))).as("%s again", how).isEqualTo(expected);
    }

    private static String names(LiveFiles files, int[] ids) {
        return String.join(" ", Arrays.stream(ids).mapToObj(files::path).toList());
    }

    private static Action[] files() {
        List<Action> files = new ArrayList<>();
        files.add(file("a", "2024-01-01", "1", stats(0, 10, 0, "apple", "banana", "2024-01-01T00:00:01.000Z")));
        files.add(file("b", "2024-01-02", "", stats(11, 20, 0, "cherry", "melon", "2024-01-01T00:00:02.000Z")));
        files.add(file("c", "2024-01-02", "7", stats(21, 30, 0, "apple", "banana", "2024-01-01T00:00:00.000Z")));
        files.add(file("d", null, "7", "{\"numRecords\":10}"));
        files.add(file("e", "2024-01-03", "8", null));
        return files.toArray(Action[]::new);
    }

    private static String stats(long min, long max, long nulls, String first, String last, String ts) {
        return "{\"numRecords\":10,\"minValues\":{\"id\":" + min + ",\"name\":\"" + first + "\",\"at\":{\"ts\":\"" + ts
                + "\"}},\"maxValues\":{\"id\":" + max + ",\"name\":\"" + last + "\",\"at\":{\"ts\":\"" + ts
                + "\"}},\"nullCount\":{\"id\":" + nulls + ",\"name\":0,\"at\":{\"ts\":0}}}";
    }

    private static AddFile file(String path, @Nullable String day, String zone, @Nullable String stats) {
        Map<String, @Nullable String> values = new HashMap<>();
        values.put("day", day);
        values.put("zone", zone);
        return add(path, 1, values, stats);
    }

    private static Metadata metadata(Map<String, String> configuration) {
        return TestActions.metadata()
                .schemaString(SCHEMA)
                .partitionColumns(List.of("day", "zone"))
                .configuration(new HashMap<>(configuration))
                .build();
    }

    private void commit(long version, Action... actions) {
        store.putIfAbsent(LogNames.commit(version), ActionCodec.write(List.of(actions)));
    }

    private void checkpointAndForget(long version) {
        DeltaLog log = DeltaLog.forTable(store);
        log.checkpoint(log.latest(), Instant.EPOCH);
        for (long v = 0; v <= version; v++) {
            store.delete(LogNames.commit(v));
        }
    }
}
