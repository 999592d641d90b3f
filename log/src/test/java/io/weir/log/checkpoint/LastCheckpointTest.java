package io.weir.log.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.json.JsonInput;
import io.weir.log.SharedTables;
import io.weir.log.commit.LogNames;
import io.weir.storage.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastCheckpointTest {
    private static Map<String, String> members(String json) {
        JsonInput in = JsonInput.of(json);
        in.nextObject();
        return in.uniqueRawMembers();
    }

    @Test
    void theExampleOfTheProtocolHasItsCanonicalFormAndChecksum() {
        Map<String, String> example = members(
                "{\"k0\":\"'v 0'\", \"checksum\": \"adsaskfljadfkjadfkj\", \"k1\":{\"k2\": 2, \"k3\": [\"v3\", [1, 2], {\"k4\": \"v4\", \"k5\": [\"v5\", \"v6\", \"v7\"]}]}}");

        assertThat(CanonicalJson.canonical(example))
                .isEqualTo("\"k0\"=\"%27v%200%27\",\"k1\"+\"k2\"=2,\"k1\"+\"k3\"+0=\"v3\",\"k1\"+\"k3\"+1+0=1,"
                        + "\"k1\"+\"k3\"+1+1=2,\"k1\"+\"k3\"+2+\"k4\"=\"v4\",\"k1\"+\"k3\"+2+\"k5\"+0=\"v5\","
                        + "\"k1\"+\"k3\"+2+\"k5\"+1=\"v6\",\"k1\"+\"k3\"+2+\"k5\"+2=\"v7\"");
        assertThat(CanonicalJson.checksum(example)).isEqualTo("6a92d155a59bf2eecbd4b4ec7fd1f875");
    }

    @Test
    void leavesAreInOrderOfTheirPathsAndLiteralsAreThemselves() {
        assertThat(
                        CanonicalJson.canonical(
                                members(
                                        "{\"b\":{\"y\":null,\"x\":\"https://delta.io\"},\"a\":10,\"c\":[null,\"hi ho\",2.71],\"é\":true}")))
                .isEqualTo("\"%C3%A9\"=true,\"a\"=10,\"b\"+\"x\"=\"https%3A%2F%2Fdelta.io\",\"b\"+\"y\"=null,"
                        + "\"c\"+0=null,\"c\"+1=\"hi%20ho\",\"c\"+2=2.71");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        LastCheckpoint hint = new LastCheckpoint(
                10,
                12,
                3,
                4L,
                5L,
                "{\"type\":\"struct\",\"fields\":[]}",
                Map.of("t", "a b"),
                Map.of("v2Checkpoint", "{\"path\":\"x\"}"));
        MemoryStore store = MemoryStore.create();
        hint.store(store);

        assertThat(LastCheckpoint.load(store)).contains(hint);
    }

    @Test
    void aChangedLetterIsNoticed() {
        String json = new LastCheckpoint(10, 12, 100, 5).toJson();

        assertThat(LastCheckpoint.parse(json.getBytes(StandardCharsets.UTF_8))).isPresent();
        assertThat(LastCheckpoint.parse(
                        json.replace("\"version\":10", "\"version\":11").getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "garbage",
                "{}",
                "[]",
                "{\"version\":10",
                "{\"version\":-1,\"size\":1}",
                "{\"version\":\"10\",\"size\":1}",
                "{\"version\":10,\"version\":11,\"size\":1}",
                "{\"version\":10,\"size\":1} x",
                "{\"version\":10,\"size\":1,\"checksum\":7}",
            })
    void aHintThatCannotBeTrustedIsNone(String json) {
        MemoryStore store = MemoryStore.create();
        store.put(LogNames.LAST_CHECKPOINT, json.getBytes(StandardCharsets.UTF_8));

        assertThat(LastCheckpoint.load(store)).isEmpty();
    }

    @Test
    void aTableWithoutHintHasNone() {
        assertThat(LastCheckpoint.load(MemoryStore.create())).isEmpty();
    }

    @Test
    void theHintsOfOtherWritersHaveTheChecksumsWeComputeForThem() throws IOException {
        int checked = 0;
        for (Path table : SharedTables.all()) {
            Path file = table.resolve(LogNames.LAST_CHECKPOINT);
            String json = Files.exists(file) ? Files.readString(file) : "";
            if (json.contains("\"checksum\"")) {
                assertThat(LastCheckpoint.parse(json.getBytes(StandardCharsets.UTF_8)))
                        .as(file.toString())
                        .isPresent();
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(40);
    }
}
