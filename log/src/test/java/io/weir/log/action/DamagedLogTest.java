package io.weir.log.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.schema.SchemaFormatException;
import io.weir.format.schema.SchemaJson;
import io.weir.log.checkpoint.LastCheckpoint;
import io.weir.log.commit.VersionChecksum;
import io.weir.log.error.CorruptTableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Files with some bytes changed are read, or refused by the error that says so; nothing else ever happens. */
class DamagedLogTest {
    private static final int ROUNDS = 30_000;
    private static final byte[] TELLING = "{}[]\",:\\ntfu0123456789-.eE \n\r\t\u0000".getBytes(StandardCharsets.UTF_8);

    private final Random random = new Random(20261121);

    private static final String SCHEMA =
            "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":{\"type\":\"map\",\"keyType\":\"string\",\"valueType\":"
                    + "{\"type\":\"array\",\"elementType\":\"decimal(10,2)\",\"containsNull\":true},\"valueContainsNull\":false},"
                    + "\"nullable\":true,\"metadata\":{\"delta.columnMapping.id\":1}}]}";
    private static final Metadata METADATA = Metadata.builder("id")
            .schemaString(SCHEMA)
            .partitionColumns(List.of("p"))
            .build();
    private static final Protocol PROTOCOL = new Protocol(3, 7, Set.of("x"), Set.of("x", "y"), Map.of());

    private byte[] damaged(byte[] whole) {
        byte[] bytes = whole.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = TELLING[random.nextInt(TELLING.length)];
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                default -> {
                    int length = Math.min(random.nextInt(20), bytes.length - at);
                    System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
                }
            }
        }
        return bytes;
    }

    @Test
    void aDamagedCommitIsReadOrRefused() {
        AddFile add = AddFile.builder("p=1/a%20b")
                .partitionValues(Map.of("p", "1"))
                .sizeBytes(100)
                .stats("{\"numRecords\":1}")
                .deletionVector(new DeletionVectorDescriptor("u", "vBn[lx{q8@P<9BNH/isA", 1, 36, 2, Map.of()))
                .build();
        byte[] whole = ActionCodec.write(List.of(
                CommitInfo.builder().timestamp(1).operation("WRITE").txnId("t").build(),
                METADATA,
                PROTOCOL,
                add,
                add.remove(5, true),
                new SetTransaction("app", 1, 2L),
                new DomainMetadata("d", "{}", false),
                new UnknownAction("new", "[{\"a\":null}]")));
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try {
                for (Action action : ActionCodec.readCommit(damaged(whole), "file", 1)) {
                    if (action instanceof CommitInfo info) {
                        assertThat(info.operationMetrics()).isNotNull();
                        assertThat(String.valueOf(info.operation())).isNotNull();
                    }
                    byte[] written = ActionCodec.write(List.of(action));
                    assertThat(ActionCodec.readCommit(written, "written", 1)).containsExactly(action);
                }
            } catch (CorruptTableException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(ROUNDS / 4, ROUNDS - 100);
    }

    @Test
    void aDamagedSchemaIsReadOrRefused() {
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String json = new String(damaged(SCHEMA.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
            try {
                assertThat(SchemaJson.parse(SchemaJson.format(SchemaJson.parse(json))))
                        .isNotNull();
            } catch (SchemaFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(ROUNDS / 4);
    }

    @Test
    void aDamagedHintOrChecksumIsReadOrIgnored() {
        byte[] hint = new LastCheckpoint(10, 12, 2, 100L, 5L, SCHEMA, Map.of("a", "b"), Map.of("n", "[1,{\"x\":2}]"))
                .toJson()
                .getBytes(StandardCharsets.UTF_8);
        byte[] checksum = new VersionChecksum(
                        "t",
                        10,
                        1,
                        5L,
                        List.of(new SetTransaction("a", 1, null)),
                        List.of(new DomainMetadata("d", "", false)),
                        METADATA,
                        PROTOCOL)
                .toBytes();
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            read += LastCheckpoint.parse(damaged(hint)).isPresent() ? 1 : 0;
            read += VersionChecksum.parse(damaged(checksum)).isPresent() ? 1 : 0;
        }
        assertThat(read).isBetween(1, 2 * ROUNDS - 1);
    }
}
