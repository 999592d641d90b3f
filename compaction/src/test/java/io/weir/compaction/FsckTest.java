package io.weir.compaction;

import static io.weir.compaction.check.FindingKind.CHECKPOINT_DIFFERS;
import static io.weir.compaction.check.FindingKind.CHECKPOINT_UNREADABLE;
import static io.weir.compaction.check.FindingKind.CHECKSUM_DIFFERS;
import static io.weir.compaction.check.FindingKind.COMMIT_ALTERED;
import static io.weir.compaction.check.FindingKind.COMMIT_CONTRADICTS_ITSELF;
import static io.weir.compaction.check.FindingKind.COMMIT_UNREADABLE;
import static io.weir.compaction.check.FindingKind.DATA_FILE_MISSING;
import static io.weir.compaction.check.FindingKind.DATA_FILE_SIZE;
import static io.weir.compaction.check.FindingKind.DATA_FILE_UNREADABLE;
import static io.weir.compaction.check.FindingKind.HINT_UNREADABLE;
import static io.weir.compaction.check.FindingKind.LOG_GAP;
import static io.weir.compaction.check.FindingKind.LOG_GAP_BEFORE_CHECKPOINT;
import static io.weir.compaction.check.FindingKind.NO_TABLE;
import static io.weir.compaction.check.FindingKind.OLD_DATA_FILE_MISSING;
import static io.weir.compaction.check.FindingKind.OLD_DATA_FILE_SIZE;
import static io.weir.compaction.check.FindingKind.PROTOCOL_MISSING;
import static io.weir.compaction.check.FindingKind.ROW_COUNT_DIFFERS;
import static io.weir.compaction.check.FindingKind.STATISTICS_WRONG;
import static io.weir.compaction.check.FindingKind.UNREFERENCED_FILES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.compaction.check.CheckReport;
import io.weir.compaction.check.Finding;
import io.weir.compaction.check.FindingKind;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.commit.LogNames;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FsckTest {
    private static final StructType SCHEMA =
            StructType.EMPTY.add("id", PrimitiveType.LONG).add("name", PrimitiveType.STRING);
    private static final TableEnvironment ENVIRONMENT =
            TableEnvironment.standard().withExecutor(Runnable::run, 1).withBackoff(Backoff.NONE);

    private final ObjectStore store = ObjectStores.open("memory://" + UUID.randomUUID() + "/table");
    private final Table table = Table.create(store, ENVIRONMENT)
            .schema(SCHEMA)
            .property("delta.checkpointInterval", "3")
            .commit();

    /** Versions 1 to 4 with a file of ten rows each, a checkpoint at 3. */
    @BeforeEach
    void fill() {
        for (int version = 1; version <= 4; version++) {
            table.append(rows(version * 10L));
        }
    }

    private static ColumnBatch rows(long from) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (long id = from; id < from + 10; id++) {
            rows.add(id, "name of " + id);
        }
        return rows.build();
    }

    private CheckReport check() {
        return Fsck.of(store, ENVIRONMENT).check();
    }

    private List<FindingKind> found() {
        return check().findings().stream().map(Finding::kind).toList();
    }

    private String dataFile(int version) {
        return table.at(version)
                .files()
                .reduce((first, last) -> last)
                .orElseThrow()
                .path();
    }

    /** A commit that is changed is one of a writer who puts no checksum into it. */
    private void edit(String name, UnaryOperator<String> change) {
        String text = new String(store.read(name), UTF_8).replaceFirst(",\"weir.crc32c\":\"[0-9a-f]{8}\"", "");
        store.put(name, change.apply(text).getBytes(UTF_8));
    }

    @Test
    void aCommitThatDoesNotHaveItsChecksumIsFoundOnce() {
        String name = LogNames.commit(2);
        String text = new String(store.read(name), UTF_8);
        store.put(name, text.replace("\"size\":", "\"size\":1").getBytes(UTF_8));
        assertThat(found()).containsOnlyOnce(COMMIT_ALTERED);
    }

    @Test
    void aColumnThatARestoreBroughtBackNeedsNoStatisticsInCheckpoints() {
        table.alter().set("delta.columnMapping.mode", "name").commit();
        table.append(rows(100));
        long whole = table.append(rows(200)).version();
        table.alter().dropColumns("name").commit();
        table.append(new BatchBuilder(table.schema()).add(300L).build());
        table.append(new BatchBuilder(table.schema()).add(301L).build());
        Table opened = Table.open(store, ENVIRONMENT); // from a checkpoint without the column
        opened.latest();
        opened.restore(whole);
        for (int i = 0; i < 3; i++) {
            opened.append(rows(400 + 10L * i));
        }

        assertThat(check().findings()).isEmpty();
        assertThat(check().scope().checkpoints()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aTableThatIsInOrderHasNoFindings() {
        CheckReport report = check();
        assertThat(report.findings()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.scope().commits()).isEqualTo(5);
        assertThat(report.scope().checkpoints()).isEqualTo(1);
        assertThat(report.scope().files()).isEqualTo(4);
        assertThat(Fsck.of(table).deep().check().findings()).isEmpty();
    }

    @Test
    void anEmptyDirectoryIsNoTable() {
        assertThat(Fsck.of(ObjectStores.open("memory://" + UUID.randomUUID() + "/none"), ENVIRONMENT)
                        .check()
                        .count(NO_TABLE))
                .isEqualTo(1);
    }

    @Test
    void aMissingCommitIsAGapAndBehindACheckpointAnError() {
        store.delete(LogNames.commit(2));
        assertThat(found()).contains(LOG_GAP_BEFORE_CHECKPOINT).doesNotContain(LOG_GAP);
        table.append(rows(50));
        store.delete(LogNames.commit(4));
        assertThat(found()).contains(LOG_GAP);
    }

    @Test
    void everyBadLineOfACommitIsNamedWithItsPlace() {
        edit(LogNames.commit(4), text -> text.replace("\"add\"", "\"add"));
        Finding finding = check().findings().get(0);
        assertThat(finding.kind()).isEqualTo(COMMIT_UNREADABLE);
        assertThat(finding.place().line()).isEqualTo(2);
        assertThat(finding.place().offset()).isPositive();
        assertThat(finding.place().version()).isEqualTo(4);
    }

    @Test
    void twoActionsThatContradictEachOtherAreFound() {
        edit(
                LogNames.commit(0),
                text -> text
                        + text.lines()
                                .filter(l -> l.contains("metaData"))
                                .findFirst()
                                .orElseThrow());
        assertThat(found()).contains(COMMIT_CONTRADICTS_ITSELF);
    }

    @Test
    void aTableWithoutItsProtocolIsReportedInsteadOfRefused() {
        edit(LogNames.commit(0), text -> text.replace("{\"protocol\"", "{\"proteccol\""));
        assertThat(found()).contains(PROTOCOL_MISSING);
    }

    @Test
    void aLineThatWasLostIsFoundByChecksumsAndCheckpoints() {
        edit(LogNames.commit(2), text -> text.lines().limit(1).reduce("", String::concat));
        assertThat(found()).contains(CHECKSUM_DIFFERS, CHECKPOINT_DIFFERS, UNREFERENCED_FILES);
    }

    @Test
    void aCheckpointThatCannotBeReadIsNamed() {
        String name = LogNames.classicCheckpoint(3);
        byte[] bytes = store.read(name);
        store.put(name, java.util.Arrays.copyOf(bytes, bytes.length - 5));
        assertThat(found()).contains(CHECKPOINT_UNREADABLE);
    }

    @Test
    void aHintThatWasAlteredIsNamed() {
        edit(LogNames.LAST_CHECKPOINT, text -> text.replace("\"version\":3", "\"version\":2"));
        assertThat(found()).containsExactly(HINT_UNREADABLE);
    }

    @Test
    void aDataFileThatIsGoneIsAnErrorAndItsRowsAreCounted() {
        String path = dataFile(2);
        store.delete(path);
        Finding finding = check().findings().get(0);
        assertThat(finding.kind()).isEqualTo(DATA_FILE_MISSING);
        assertThat(finding.place().file()).isEqualTo(path);
        assertThat(finding.facts().asMap()).containsEntry("rows", "10");
    }

    @Test
    void aDataFileThatOnlyOldVersionsNeedIsAWarning() {
        String path = dataFile(2);
        table.overwrite(rows(0));
        store.delete(path);
        assertThat(found()).containsExactly(OLD_DATA_FILE_MISSING);
    }

    @Test
    void aDataFileThatOnlyOldVersionsNeedAndThatWasCutIsAWarning() {
        String path = dataFile(2);
        table.overwrite(rows(0));
        byte[] bytes = store.read(path);
        store.put(path, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(found()).containsExactly(OLD_DATA_FILE_SIZE);
    }

    @Test
    void aDataFileOfAnotherLengthIsNamed() {
        String path = dataFile(2);
        byte[] bytes = store.read(path);
        store.put(path, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(found()).containsExactly(DATA_FILE_SIZE);
    }

    @Test
    void aPageThatWasAlteredIsFoundWhenRowsAreRead() {
        String path = dataFile(2);
        byte[] bytes = store.read(path);
        bytes[40] ^= 1;
        store.put(path, bytes);
        assertThat(Fsck.of(table).deep().check().findings())
                .extracting(Finding::kind)
                .containsExactly(DATA_FILE_UNREADABLE);
    }

    @Test
    void statisticsThatLeaveOutRowsAreFoundFromTheFooter() {
        edit(
                LogNames.commit(4),
                text -> text.replace("\\\"numRecords\\\":10", "\\\"numRecords\\\":11")
                        .replace("\\\"id\\\":40", "\\\"id\\\":41"));
        assertThat(found()).contains(ROW_COUNT_DIFFERS, STATISTICS_WRONG);
    }

    @Test
    void filesThatNobodyNamesAreCountedAndAreNoFault() {
        store.put("part-of-a-writer-that-stopped.parquet", new byte[100]);
        store.put("_hidden/notes.txt", new byte[100]);
        CheckReport report = check();
        assertThat(report.isClean()).isTrue();
        assertThat(report.findings()).extracting(Finding::kind).containsExactly(UNREFERENCED_FILES);
        assertThat(report.findings().get(0).facts().asMap()).containsEntry("count", "1");
        try (Stream<ObjectInfo> all = store.listDeep("")) {
            assertThat(all.count()).as("a check changes nothing").isPositive();
        }
    }
}
