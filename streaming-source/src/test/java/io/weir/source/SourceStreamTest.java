package io.weir.source;

import static io.weir.source.Streams.ids;
import static io.weir.source.Streams.numbers;
import static io.weir.source.Streams.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.type.PrimitiveType;
import io.weir.log.action.AddFile;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.SchemaChangedException;
import io.weir.log.error.TableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.log.error.VersionsLostException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.testkit.CountingStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SourceStreamTest {
    private final ObjectStore store = MemoryStore.create();
    private final Table table = Streams.create(store);
    private final Source source = Source.of(table);

    private static SourceBatch some(SourceStream stream) {
        return Objects.requireNonNull(stream.next(100));
    }

    @Test
    void theRowsThatAreThereComeFirstAndThenThoseThatAreAppended() {
        table.append(rows(0, 3));
        SourcePosition from = source.initial();
        table.append(rows(3, 5));
        try (SourceStream stream = source.stream(from)) {
            assertThat(ids(stream)).containsExactlyElementsOf(numbers(0, 5));

            table.append(rows(5, 6));

            assertThat(ids(stream)).containsExactly(5L);
            assertThat(stream.next(10)).isNull();
        }
    }

    @Test
    void fromAnyPlaceOnTheSameRowsComeInTheSameOrder() {
        for (int i = 0; i < 5; i++) {
            table.append(rows(i * 10, i * 10 + 10));
        }
        SourcePosition begin = source.initial();
        for (int i = 5; i < 9; i++) {
            table.append(rows(i * 10, i * 10 + 10));
        }
        List<Long> all = ids(source, begin);
        assertThat(all).hasSize(90).doesNotHaveDuplicates();

        List<Long> seen = new ArrayList<>();
        SourcePosition position = begin;
        try (SourceStream stream = source.stream(begin)) {
            for (SourceBatch batch = stream.next(3); batch != null; batch = stream.next(3)) {
                assertThat(batch.next()).isGreaterThan(position);
                position = SourcePosition.fromJson(batch.next().toJson());
                seen.addAll(Streams.idsOf(batch.rows()));

                assertThat(ids(source, position)).isEqualTo(all.subList(seen.size(), all.size()));
            }
        }
        assertThat(seen).isEqualTo(all);
        assertThat(position).hasToString("10:0");
    }

    @Test
    void aStreamThatBeginsLatestGivesOnlyWhatComes() {
        table.append(rows(0, 3));
        SourcePosition from = source.startingAt(SourceStart.latest()).initial();
        table.append(rows(3, 5));

        assertThat(ids(source, from)).containsExactly(3L, 4L);
    }

    @Test
    void aStreamThatBeginsWithAVersionGivesWhatItAndLaterOnesDid() {
        table.append(rows(0, 3));
        table.append(rows(3, 5));
        table.append(rows(5, 6));

        assertThat(ids(source, source.startingAt(SourceStart.version(2)).initial()))
                .containsExactly(3L, 4L, 5L);
        assertThat(ids(source, source.startingAt(SourceStart.version(4)).initial()))
                .isEmpty();
        assertThatThrownBy(() -> source.startingAt(SourceStart.version(5)).initial())
                .isInstanceOf(VersionNotFoundException.class)
                .hasMessageContaining("asked=5")
                .hasMessageContaining("latest=3");
    }

    @Test
    void aStreamThatBeginsWithATimeGivesWhatWasCommittedSince() {
        table.append(rows(0, 3));

        assertThat(ids(
                        source,
                        source.startingAt(SourceStart.time(Instant.EPOCH)).initial()))
                .containsExactly(0L, 1L, 2L);
        assertThatThrownBy(() -> source.startingAt(SourceStart.time(Instant.parse("2999-01-01T00:00:00Z")))
                        .initial())
                .isInstanceOf(VersionNotFoundException.class);
    }

    @Test
    void aVersionThatDeletedRowsStopsTheStreamByItsNumberBehindAllRowsBeforeIt() {
        SourcePosition from = source.initial();
        table.append(rows(0, 3));
        table.delete("id = 1");

        try (SourceStream stream = source.stream(from)) {
            assertThat(Streams.idsOf(some(stream).rows())).containsExactly(0L, 1L, 2L);
            assertThatThrownBy(() -> stream.next(100))
                    .isInstanceOf(TableException.class)
                    .hasMessageContaining("version=2")
                    .hasMessageContaining("position=2:0");
        }
    }

    @Test
    void deletesArePassedOverIfThatIsAskedFor() {
        SourcePosition from = source.initial();
        table.append(rows(0, 3));
        table.append(rows(3, 6));
        table.delete("id < 3"); // a whole file
        table.append(rows(6, 7));

        assertThat(ids(source.ignoreDeletes(), from)).containsExactlyElementsOf(numbers(0, 7));

        table.delete("id = 4"); // rows are copied, so this is more than a delete
        assertThatThrownBy(() -> ids(source.ignoreDeletes(), from)).hasMessageContaining("version=5");
        assertThat(ids(source.skipChangeCommits(), from)).containsExactlyElementsOf(numbers(0, 7));
    }

    @Test
    void deletesByVectorsAreDeletes() {
        table.alter().set("delta.enableDeletionVectors", "true").commit();
        SourcePosition from = source.initial();
        table.append(rows(0, 9));
        table.delete("id = 4");
        table.delete("id = 5");
        table.restore(2);
        table.append(rows(9, 10));

        Source deletes = source.ignoreDeletes();
        try (SourceStream stream = deletes.stream(from)) {
            assertThat(Streams.idsOf(some(stream).rows())).containsExactlyElementsOf(numbers(0, 9));
            assertThatThrownBy(() -> stream.next(100)).hasMessageContaining("version=5"); // rows came back
        }
        assertThat(ids(source.skipChangeCommits(), from)).containsExactlyElementsOf(numbers(0, 10));
    }

    @Test
    void theChangeFeedGivesEveryChangeWithItsVersion() {
        table.alter().set("delta.enableChangeDataFeed", "true").commit();
        table.append(rows(0, 2));
        Source changes = source.changeFeed();
        SourcePosition from = changes.initial();
        table.update().set("id", "10").where("id = 1").commit();
        table.delete("id = 0");

        List<String> seen = new ArrayList<>();
        try (SourceStream stream = changes.stream(from)) {
            for (SourceBatch batch = stream.next(100); batch != null; batch = stream.next(100)) {
                for (int i = 0; i < batch.rows().rowCount(); i++) {
                    var row = batch.rows().row(i);
                    seen.add(row.longValue("id") + " " + row.value("_change_type") + " "
                            + row.longValue("_commit_version"));
                    assertThat(row.value("_commit_timestamp")).isNotNull();
                }
            }
        }
        assertThat(seen)
                .containsExactly(
                        "0 insert 2", "1 insert 2", "1 update_preimage 3", "10 update_postimage 3", "0 delete 4");
    }

    @Test
    void columnsThatAreAddedComeWithTheRowsThatHaveThem() {
        SourcePosition from = source.initial();
        table.append(rows(0, 1));
        table.alter().addColumn("more", PrimitiveType.STRING).commit();
        table.append(rows(1, 2));

        try (SourceStream stream = source.stream(from)) {
            assertThat(some(stream).rows().schema().names()).containsExactly("id");
            assertThat(some(stream).rows().schema().names()).containsExactly("id", "more");
            assertThat(ids(stream)).isEmpty();
        }
    }

    @Test
    void columnsThatAreRenamedOrDroppedStopTheStreamByName() {
        table.alter()
                .set("delta.columnMapping.mode", "name")
                .addColumn("old", PrimitiveType.STRING)
                .commit();
        SourcePosition from = source.startingAt(SourceStart.latest()).initial();
        table.append(rows(0, 1));
        table.alter().renameColumn("old", "new").commit();
        table.append(rows(1, 2));
        table.alter().dropColumns("new").commit();
        table.append(rows(2, 3));

        try (SourceStream stream = source.stream(from)) {
            assertThat(Streams.idsOf(some(stream).rows())).containsExactly(0L);
            assertThatThrownBy(() -> stream.next(100))
                    .isInstanceOf(SchemaChangedException.class)
                    .hasMessageContaining("renamed")
                    .hasMessageContaining("column=old")
                    .hasMessageContaining("is=new")
                    .hasMessageContaining("version=3");
        }
        SourcePosition behind = source.startingAt(SourceStart.version(4)).initial();
        assertThatThrownBy(() -> ids(source, behind))
                .isInstanceOf(SchemaChangedException.class)
                .hasMessageContaining("dropped")
                .hasMessageContaining("version=5");
        assertThat(ids(source, source.startingAt(SourceStart.version(6)).initial()))
                .containsExactly(2L);
    }

    @Test
    void logEntriesThatAreGoneAreAnErrorThatNamesThem() {
        SourcePosition from = source.startingAt(SourceStart.version(1)).initial();
        for (int i = 0; i < 12; i++) {
            table.append(rows(i, i + 1));
        }
        for (int version = 0; version < 10; version++) {
            store.delete("_delta_log/%020d.json".formatted(version));
        }

        assertThatThrownBy(() -> ids(source, from))
                .isInstanceOf(VersionsLostException.class)
                .hasMessageContaining("lost=1 to 9");

        List<SourceLoss> losses = new ArrayList<>();
        assertThat(ids(source.allowLoss(losses::add), from)).containsExactly(9L, 10L, 11L);
        assertThat(losses).containsExactly(new SourceLoss(1, 9, null));
    }

    @Test
    void aDataFileThatIsGoneIsAnErrorThatNamesIt() {
        SourcePosition from = source.initial();
        table.append(rows(0, 3));
        String first = table.files().findFirst().orElseThrow().path();
        table.append(rows(3, 6));
        String gone = table.files()
                .map(AddFile::path)
                .filter(path -> !path.equals(first))
                .findFirst()
                .orElseThrow();
        table.append(rows(6, 9));
        store.delete(gone);

        assertThatThrownBy(() -> ids(source, from))
                .isInstanceOf(CorruptTableException.class)
                .hasMessageContaining(gone);

        List<SourceLoss> losses = new ArrayList<>();
        assertThat(ids(source.allowLoss(losses::add), from)).containsExactly(0L, 1L, 2L, 6L, 7L, 8L);
        assertThat(losses)
                .singleElement()
                .satisfies(loss -> assertThat(loss.file()).isEqualTo(gone));
    }

    @Test
    void aPositionOfAnotherTableIsRefused() {
        SourcePosition elsewhere =
                Source.of(Streams.create(MemoryStore.create())).initial();

        assertThatThrownBy(() -> ids(source, elsewhere))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("was=" + elsewhere.tableId());
    }

    @Test
    void aTableThatHasLostVersionsIsNotTakenForOneThatHasNothingNew() {
        table.append(rows(0, 3));
        table.append(rows(3, 4));
        SourcePosition from = source.startingAt(SourceStart.latest()).initial();
        store.delete("_delta_log/00000000000000000002.json");

        assertThatThrownBy(() -> ids(Source.of(Table.open(store, Streams.ENVIRONMENT)), from))
                .isInstanceOf(VersionNotFoundException.class)
                .hasMessageContaining("latest=1");
    }

    @Test
    void whoHasCaughtUpAsksForOneObjectALook() {
        CountingStore counted = new CountingStore(store);
        table.append(rows(0, 3));
        Table other = Table.open(counted, Streams.ENVIRONMENT);
        Source looking = Source.of(other);
        try (SourceStream stream = looking.stream(looking.initial())) {
            assertThat(ids(stream)).hasSize(3);
            counted.drain();

            assertThat(stream.next(10)).isNull();

            assertThat(counted.drain()).containsExactly("GET _delta_log/00000000000000000002.json");
        }
    }

    @Test
    void versionsThatHaveNothingToGiveAreToldOnce() {
        SourcePosition from = source.startingAt(SourceStart.latest()).initial();
        table.alter().set("owner", "me").commit();
        table.alter().set("owner", "you").commit();

        try (SourceStream stream = source.stream(from)) {
            SourceBatch passed = some(stream);
            assertThat(passed.rows().rowCount()).isZero();
            assertThat(passed.next()).hasToString("3:0");
            assertThat(stream.next(10)).isNull();
        }
    }

    @Test
    @Timeout(30)
    void aCommitOfTheSameProcessEndsTheWait(@TempDir Path directory) throws Exception {
        Table local =
                Table.create(directory.resolve("t")).schema(Streams.SCHEMA).commit();
        for (Table watched : List.of(table, local)) {
            Source watching = Source.of(watched);
            try (SourceStream stream = watching.stream(watching.initial())) {
                for (int i = 0; i < 20; i++) { // however long the pauses have become
                    assertThat(ids(stream)).isEmpty();
                    stream.await(Duration.ofMillis(1));
                }
                Thread writer = new Thread(() -> watched.append(rows(0, 1)));
                writer.start();
                List<Long> seen = ids(stream);
                while (seen.isEmpty()) {
                    stream.await(Duration.ofSeconds(20));
                    seen = ids(stream);
                }
                assertThat(seen).containsExactly(0L);
                writer.join();
            }
        }
        local.close();
    }
}
