package io.weir.log.replay;

import static io.weir.log.state.TestActions.METADATA;
import static io.weir.log.state.TestActions.PROTOCOL;
import static io.weir.log.state.TestActions.add;
import static io.weir.log.state.TestActions.paths;
import static io.weir.log.state.TestActions.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.DeltaLog;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CorruptTableException;
import io.weir.storage.MemoryStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompactedLogTest {
    private final MemoryStore store = MemoryStore.create();

    @BeforeEach
    void makeTable() {
        commit(0, PROTOCOL, METADATA);
        commit(1, add("a"));
        commit(2, add("b"));
        commit(3, remove("a", 1), add("c"));
        commit(4, remove("b", 1));
        commit(5, add("d"));
    }

    @Test
    void commitsThatAreThereAreTheTruth() {
        compacted(1, 3, add("nonsense"));

        assertThat(live()).containsExactly("c", "d");
    }

    @Test
    void aCompactedRangeStandsInForCommitsThatAreGone() {
        compacted(2, 4, remove("a", 1), add("c"), remove("b", 1));
        store.delete(LogNames.commit(3));

        assertThat(live()).containsExactly("c", "d");
        assertThat(paths(DeltaLog.forTable(store).at(4).files())).containsExactly("c");
    }

    @Test
    void rangesMayTouchOverlapAndBeginTheLog() {
        compacted(0, 2, PROTOCOL, METADATA, add("a"), add("b"));
        compacted(2, 5, add("b"), remove("a", 1), add("c"), remove("b", 1), add("d"));
        for (long version : new long[] {0, 1, 3, 4, 5}) {
            store.delete(LogNames.commit(version));
        }
        assertThat(live()).containsExactly("c", "d");

        store.delete(LogNames.commit(2));
        assertThat(live()).containsExactly("c", "d");
    }

    @Test
    void aVersionInTheMiddleOfARangeCannotBeReadWithoutItsCommits() {
        compacted(2, 4, remove("a", 1), add("c"), remove("b", 1));
        store.delete(LogNames.commit(2));

        assertThatThrownBy(() -> DeltaLog.forTable(store).at(3)).isInstanceOf(CorruptTableException.class);
        assertThat(paths(DeltaLog.forTable(store).at(1).files())).containsExactly("a");
    }

    @Test
    void aRangeThatBeginsBeforeTheCheckpointIsNotUsed() {
        DeltaLog log = DeltaLog.forTable(store);
        log.checkpoint(log.at(3), Instant.EPOCH);
        compacted(2, 4, remove("a", 1), add("c"), remove("b", 1));
        store.delete(LogNames.commit(4));

        assertThatThrownBy(() -> DeltaLog.forTable(store).latest()).isInstanceOf(CorruptTableException.class);
    }

    @Test
    void aTableThatWasOpenFollowsThroughARange() {
        DeltaLog log = DeltaLog.forTable(store);
        log.latest();
        commit(8, add("h"));
        compacted(6, 7, add("f"), add("g"));

        assertThat(paths(log.latest().files())).containsExactly("c", "d", "f", "g", "h");
    }

    private List<String> live() {
        return paths(DeltaLog.forTable(store).latest().files());
    }

    private void commit(long version, Action... actions) {
        store.putIfAbsent(LogNames.commit(version), ActionCodec.write(List.of(actions)));
    }

    private void compacted(long first, long last, Action... actions) {
        store.put(
                "_delta_log/" + LogNames.padded(first) + "." + LogNames.padded(last) + ".compacted.json",
                ActionCodec.write(List.of(actions)));
    }
}
