package io.weir.suite.table;

import static io.weir.format.expression.Expressions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.testkit.CountingStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the journeys of a table cost in requests. */
class RequestBudgetTest {
    private final ObjectStore store = MemoryStore.create();
    private final CountingStore counted = new CountingStore(store);

    /** Names of data files are random. */
    private List<String> requests() {
        return counted.drain().stream()
                .map(request -> request.replaceAll("part-\\S+\\.parquet", "part.parquet"))
                .toList();
    }

    @Test
    void makingATableLooksForOneAndWritesOne() {
        Tables.create(counted);

        assertThat(requests())
                .containsExactly(
                        "GET _delta_log/_last_checkpoint",
                        "LIST _delta_log",
                        "LIST _delta_log",
                        "PUT-IF-ABSENT _delta_log/00000000000000000000.json",
                        "PUT-IF-ABSENT _delta_log/00000000000000000000.crc");
    }

    @Test
    void anAppendIsAFileACommitAndItsChecksum() {
        Table table = Tables.create(counted);
        requests();

        table.append(Tables.rows(0, 10));

        assertThat(requests())
                .containsExactly(
                        "PUT part.parquet",
                        "PUT-IF-ABSENT _delta_log/00000000000000000001.json",
                        "PUT-IF-ABSENT _delta_log/00000000000000000001.crc");
    }

    @Test
    void everyTenthCommitIsACheckpointAsWell() {
        Table table = Tables.create(counted);
        for (int i = 0; i < 9; i++) {
            table.append(Tables.rows(i, i + 1));
        }
        requests();

        table.append(Tables.rows(9, 10));

        assertThat(requests())
                .containsExactly(
                        "PUT part.parquet",
                        "PUT-IF-ABSENT _delta_log/00000000000000000010.json",
                        "PUT-IF-ABSENT _delta_log/00000000000000000010.crc",
                        "PUT-IF-ABSENT _delta_log/00000000000000000010.checkpoint.parquet",
                        "PUT _delta_log/_last_checkpoint");
    }

    @Test
    void whoLosesReadsTheWinnerAndTriesTheNextVersion() {
        Table table = Tables.create(counted);
        Tables.open(store).append(Tables.rows(0, 1));
        requests();

        table.append(Tables.rows(1, 2));

        assertThat(requests())
                .containsExactly(
                        "PUT part.parquet",
                        "PUT-IF-ABSENT _delta_log/00000000000000000001.json",
                        "GET _delta_log/00000000000000000001.json",
                        "PUT-IF-ABSENT _delta_log/00000000000000000002.json",
                        "PUT-IF-ABSENT _delta_log/00000000000000000002.crc");
    }

    @Test
    void aScanListsTheLogAndReadsTheFilesItNeeds() {
        Table table = Tables.create(counted);
        table.append(Tables.rows(0, 10));
        table.append(Tables.rows(10, 20));
        requests();

        assertThat(table.scan().where(col("id").ge(15)).rows().toList()).hasSize(5);

        assertThat(requests())
                .containsExactly(
                        "LIST _delta_log from 00000000000000000003.",
                        "RANGE part.parquet", // the footer
                        "RANGE part.parquet");
    }

    @Test
    void countingRowsReadsNoFile() {
        Table table = Tables.create(counted);
        table.append(Tables.rows(0, 10));
        requests();

        assertThat(table.latest().count()).isEqualTo(10);

        assertThat(requests()).hasSize(1).first().asString().startsWith("LIST _delta_log");
    }

    @Test
    void countingRowsOfSomePartitionsReadsNoFile() {
        Table table = Table.create(counted, Tables.ENVIRONMENT)
                .schema(Tables.SCHEMA.add("part", PrimitiveType.INTEGER))
                .partitionBy("part")
                .commit();
        table.append(new BatchBuilder(table.schema())
                .add(1L, 1)
                .add(2L, 2)
                .add(3L, 2)
                .build());
        requests();

        assertThat(table.known().scan().where("part = 2").count()).isEqualTo(2);
        assertThat(table.known().scan().where("part IS NULL").count()).isZero();

        assertThat(requests()).isEmpty();
    }
}
