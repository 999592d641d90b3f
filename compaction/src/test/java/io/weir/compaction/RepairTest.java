package io.weir.compaction;

import static io.weir.compaction.check.FindingKind.CHECKPOINT_UNREADABLE;
import static io.weir.compaction.check.FindingKind.DATA_FILE_UNREADABLE;
import static io.weir.compaction.check.FindingKind.OLD_CHECKPOINT_DAMAGED;
import static io.weir.compaction.check.FindingKind.STATISTICS_WRONG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.compaction.check.CheckReport;
import io.weir.compaction.check.Finding;
import io.weir.compaction.repair.RepairPlan;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CommitConflictException;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepairTest {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("id", PrimitiveType.LONG)
            .add("name", PrimitiveType.STRING)
            .add("ratio", PrimitiveType.DOUBLE);
    private static final TableEnvironment ENVIRONMENT =
            TableEnvironment.standard().withExecutor(Runnable::run, 1).withBackoff(Backoff.NONE);

    private final ObjectStore store = ObjectStores.open("memory://" + UUID.randomUUID() + "/table");
    private final Table table = Table.create(store, ENVIRONMENT)
            .schema(SCHEMA)
            .property("delta.checkpointInterval", "3")
            .commit();
    private final Fsck fsck = Fsck.of(store, ENVIRONMENT).deep();

    /** Versions 1 to 3 with a file of ten rows each, a checkpoint at 3. */
    @BeforeEach
    void fill() {
        for (int version = 1; version <= 3; version++) {
            table.append(rows(version * 10L));
        }
    }

    private static ColumnBatch rows(long from) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (long id = from; id < from + 10; id++) {
            rows.add(id, "a name that is longer than thirty-two characters: " + id, id / 7.0);
        }
        return rows.build();
    }

    private List<AddFile> files() {
        return Table.open(store, ENVIRONMENT).files().toList();
    }

    private void damage(String name, int at) {
        byte[] bytes = store.read(name);
        bytes[at] ^= 1;
        store.put(name, bytes);
    }

    @Test
    void aTableThatIsInOrderNeedsNoRepair() {
        assertThat(fsck.plan(fsck.check()).isEmpty()).isTrue();
    }

    @Test
    void filesThatAreGoneOrCannotBeReadLeaveTheTableAndTheOthersStay() {
        List<AddFile> before = files();
        store.delete(before.get(0).path());
        damage(before.get(1).path(), 30);
        CheckReport report = fsck.check();
        assertThat(report.count(DATA_FILE_UNREADABLE)).isEqualTo(1);

        RepairPlan plan = fsck.plan(report);
        assertThat(plan.removed()).hasSize(2);
        assertThat(plan.rowsLost()).isEqualTo(20);
        assertThat(table.latest().version()).as("a plan changes nothing").isEqualTo(3);

        assertThat(fsck.repair(plan)).isEqualTo(4);
        assertThat(fsck.check().hasErrors()).isFalse();
        assertThat(files()).containsExactly(before.get(2));
        assertThat(table.count()).isEqualTo(10);
        assertThat(table.history(1).get(0).info().operation()).isEqualTo("FSCK");
    }

    @Test
    void statisticsThatLeaveOutRowsAreWrittenAnewAsTheyWere() {
        AddFile before = files().get(2);
        String name = LogNames.commit(3);
        String commit = new String(store.read(name), UTF_8)
                .replace("\\\"id\\\":30", "\\\"id\\\":35")
                .replaceFirst(",\"weir.crc32c\":\"[0-9a-f]{8}\"", "");
        store.put(name, commit.getBytes(UTF_8));
        store.delete(LogNames.classicCheckpoint(3));
        store.delete(LogNames.LAST_CHECKPOINT);
        assertThat(fsck.check().count(STATISTICS_WRONG)).isEqualTo(1);

        RepairPlan plan = fsck.plan(fsck.check());
        fsck.repair(plan);
        assertThat(plan.described()).extracting(AddFile::stats).containsExactly(before.stats());
        assertThat(fsck.check().count(STATISTICS_WRONG)).isZero();
        assertThat(table.count()).isEqualTo(30);
    }

    @Test
    void aDamagedCheckpointIsReplacedByOneOfANewVersion() {
        String name = LogNames.classicCheckpoint(3);
        byte[] bytes = store.read(name);
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 20);
        store.put(name, cut);
        CheckReport report = fsck.check();
        assertThat(report.count(CHECKPOINT_UNREADABLE)).isEqualTo(1);

        fsck.repair(fsck.plan(report));
        assertThat(store.exists(LogNames.classicCheckpoint(4))).isTrue();
        assertThat(store.read(name)).as("what is there stays as it is").isEqualTo(cut);
        CheckReport after = fsck.check();
        assertThat(after.hasErrors()).isFalse();
        assertThat(after.findings()).extracting(Finding::kind).containsExactly(OLD_CHECKPOINT_DAMAGED);
        assertThat(Table.open(store, ENVIRONMENT).count()).isEqualTo(30);
    }

    @Test
    void aTableThatChangedSinceItWasCheckedIsNotRepaired() {
        store.delete(files().get(0).path());
        RepairPlan plan = fsck.plan(fsck.check());
        table.append(rows(40));
        assertThatThrownBy(() -> fsck.repair(plan)).isInstanceOf(CommitConflictException.class);
    }

    @Test
    void whatNoVersionCanRepairIsLeftToPeople() {
        store.delete(LogNames.commit(0));
        store.delete(LogNames.classicCheckpoint(3));
        RepairPlan plan = fsck.plan(fsck.check());
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.left()).isNotEmpty();
    }
}
