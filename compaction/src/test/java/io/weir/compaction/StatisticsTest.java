package io.weir.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.compaction.stats.ColumnDepth;
import io.weir.compaction.stats.DeletedRows;
import io.weir.compaction.stats.OptimizeGain;
import io.weir.compaction.stats.TableStatistics;
import io.weir.storage.MemoryStore;
import io.weir.table.Table;
import io.weir.table.TableBuilder;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static TableBuilder builder() {
        return Table.create(MemoryStore.create(), TableEnvironment.standard()).schema("id BIGINT, name STRING");
    }

    /** A file with rows of all numbers in a range. */
    private static void append(Table table, long from, long to) {
        List<Object[]> rows = new ArrayList<>();
        for (long id = from; id <= to; id++) {
            rows.add(new Object[] {id, "n" + id});
        }
        table.appendValues(rows);
    }

    @Test
    void depthIsInHowManyFilesAValueIsLookedFor() {
        Table apart = builder().commit();
        append(apart, 0, 9);
        append(apart, 10, 19);
        append(apart, 20, 29);
        assertThat(Statistics.of(apart).by("id").collect().depths()).containsExactly(new ColumnDepth("id", 1, 1, 3, 0));

        Table beside = builder().commit();
        append(beside, 0, 9);
        append(beside, 0, 9);
        append(beside, 5, 14);
        append(beside, 100, 101);
        assertThat(Statistics.of(beside).by("id").collect().depths())
                .containsExactly(new ColumnDepth("id", (2 + 2 + 3 + 1) / 4.0, 3, 4, 0));
    }

    @Test
    void ofAClusteredTableTheDepthOfItsColumnsIsTold() {
        Table table = builder().commit();
        table.alter().clusterBy("name").commit();
        append(table, 1, 2);
        assertThat(Statistics.of(table).collect().depths()).containsExactly(new ColumnDepth("name", 1, 1, 1, 0));
        assertThatThrownBy(() -> Statistics.of(table).by("nobody").collect())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void filesRowsLogAndWhatOptimizeWouldGainAreCounted() {
        Table table = builder().property("delta.enableDeletionVectors", "true").commit();
        for (int i = 0; i < 12; i++) {
            append(table, i * 10L, i * 10L + 9);
        }
        table.delete("id = 5 OR id = 15");
        TableStatistics found = Statistics.of(table).collect();

        assertThat(found.version()).isEqualTo(13);
        assertThat(found.files().count()).isEqualTo(12);
        assertThat(found.files().small()).isEqualTo(12);
        assertThat(found.files().min()).isLessThanOrEqualTo(found.files().median());
        assertThat(found.files().buckets()).hasSize(1);
        assertThat(found.files().total()).isEqualTo(table.detail().sizeInBytes());
        assertThat(found.rows()).isEqualTo(new DeletedRows(2, 2, 118L));
        assertThat(found.log().commits()).isEqualTo(14);
        assertThat(found.log().checkpoint()).isEqualTo(10);
        assertThat(found.log().commitsSince()).isEqualTo(3);
        assertThat(found.optimize())
                .isEqualTo(new OptimizeGain(12, found.files().total(), 1));
    }

    @Test
    void partitionsAreComparedWithEachOther() {
        Table table = Table.create(MemoryStore.create(), TableEnvironment.standard())
                .schema("id BIGINT, day STRING")
                .partitionBy("day")
                .commit();
        table.appendValues(List.of(new Object[] {1L, "mon"}, new Object[] {2L, "tue"}, new Object[] {3L, "wed"}));
        table.appendValues(List.<Object[]>of(new Object[] {4L, "tue"}));
        TableStatistics found = Statistics.of(table).collect();

        assertThat(found.partitions().count()).isEqualTo(3);
        assertThat(found.partitions().largest()).containsEntry("day", "tue");
        assertThat(found.partitions().largestFiles()).isEqualTo(2);
        assertThat(found.partitions().skew()).isBetween(1.4, 1.6);
        assertThatThrownBy(() -> Statistics.of(table).by("day").collect()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEmptyTableHasNothingToTell() {
        TableStatistics found = Statistics.of(builder().commit()).collect();
        assertThat(found.files().count()).isZero();
        assertThat(found.partitions().count()).isZero();
        assertThat(found.rows()).isEqualTo(new DeletedRows(0, 0, 0L));
        assertThat(found.log().checkpoint()).isNull();
    }
}
