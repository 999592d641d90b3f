package io.weir.log.checkpoint;

import static io.weir.log.state.TestActions.METADATA;
import static io.weir.log.state.TestActions.add;
import static io.weir.log.state.TestActions.paths;
import static io.weir.log.state.TestActions.remove;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.log.DeltaLog;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.commit.LogNames;
import io.weir.storage.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A checkpoint names sidecars again in which nothing has changed. */
class SidecarsAgainTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final MemoryStore store = MemoryStore.create(() -> now);
    private final Set<String> seen = new HashSet<>();
    private long version = -1;

    @BeforeEach
    void aTableOfThreeThousandFiles() {
        commit(
                new Protocol(3, 7, Set.of("v2Checkpoint"), Set.of("v2Checkpoint"), Map.of()),
                METADATA.toBuilder()
                        .configuration(Map.of("delta.checkpointPolicy", "v2"))
                        .build());
        commit(adds("old", 3000));
    }

    private static Action[] adds(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> add(name + i)).toArray(Action[]::new);
    }

    private void commit(Action... actions) {
        now = now.plusSeconds(1);
        store.put(LogNames.commit(++version), ActionCodec.write(List.of(actions)));
    }

    private DeltaLog opened() {
        return DeltaLog.forTable(store);
    }

    private LastCheckpoint checkpoint(DeltaLog log) {
        now = now.plusSeconds(1);
        return log.checkpoint(log.latest(), now);
    }

    private List<String> sidecars() {
        try (Stream<String> names = store.listFrom(LogNames.SIDECARS, "").map(info -> info.name())) {
            return names.toList();
        }
    }

    /** Sidecars that came since the last time. */
    private List<String> written() {
        return sidecars().stream().filter(seen::add).toList();
    }

    private static List<String> names(String name, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> name + i).sorted().toList();
    }

    @Test
    void whoOpensTheTableNamesThoseOfTheLastCheckpointAgain() {
        checkpoint(opened());
        List<String> first = sidecars();
        commit(add("new"));
        written();

        LastCheckpoint second = checkpoint(opened());

        assertThat(written()).hasSize(1);
        assertThat(sidecars()).hasSize(2).containsAll(first);
        assertThat(second.numOfAddFiles()).isEqualTo(3001);
        assertThat(second.size()).isEqualTo(3001 + 3 + 2); // protocol, metadata, the checkpoint's own; two sidecars
        assertThat(paths(opened().latest().files())).hasSize(3001).contains("new", "old0", "old2999");
    }

    @Test
    void whoStaysNamesThoseAgainThatItWroteItself() {
        DeltaLog log = opened();
        checkpoint(log);
        for (int i = 0; i < 4; i++) {
            commit(add("new" + i));
            written();
            checkpoint(log);
            assertThat(written()).as("checkpoint " + i).hasSize(1);
        }
        assertThat(paths(opened().latest().files())).hasSize(3004).contains("new0", "new3", "old17");
    }

    @Test
    void aSidecarThatLostAFileIsWrittenAgainAndRemembersTheRemovalElsewhere() {
        DeltaLog log = opened();
        checkpoint(log);
        commit(remove("old7", now.toEpochMilli()));
        written();

        checkpoint(log);

        assertThat(written()).hasSize(2);
        DeltaLog again = opened();
        assertThat(paths(again.latest().files())).hasSize(2999).doesNotContain("old7");
        List<RemoveFile> removed = new ArrayList<>();
        again.latest().state().tombstones().forEach(0, again.latest().files(), removed::add);
        assertThat(removed).extracting(RemoveFile::path).containsExactly("old7");

        commit(add("old7"));
        checkpoint(again);
        DeltaLog third = opened();
        assertThat(paths(third.latest().files())).hasSize(3000).contains("old7");
        removed.clear();
        third.latest().state().tombstones().forEach(0, third.latest().files(), removed::add);
        assertThat(removed).as("it is back").isEmpty();
    }

    @Test
    void sidecarsWithOtherColumnsThanATableHasNowAreWrittenAgain() {
        checkpoint(opened());
        commit(METADATA.toBuilder()
                .configuration(Map.of("delta.checkpointPolicy", "v2", "delta.checkpoint.writeStatsAsJson", "false"))
                .build());
        written();

        checkpoint(opened());

        assertThat(written()).hasSize(1);
        assertThat(sidecars()).hasSize(2);
        assertThat(paths(opened().latest().files())).containsExactlyInAnyOrderElementsOf(names("old", 0, 3000));
    }

    @Test
    void sidecarsOfACheckpointThatMaySoonBeDeletedAreWrittenAgain() {
        checkpoint(opened());
        commit(add("new"));
        now = now.plus(Duration.ofDays(16)); // more than half of the time that logs are kept
        written();

        checkpoint(opened());

        assertThat(sidecars()).hasSize(2);
        store.listFrom(LogNames.DIRECTORY, "")
                .filter(file -> file.name().contains("1.checkpoint"))
                .forEach(file -> store.delete(file.name()));
        store.delete(
                sidecars().get(0).equals(newest())
                        ? sidecars().get(1)
                        : sidecars().get(0));
        assertThat(paths(opened().latest().files())).hasSize(3001);
    }

    private String newest() {
        return store.listFrom(LogNames.SIDECARS, "")
                .max((a, b) -> Long.compare(a.modifiedMillis(), b.modifiedMillis()))
                .orElseThrow()
                .name();
    }

    @Test
    void aCheckpointThatSomebodyElseWroteFirstStaysAndItsSidecarsAreWhole() {
        DeltaLog ours = opened();
        DeltaLog theirs = opened();
        checkpoint(ours);
        commit(add("new"));
        ours.latest();
        checkpoint(theirs);

        checkpoint(ours);
        commit(add("newer"));
        checkpoint(ours);

        assertThat(paths(opened().latest().files())).hasSize(3002).contains("new", "newer");
    }
}
