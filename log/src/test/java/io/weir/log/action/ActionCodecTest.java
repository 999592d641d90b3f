package io.weir.log.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.log.error.CorruptTableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionCodecTest {
    private static final String ADD =
            "{\"add\":{\"path\":\"a\",\"partitionValues\":{},\"size\":1,\"modificationTime\":2,\"dataChange\":true}}";

    private static List<Action> read(String commit) {
        return ActionCodec.readCommit(
                commit.getBytes(StandardCharsets.UTF_8), "_delta_log/00000000000000000007.json", 7);
    }

    private static String write(Action... actions) {
        return new String(ActionCodec.write(List.of(actions)), StandardCharsets.UTF_8);
    }

    @Test
    void everyKindOfActionSurvives() {
        Map<String, @Nullable String> partition = new LinkedHashMap<>();
        partition.put("p", null);
        partition.put("q", "é\"\\\n\u0001 𝄞");
        DeletionVectorDescriptor vector =
                new DeletionVectorDescriptor("u", "ab^-aqEH.-t@S}K{vb[*k^", 4, 40, 6, Map.of("maxRowIndex", "7"));
        AddFile add = AddFile.builder("a%20b")
                .partitionValues(partition)
                .sizeBytes(Long.MAX_VALUE)
                .modificationTime(-1)
                .dataChange(false)
                .stats("{\"numRecords\":1}")
                .tags(Collections.singletonMap("t", null))
                .deletionVector(vector)
                .baseRowId(3L)
                .defaultRowCommitVersion(4L)
                .clusteringProvider("liquid")
                .unknown(Map.of("new", "[1.50,{\"a\":null}]"))
                .build();
        List<Action> all = List.of(
                CommitInfo.builder()
                        .timestamp(5)
                        .operation("WRITE")
                        .json("odd", "1.0e2")
                        .build(),
                new Protocol(3, 7, Set.of("deletionVectors"), Set.of("deletionVectors", "x"), Map.of()),
                Metadata.builder("id")
                        .name("n")
                        .description("d")
                        .schemaString("{\"type\":\"struct\",\"fields\":[]}")
                        .partitionColumns(List.of("p", "q"))
                        .configuration(Map.of("delta.x", "y"))
                        .createdTime(8L)
                        .unknown(Map.of("u", "{}"))
                        .build(),
                add,
                add.remove(9, true),
                new SetTransaction("app/0", -1, 10L),
                new SetTransaction("app", 1, null),
                new DomainMetadata("delta.rowTracking", "{\"rowIdHighWaterMark\":1}", false),
                new AddCdcFile("_change_data/c", Map.of("p", "1"), 5, Map.of("a", "b"), Map.of()),
                new CheckpointMetadata(3, Map.of("k", "v"), Map.of()),
                new Sidecar("s.parquet", 1, 2, Map.of(), Map.of("z", "false")),
                new UnknownAction("future", "{\"deep\":[[]]}"));

        byte[] written = ActionCodec.write(all);

        assertThat(ActionCodec.readCommit(written, "file", 0)).isEqualTo(all);
        assertThat(new String(written, StandardCharsets.UTF_8).lines()).hasSize(all.size());
    }

    @Test
    void anAddIsWrittenAsOthersWriteIt() {
        AddFile add = AddFile.builder("p=1/f.parquet")
                .partitionValues(Map.of("p", "1"))
                .sizeBytes(454)
                .modificationTime(1000)
                .stats("{\"numRecords\":1}")
                .build();

        assertThat(write(add))
                .isEqualTo("{\"add\":{\"path\":\"p=1/f.parquet\",\"partitionValues\":{\"p\":\"1\"},\"size\":454,"
                        + "\"modificationTime\":1000,\"dataChange\":true,\"stats\":\"{\\\"numRecords\\\":1}\"}}\n");
    }

    @Test
    void featureListsAreWrittenOnlyAtTheVersionsThatHaveThem() {
        assertThat(write(new Protocol(1, 2)))
                .isEqualTo("{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}\n");
        assertThat(write(new Protocol(1, 7, Set.of(), Set.of("b", "a"), Map.of())))
                .isEqualTo(
                        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"a\",\"b\"]}}\n");
        assertThat(write(new Protocol(3, 7)))
                .isEqualTo(
                        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[],\"writerFeatures\":[]}}\n");
    }

    @Test
    void blankLinesCarriageReturnsAndAMissingLastLineEndDoNotMatter() {
        List<Action> plain = read(ADD + "\n" + ADD + "\n");

        assertThat(read("\uFEFF\r\n\n" + ADD + "\r\n  \r\n" + ADD))
                .isEqualTo(plain)
                .hasSize(2);
        assertThat(read("")).isEmpty();
    }

    @Test
    void nullsEmptyObjectsAndMembersGivenTwiceDoNotMatter() {
        assertThat(read("{}\n{\"add\":null,\"txn\":{\"appId\":\"a\",\"version\":1,\"version\":2}}\n"))
                .containsExactly(new SetTransaction("a", 2, null));
    }

    @Test
    void whatIsNotKnownIsKeptByteForByte() {
        String raw = "{ \"a\" : [ 1.10, -0.0, 12345678901234567890123, \"\\u00e9\" ] }";
        List<Action> actions =
                read("{\"future\":" + raw + "}\n" + ADD.replace("\"path\"", "\"more\":" + raw + ",\"path\""));

        assertThat(((UnknownAction) actions.get(0)).json()).isEqualTo(raw);
        assertThat(((AddFile) actions.get(1)).unknown()).containsEntry("more", raw);
    }

    @Test
    void aKeptLineBreakDoesNotBreakTheLine() {
        Action action = new UnknownAction("x", "{\"a\":\n\r1}");

        assertThat(write(action)).isEqualTo("{\"x\":{\"a\":  1}}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"add\":{\"path\":\"a\",\"partitionValues\":{},\"size\":1,\"modif",
                "{\"add\":{\"path\":\"a\",\"size\":1}",
                "{\"add\":{\"path\":\"a\",\"size\":\"1\"}}",
                "{\"add\":{\"path\":\"a\",\"size\":1.5}}",
                "{\"add\":{\"path\":\"a\",\"size\":-1}}",
                "{\"add\":{\"path\":\"a\",\"size\":99999999999999999999}}",
                "{\"add\":{\"path\":7,\"size\":1}}",
                "{\"add\":{\"path\":\"\",\"size\":1}}",
                "{\"add\":{\"size\":1}}",
                "{\"add\":{\"path\":\"a\"}}",
                "{\"add\":[]}",
                "{\"add\":{\"path\":\"a\",\"size\":1,\"partitionValues\":[]}}",
                "{\"add\":{\"path\":\"a\",\"size\":1,\"dataChange\":\"true\"}}",
                "{\"remove\":{}}",
                "{\"protocol\":{\"minReaderVersion\":1}}",
                "{\"protocol\":{\"minReaderVersion\":0,\"minWriterVersion\":2}}",
                "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":2}}",
                "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":4294967298}}",
                "{\"metaData\":{\"partitionColumns\":\"p\",\"id\":\"x\"}}",
                "{\"txn\":{\"appId\":\"a\"}}",
                "{\"txn\":{\"appId\":null,\"version\":1}}",
                "[1]",
                "null",
                "garbage",
                "\u0000\u0000\u0000\u0000",
                "{\"commitInfo\":{}} {\"commitInfo\":{}}",
                "{\"commitInfo\":\n{}}",
            })
    void aCommitThatIsNotWholeIsRefusedWithFileAndLine(String line) {
        CorruptTableException error =
                catchThrowableOfType(CorruptTableException.class, () -> read(ADD + "\n" + line + "\n"));

        assertThat(error).as(line).isNotNull();
        assertThat(error.facts())
                .containsEntry("file", "_delta_log/00000000000000000007.json")
                .containsEntry("version", "7")
                .containsKey("reason");
        assertThat(Integer.parseInt(error.facts().get("line"))).isBetween(2, 4);
    }

    @Test
    void everyCutOfACommitThatIsNotAtALineEndIsRefused() {
        byte[] whole = (ADD + "\n" + ADD + "\n").getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            int lines =
                    length == ADD.length() || length == ADD.length() + 1 ? 1 : length >= 2 * ADD.length() + 1 ? 2 : -1;
            if (lines < 0) {
                assertThat(catchThrowableOfType(CorruptTableException.class, () -> ActionCodec.readCommit(cut, "f", 0)))
                        .as("cut at %d", length)
                        .isNotNull();
            } else {
                assertThat(ActionCodec.readCommit(cut, "f", 0)).hasSize(lines);
            }
        }
    }

    @Test
    void nestingWithoutEndIsRefused() {
        String deep = "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(catchThrowableOfType(CorruptTableException.class, () -> read(deep)))
                .isNotNull();
    }

    @Test
    void theFirstCommitInfoIsFoundInAHeadThatIsCutAfterIt() {
        byte[] head = "{\"commitInfo\":{\"inCommitTimestamp\":12,\"operation\":\"WRITE\"}}\n{\"add\":{\"pa"
                .getBytes(StandardCharsets.UTF_8);

        assertThat(ActionCodec.firstCommitInfo(head, "f", 1)).hasValueSatisfying(info -> {
            assertThat(info.inCommitTimestamp()).isEqualTo(12);
            assertThat(info.operation()).isEqualTo("WRITE");
        });
        assertThat(ActionCodec.firstCommitInfo(ADD.getBytes(StandardCharsets.UTF_8), "f", 1))
                .isEmpty();
    }

    @Test
    void membersOfACommitInfoThatAreOfOddTypesCountAsAbsentButStay() {
        String line =
                "{\"commitInfo\":{\"timestamp\":\"yesterday\",\"operation\":{},\"isBlindAppend\":1,\"operationMetrics\":[],"
                        + "\"readVersion\":1.5,\"engineInfo\":\"a\\\"b\"}}\n";
        CommitInfo info = (CommitInfo) read(line).get(0);

        assertThat(info.timestamp()).isNull();
        assertThat(info.operation()).isNull();
        assertThat(info.isBlindAppend()).isNull();
        assertThat(info.operationMetrics()).isEmpty();
        assertThat(info.readVersion()).isNull();
        assertThat(info.engineInfo()).isEqualTo("a\"b");
        assertThat(write(info)).isEqualTo(line);
    }

    @Test
    void theInCommitTimestampGoesFirst() {
        CommitInfo info = CommitInfo.builder()
                .timestamp(1)
                .operationParameters(Map.of("mode", "Append"))
                .operationMetrics(Map.of("numFiles", "1"))
                .inCommitTimestamp(2)
                .build();

        assertThat(write(info))
                .isEqualTo(
                        "{\"commitInfo\":{\"inCommitTimestamp\":2,\"timestamp\":1,\"operationParameters\":{\"mode\":\"Append\"},"
                                + "\"operationMetrics\":{\"numFiles\":\"1\"}}}\n");
    }
}
