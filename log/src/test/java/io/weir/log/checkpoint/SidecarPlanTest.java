package io.weir.log.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.type.StructType;
import io.weir.log.action.Sidecar;
import io.weir.log.checkpoint.SidecarPlan.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SidecarPlanTest {
    private static StoredFiles sidecar(String name, long rows) {
        return new StoredFiles(new Sidecar(name, 1, 1, Map.of(), Map.of()), rows, StructType.EMPTY, 0);
    }

    private static Chunk chunk(int rows, @Nullable StoredFiles stored) {
        return new Chunk(rows, stored == null, stored);
    }

    @Test
    void whatHasNotChangedStaysAndWhatIsNewIsWritten() {
        StoredFiles old = sidecar("a", 5000);

        SidecarPlan plan = SidecarPlan.of(List.of(chunk(3000, old), chunk(2000, old), chunk(10, null)));

        assertThat(plan.kept()).containsExactly(old);
        assertThat(plan.written()).containsExactly(List.of(2));
    }

    @Test
    void aSidecarThatLostAFileIsWrittenAgain() {
        StoredFiles whole = sidecar("a", 500_000);
        StoredFiles less = sidecar("b", 100_000);

        SidecarPlan plan = SidecarPlan.of(List.of(chunk(500_000, whole), chunk(60_000, less), chunk(39_999, less)));

        assertThat(plan.kept()).containsExactly(whole);
        assertThat(plan.written()).containsExactly(List.of(1, 2));
    }

    @Test
    void smallOnesArePutTogetherWhenAsMuchHasToBeWrittenAnyway() {
        StoredFiles one = sidecar("a", 1);
        StoredFiles two = sidecar("b", 2);
        StoredFiles ten = sidecar("c", 10);

        SidecarPlan plan = SidecarPlan.of(List.of(chunk(10, ten), chunk(2, two), chunk(1, one), chunk(1, null)));

        assertThat(plan.kept()).containsExactly(ten);
        assertThat(plan.written()).containsExactly(List.of(1, 2, 3));
    }

    @Test
    void aFileIsWrittenAgainAFewTimesHoweverManyCheckpointsThereAre() {
        List<Chunk> chunks = new ArrayList<>();
        long written = 0;
        int most = 0;
        int checkpoints = 10_000;
        for (int i = 0; i < checkpoints; i++) {
            chunks.add(chunk(10, null));
            SidecarPlan plan = SidecarPlan.of(chunks);
            List<Chunk> next = new ArrayList<>();
            plan.kept().forEach(kept -> next.add(chunk((int) kept.rows(), kept)));
            for (List<Integer> part : plan.written()) {
                int rows = part.stream().mapToInt(at -> rows(chunks, at)).sum();
                written += rows;
                next.add(chunk(rows, sidecar(i + "-" + next.size(), rows)));
            }
            chunks.clear();
            chunks.addAll(next);
            most = Math.max(most, chunks.size());
            assertThat(chunks.stream().mapToInt(Chunk::rows).sum()).isEqualTo(10 * (i + 1));
        }

        assertThat(written).isLessThan(14L * 10 * checkpoints);
        assertThat(most).isLessThan(16);
    }

    private static int rows(List<Chunk> chunks, int at) {
        return chunks.get(at).rows();
    }

    @Test
    void aSidecarEndsWhenItIsLongAndWhatLastsInMemoryHasOneForItself() {
        SidecarPlan plan = SidecarPlan.of(List.of(
                new Chunk(40_000, false, null),
                new Chunk(40_000, false, null),
                new Chunk(30_000, true, null),
                new Chunk(10, true, null),
                new Chunk(1, true, null)));

        assertThat(plan.written()).containsExactly(List.of(0, 1), List.of(2), List.of(3, 4));
    }
}
