package io.weir.source;

import static io.weir.source.Streams.ids;
import static io.weir.source.Streams.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.ColumnBatch;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.scan.CloseableIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourcePlanTest {
    private final ObjectStore store = MemoryStore.create();
    private final Table table = Streams.create(store);
    private final Source source = Source.of(table);

    private static List<Long> read(Source source, List<SourceTask> tasks) {
        List<Long> ids = new ArrayList<>();
        for (SourceTask task : tasks) {
            try (CloseableIterator<ColumnBatch> batches = source.open(task)) {
                while (batches.hasNext()) {
                    ids.addAll(Streams.idsOf(batches.next()));
                }
            }
        }
        return ids;
    }

    @Test
    void whatIsPlannedBetweenPositionsOfAStreamIsWhatTheStreamGives() {
        table.append(rows(0, 10));
        table.append(rows(10, 20));
        SourcePosition begin = source.initial();
        table.append(rows(20, 25));
        table.append(rows(25, 40));
        List<Long> all = ids(source, begin);
        List<SourcePosition> places = new ArrayList<>(List.of(begin));
        try (SourceStream stream = source.stream(begin)) {
            for (SourceBatch batch = stream.next(4); batch != null; batch = stream.next(4)) {
                places.add(batch.next());
            }
        }

        for (int cut = 0; cut < places.size(); cut++) {
            List<SourceTask> before = source.plan(begin, places.get(cut));
            List<SourceTask> after = source.plan(places.get(cut), places.get(places.size() - 1));

            List<Long> both = read(source, before);
            both.addAll(read(source, after));
            assertThat(both).as("cut at %s", places.get(cut)).isEqualTo(all);
        }
    }

    @Test
    void aTaskThatWasSentElsewhereFindsItsFileInTheLogAgain() {
        table.append(rows(0, 5));
        table.append(rows(5, 9));
        SourcePosition begin = source.initial();
        table.append(rows(9, 12));
        List<SourceTask> tasks = source.plan(begin, source.latest(begin, SourceLimits.NONE));
        assertThat(tasks).hasSize(3);

        Source elsewhere = Source.of(Table.open(store, Streams.ENVIRONMENT));

        assertThat(read(elsewhere, tasks.stream().map(SourceTask::withoutFile).toList()))
                .isEqualTo(read(source, tasks))
                .hasSize(12);
        SourceTask wrong = new SourceTask(tasks.get(0).start(), -1, "other.parquet", 1, null);
        assertThatThrownBy(() -> source.open(wrong)).hasMessageContaining("file=other.parquet");
    }

    @Test
    void aBatchEndsWhereItsLimitsAreButHasAFileAtLeast() {
        SourcePosition begin = source.startingAt(SourceStart.latest()).initial();
        for (int i = 0; i < 6; i++) {
            table.append(rows(i * 10, i * 10 + 10));
        }
        long bytes = table.files().mapToLong(file -> file.sizeBytes()).max().orElseThrow();

        assertThat(source.latest(begin, SourceLimits.NONE)).hasToString("7:0");
        assertThat(source.latest(begin, SourceLimits.NONE.files(2))).hasToString("3:0");
        assertThat(source.latest(begin, SourceLimits.NONE.bytes(1))).hasToString("2:0");
        assertThat(source.latest(begin, SourceLimits.NONE.bytes(3 * bytes))).hasToString("4:0");
        assertThat(source.latest(begin, SourceLimits.NONE.rows(25))).hasToString("3:0");
    }

    @Test
    void nothingNewEndsWhereItBegins() {
        SourcePosition begin = source.startingAt(SourceStart.latest()).initial();

        assertThat(source.latest(begin, SourceLimits.NONE)).isEqualTo(begin);
        assertThat(source.plan(begin, begin)).isEmpty();
    }

    @Test
    void positionsKeepTheirOrderAndMeaningAsTextAndNumbers() {
        SourcePosition place = new SourcePosition("id-1", 17, 2, 500, false);

        assertThat(SourcePosition.fromJson(place.toJson())).isEqualTo(place);
        assertThat(SourcePosition.ofNumbers(place.toNumbers(), "id-1")).isEqualTo(place);
        assertThat(SourcePosition.ofNumbers(Map.of(), "id-1")).isNull();
        assertThatThrownBy(() -> SourcePosition.ofNumbers(place.toNumbers(), "id-2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another table");
        assertThatThrownBy(() -> SourcePosition.ofNumbers(Map.of("bytes", 1L), "id-1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SourcePosition.fromJson("{\"format\":9}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("later version");
        assertThatThrownBy(() -> SourcePosition.fromJson("[]")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new SourcePosition("id-1", 17, 0, 0, true))
                .isLessThan(new SourcePosition("id-1", 17, 3, 0, true))
                .isLessThan(new SourcePosition("id-1", 17, 0, 0, false))
                .isLessThan(new SourcePosition("id-1", 18, 0, 0, false));
        assertThatThrownBy(() -> place.compareTo(new SourcePosition("id-2", 17, 2, 500, false)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
