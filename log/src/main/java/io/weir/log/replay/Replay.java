package io.weir.log.replay;

import io.weir.format.parallel.Ahead;
import io.weir.log.action.ActionCodec;
import io.weir.log.commit.LogName;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.state.StateBuilder;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;

/** Applies commits, in the order of their versions, to what was before them. Safe for many threads. */
final class Replay {
    /** So many commits are on their way from the store at once: enough to hide its latency, few enough to hold. */
    private static final int READ_AHEAD = 32;

    private final ObjectStore store;
    private final Executor executor;

    Replay(ObjectStore store, Executor executor) {
        this.store = store;
        this.executor = executor;
    }

    /** One request a commit. */
    TableState apply(StateBuilder state, List<ObjectInfo> commits) {
        Iterator<ObjectInfo> next = commits.iterator();
        Deque<Ahead<byte[]>> reading = new ArrayDeque<>();
        for (ObjectInfo commit : commits) {
            while (next.hasNext() && reading.size() < READ_AHEAD) {
                String name = next.next().name();
                reading.add(Ahead.start(() -> store.read(name), executor));
            }
            apply(state, commit, reading.remove().join());
        }
        return state.build();
    }

    private static void apply(StateBuilder state, ObjectInfo commit, byte[] bytes) {
        LogName name = LogName.parse(commit.fileName())
                .orElseThrow(() -> new CorruptTableException("Not a commit", Facts.of("file", commit.name())));
        long version = name.version();
        if (name instanceof LogName.Compacted range) {
            state.begin(range.first(), version);
            ActionCodec.read(bytes, commit.name(), version, state::action);
        } else {
            state.begin(version, version);
            ActionCodec.readCommit(bytes, commit.name(), version, state::action);
        }
    }
}
