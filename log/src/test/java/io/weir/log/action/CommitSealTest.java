package io.weir.log.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.error.CorruptTableException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitSealTest {
    private static final List<Action> ACTIONS = List.of(
            CommitInfo.builder()
                    .inCommitTimestamp(17)
                    .operation("WRITE")
                    .txnId("a")
                    .build(),
            new SetTransaction("app", 3, null));

    private static final byte[] COMMIT = CommitSeal.write(ACTIONS);

    private static List<Action> read(byte[] commit) {
        return ActionCodec.readCommit(commit, "00000000000000000007.json", 7);
    }

    @Test
    void everyActionIsThereAndTheTimestampStillComesFirst() {
        assertThat(new String(COMMIT, UTF_8))
                .startsWith("{\"commitInfo\":{\"inCommitTimestamp\":17,")
                .containsPattern("\"weir\\.crc32c\":\"[0-9a-f]{8}\"}}\n\\{\"txn\"");
        assertThat(read(COMMIT)).hasSize(2).endsWith(ACTIONS.get(1));
    }

    @Test
    void noBitFlipsWithoutAnErrorOrTheSameActions() {
        for (int bit = 0; bit < COMMIT.length * 8; bit++) {
            byte[] flipped = COMMIT.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            List<Action> actions;
            try {
                actions = read(flipped);
            } catch (CorruptTableException e) {
                continue;
            }
            assertThat(actions).as("bit %d", bit).hasSize(2).endsWith(ACTIONS.get(1));
            assertThat(((CommitInfo) actions.get(0)).operation()).isEqualTo("WRITE");
        }
    }

    @Test
    void aCommitThatWasCutBehindALineIsRefused() {
        int firstLine = new String(COMMIT, UTF_8).indexOf('\n') + 1;
        assertThatThrownBy(() -> read(Arrays.copyOf(COMMIT, firstLine)))
                .isInstanceOf(CorruptTableException.class)
                .hasMessageContaining("00000000000000000007.json")
                .hasMessageContaining("version=7");
    }

    @Test
    void aCommitThatWasReadAndIsWrittenAgainHasANewChecksum() {
        List<Action> more = List.of(read(COMMIT).get(0), new SetTransaction("app", 4, null));
        byte[] again = CommitSeal.write(more);
        assertThat(read(again)).endsWith(more.get(1));
        assertThat(new String(again, UTF_8)).containsOnlyOnce("weir.crc32c");
    }

    @Test
    void aCommitOfAnotherWriterIsReadAsItIs() {
        String foreign = "{\"commitInfo\":{\"operation\":\"WRITE\"}}\n{\"txn\":{\"appId\":\"app\",\"version\":3}}\n";
        assertThat(read(foreign.getBytes(UTF_8))).endsWith(ACTIONS.get(1));
    }
}
