package io.weir.log.check;

import static io.weir.log.state.TestActions.METADATA;
import static io.weir.log.state.TestActions.PROTOCOL;
import static io.weir.log.state.TestActions.add;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.json.JsonOutput;
import io.weir.log.action.ActionWriter;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.SetTransaction;
import io.weir.log.state.StateBuilder;
import io.weir.log.state.TableState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumCheckTest {
    private static final AddFile WITH_VECTOR = add("b").toBuilder()
            .deletionVector(new DeletionVectorDescriptor("u", "x", 1, 36, 12, Map.of()))
            .build();
    private static final TableState STATE = new StateBuilder()
            .commit(
                    0,
                    List.of(
                            PROTOCOL,
                            METADATA,
                            add("a"),
                            WITH_VECTOR,
                            new SetTransaction("app", 3, 5L),
                            new DomainMetadata("d", "{}", false)))
            .build();

    private static final String RIGHT = "{\"tableSizeBytes\":200,\"numFiles\":2,\"numMetadata\":1,\"numProtocol\":1,"
            + "\"inCommitTimestampOpt\":null,\"setTransactions\":[{\"appId\":\"app\",\"version\":3,\"lastUpdated\":5}],"
            + "\"domainMetadata\":[{\"domain\":\"d\",\"configuration\":\"{}\",\"removed\":false}],"
            + "\"metadata\":" + metadata(METADATA) + ",\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2},"
            + "\"fileSizeHistogram\":{\"sortedBinBoundaries\":[0,100,1000],\"fileCounts\":[0,2,0],\"totalBytes\":[0,200,0]},"
            + "\"numDeletionVectorsOpt\":1,\"numDeletedRecordsOpt\":12,"
            + "\"deletedRecordCountsHistogramOpt\":{\"deletedRecordCounts\":[1,0,1,0,0,0,0,0,0,0]},"
            + "\"allFiles\":[{\"path\":\"a\",\"size\":100},{\"path\":\"b\",\"size\":100,\"deletionVector\":"
            + "{\"storageType\":\"u\",\"pathOrInlineDv\":\"x\",\"offset\":1,\"sizeInBytes\":36,\"cardinality\":12}}]}";

    @Test
    void aFileThatSaysWhatTheLogSaysDiffersNowhere() {
        assertThat(differences(RIGHT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"tableSizeBytes\":200 | \"tableSizeBytes\":201 | tableSizeBytes",
                "\"numFiles\":2 | \"numFiles\":3 | numFiles",
                "\"numFiles\":2, | '' | numFiles",
                "\"numMetadata\":1 | \"numMetadata\":2 | numMetadata",
                "\"numProtocol\":1 | \"numProtocol\":\"x\" | numProtocol",
                "\"version\":3 | \"version\":4 | setTransactions",
                "\"appId\":\"app\" | \"appId\":\"other\" | setTransactions",
                "\"configuration\":\"{}\" | \"configuration\":\"{1}\" | domainMetadata",
                "\"minWriterVersion\":2 | \"minWriterVersion\":3 | protocol",
                "5fba94ed | 6fba94ed | metadata",
                "[0,2,0] | [1,1,0] | fileSizeHistogram",
                "[0,100,1000] | [0,100] | fileSizeHistogram",
                "\"numDeletionVectorsOpt\":1 | \"numDeletionVectorsOpt\":0 | numDeletionVectorsOpt",
                "\"numDeletedRecordsOpt\":12 | \"numDeletedRecordsOpt\":2 | numDeletedRecordsOpt",
                "[1,0,1,0,0,0,0,0,0,0] | [1,1,0,0,0,0,0,0,0,0] | deletedRecordCountsHistogramOpt",
                "\"path\":\"a\" | \"path\":\"c\" | allFiles",
                "\"offset\":1 | \"offset\":2 | allFiles"
            })
    void eachMemberThatDiffersIsNamed(String right, String wrong, String named) {
        assertThat(RIGHT).contains(right);

        assertThat(differences(RIGHT.replace(right, wrong))).containsOnlyKeys(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"numFiles\":2", "{} {}", "null", "\u0000"})
    void whatIsNoChecksumFileIsTold(String text) {
        assertThat(differences(text)).containsKey(ChecksumCheck.FORMAT);
    }

    @Test
    void transactionsMayHaveExpiredWhereTheyExpire() {
        TableState expiring = new StateBuilder(STATE)
                .commit(
                        1,
                        List.of(METADATA.toBuilder()
                                .configuration(Map.of("delta.setTransactionRetentionDuration", "interval 1 day"))
                                .build()))
                .build();

        assertThat(ChecksumCheck.differences("{\"setTransactions\":[]}".getBytes(StandardCharsets.UTF_8), expiring))
                .doesNotContainKey("setTransactions");
        assertThat(differences("{\"setTransactions\":[]}")).containsKey("setTransactions");
    }

    private static Map<String, ?> differences(String json) {
        return ChecksumCheck.differences(json.getBytes(StandardCharsets.UTF_8), STATE);
    }

    private static String metadata(Metadata metadata) {
        JsonOutput out = new JsonOutput();
        ActionWriter.value(out, metadata);
        return out.toString();
    }
}
