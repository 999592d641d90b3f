package io.weir.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.sink.SinkFixture.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Epochs of random rows, repeated, late and beside others, and a map that takes the same rows. */
class UpdateBesideAMapTest {
    private static final int EPOCHS = 8;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theTableIsWhatAMapWouldBe(long seed) {
        Random random = new Random(seed);
        Kind kind = new Kind(random.nextBoolean(), seed % 2 == 0, random.nextBoolean(), random.nextBoolean());
        OutputMode update = seed % 2 == 0 ? OutputMode.update("id", "p") : SinkFixture.BY_ID;
        Map<List<@Nullable Object>, String> map = new HashMap<>();
        try (SinkFixture sink = new SinkFixture(kind)) {
            for (int number = 0; number < EPOCHS; number++) {
                OutputMode mode = random.nextInt(8) == 0 ? OutputMode.complete() : update;
                EpochFiles[] parts = new EpochFiles[1 + random.nextInt(3)];
                List<Object[]> rows = new ArrayList<>();
                for (int i = 0; i < parts.length; i++) {
                    Object[][] of = rows(random, mode instanceof OutputMode.Complete ? i : -1);
                    parts[i] = sink.part(mode, of);
                    rows.addAll(List.of(of));
                }
                if (mode instanceof OutputMode.Complete) {
                    map.clear();
                }
                rows.forEach(row -> map.put(
                        seed % 2 == 0 ? Arrays.asList(row[0], row[1]) : Arrays.asList(row[0]),
                        row[0] + "/" + row[1] + "/" + row[2]));
                if (random.nextInt(4) == 0 && number > 0) {
                    sink.elsewhere(SinkFixture::compact);
                }
                Epoch epoch = SinkFixture.epoch(number, mode, parts);
                assertThat(sink.committer.commit(Epoch.fromBytes(epoch.toBytes())))
                        .isInstanceOf(EpochOutcome.Committed.class);
                if (random.nextBoolean()) {
                    assertThat(sink.committer.commit(epoch)).isInstanceOf(EpochOutcome.AlreadyIn.class);
                }
                assertThat(sink.rows()).containsExactlyInAnyOrderElementsOf(map.values());
            }
        }
    }

    /** @param part if not negative, every key at most once, and not those of another part */
    private static Object[][] rows(Random random, int part) {
        Object[][] rows = new Object[1 + random.nextInt(12)][];
        for (int i = 0; i < rows.length; i++) {
            Long id = part >= 0 ? Long.valueOf(part * 100L + i) : random.nextInt(15) == 0 ? null : random.nextLong(20);
            rows[i] =
                    SinkFixture.row(id, random.nextInt(5) == 0 ? null : "p" + random.nextInt(3), random.nextLong(1000));
        }
        return rows;
    }
}
