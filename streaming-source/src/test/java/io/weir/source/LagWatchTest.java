package io.weir.source;

import static io.weir.source.Streams.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.error.TableException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.testkit.CountingStore;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LagWatchTest {
    private final ObjectStore store = MemoryStore.create();
    private final Table table = Streams.create(store);

    private static void assertSame(Lag watched, Lag counted) {
        assertThat(watched.versions()).isEqualTo(counted.versions());
        assertThat(watched.files()).isEqualTo(counted.files());
        assertThat(watched.bytes()).isEqualTo(counted.bytes());
        assertThat(watched.rows()).isEqualTo(counted.rows());
        assertThat(watched.time() == null).isEqualTo(counted.time() == null);
    }

    @Test
    void whatIsWatchedIsWhatIsCountedWhereverTheReaderIs() {
        table.append(rows(0, 30));
        Source source = Source.of(table);
        LagWatch watch = new LagWatch(source);
        assertSame(watch.of(source.initial()), Lag.of(source, source.initial()));
        try (SourceStream stream = source.stream(source.initial())) {
            for (int version = 0; version < 5; version++) {
                table.append(rows(0, 10), rows(0, 7));
                table.append(rows(0, 5));
                for (int batch = 0; batch <= version; batch++) {
                    SourcePosition position =
                            Objects.requireNonNull(stream.next(9)).next();
                    assertSame(watch.of(position), Lag.of(source, position));
                }
            }
            Streams.ids(stream);
            assertThat(watch.of(stream.position())).isEqualTo(new Lag(0, 0, 0, 0, null));
            table.append(rows(0, 8));
            assertThat(watch.of(stream.position()).rows()).isEqualTo(8);
        }
    }

    @Test
    void insideAFileTheRowsReadDoNotCount() {
        Source source = Source.of(table);
        SourcePosition begin = source.startingAt(SourceStart.latest()).initial();
        table.append(rows(0, 100));
        try (SourceStream stream = source.stream(begin)) {
            SourcePosition position = Objects.requireNonNull(stream.next(40)).next();

            Lag lag = new LagWatch(source).of(position);

            assertThat(lag.rows()).isEqualTo(60);
            assertThat(lag.versions()).isEqualTo(1);
        }
    }

    @Test
    void eachLogEntryIsReadOnceAndWhoHasCaughtUpCostsOneRequestALook() {
        table.append(rows(0, 3));
        table.append(rows(0, 3));
        CountingStore counted = new CountingStore(store);
        Source looking = Source.of(Table.open(counted, Streams.ENVIRONMENT));
        SourcePosition begin = looking.startingAt(SourceStart.version(1)).initial();
        LagWatch watch = new LagWatch(looking);
        counted.drain();

        watch.of(begin);
        assertThat(counted.drain())
                .containsExactly(
                        "GET _delta_log/00000000000000000001.json",
                        "GET _delta_log/00000000000000000002.json",
                        "GET _delta_log/00000000000000000003.json");

        watch.of(SourcePosition.before(begin.tableId(), 3));
        assertThat(counted.drain()).containsExactly("GET _delta_log/00000000000000000003.json");

        table.append(rows(0, 3));
        table.append(rows(0, 3));
        assertThat(watch.of(SourcePosition.before(begin.tableId(), 5)).versions())
                .isZero();
        assertThat(counted.drain())
                .as("what the reader has read meanwhile is passed over")
                .containsExactly("GET _delta_log/00000000000000000005.json");
    }

    @Test
    void whoIsFarBehindIsToldOfMoreWithEveryLook() {
        SourcePosition begin = Source.of(table).startingAt(SourceStart.latest()).initial();
        for (int i = 0; i < LagWatch.MAX_VERSIONS + 10; i++) {
            table.append(rows(0, 1));
        }
        LagWatch watch = new LagWatch(Source.of(table));

        assertThat(watch.of(begin).versions()).isEqualTo(LagWatch.MAX_VERSIONS);
        assertThat(watch.of(begin).versions()).isEqualTo(LagWatch.MAX_VERSIONS + 10);
        assertThat(watch.of(begin).rows()).isEqualTo(LagWatch.MAX_VERSIONS + 10);
    }

    @Test
    void changesCountWhereTheyAreGivenAndAreAnErrorWhereTheyAreNot() {
        table.append(rows(0, 10));
        SourcePosition begin = Source.of(table).startingAt(SourceStart.latest()).initial();
        table.delete("id < 4");

        assertThat(new LagWatch(Source.of(table).skipChangeCommits()).of(begin).rows())
                .isZero();
        assertThatThrownBy(() -> new LagWatch(Source.of(table)).of(begin)).isInstanceOf(TableException.class);
    }
}
