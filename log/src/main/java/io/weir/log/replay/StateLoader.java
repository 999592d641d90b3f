package io.weir.log.replay;

import io.weir.log.checkpoint.CheckpointFiles;
import io.weir.log.checkpoint.CheckpointReader;
import io.weir.log.checkpoint.CheckpointSettings;
import io.weir.log.checkpoint.LogTail;
import io.weir.log.checkpoint.UnreadableCheckpointException;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.TableNotFoundException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.log.state.StateBuilder;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Loads states from the log: {@code _last_checkpoint}, one listing, a checkpoint, the commits after it. Safe for many threads.
 *
 * <p>The hint is only a hint and a checkpoint only a short cut: whatever is wrong with either, the state is loaded without it if
 * the log allows that.
 */
public final class StateLoader {
    private static final int LOOKS_A_RETENTION = 8;

    private final ObjectStore store;
    private final CheckpointReader checkpoints;
    private final Replay replay;
    private final InstantSource clock;

    /** Of the store's clock: before, no newer checkpoint is looked for. */
    private volatile long nextLookMillis = Long.MIN_VALUE;

    /**
     * @param executor what reads run on that can go on at the same time
     * @param clock by which loading is measured
     */
    public StateLoader(ObjectStore store, Executor executor, InstantSource clock) {
        this.clock = clock;
        this.store = store;
        this.checkpoints = new CheckpointReader(store, executor);
        this.replay = new Replay(store, executor);
    }

    /** @param tail what was read for the state, beside a checkpoint */
    public record Loaded(TableState state, LogTail tail) {}

    /** The newest state. Requests: the hint, one listing, the checkpoint if there is one, each commit after it. */
    public Loaded newest() {
        return load(Long.MAX_VALUE);
    }

    /** The state at a version, from the newest checkpoint at or before it. Requests as for {@link #newest}. */
    public Loaded at(long version) {
        if (version < 0) {
            return load(LogListing.load(store, 0, Long.MAX_VALUE), version);
        }
        return load(version);
    }

    /**
     * The newest state, from an older one. Requests: one listing, and each new commit.
     *
     * @return {@code known} itself if there is nothing newer
     */
    public Loaded update(Loaded known) {
        TableState from = known.state();
        LogListing listing = LogListing.load(store, from.version() + 1, Long.MAX_VALUE);
        if (listing.isEmpty()) {
            return known;
        }
        if (!listing.commits().containsKey(from.version() + 1)) {
            return newest(); // the log was cleaned up beyond where we stand
        }
        if (hasMuchNewerCheckpoint(from, listing) || isCheckpointMissed(from, listing)) {
            return newest();
        }
        try {
            LogSegment.requireContiguous(from.version(), listing.commits());
        } catch (CorruptTableException e) {
            return newest(); // lists again, see load()
        }
        List<ObjectInfo> commits = List.copyOf(listing.commits().values());
        try {
            return new Loaded(replay.apply(new StateBuilder(from), commits), tail(known, listing));
        } catch (ObjectNotFoundException e) {
            return newest(); // cleaned up between the listing and the read
        }
    }

    private static boolean hasMuchNewerCheckpoint(TableState from, LogListing listing) {
        List<CheckpointFiles> checkpoints = listing.checkpoints();
        return !checkpoints.isEmpty()
                && CheckpointSettings.isOld(
                        from,
                        checkpoints.get(checkpoints.size() - 1).objects().get(0).modifiedMillis());
    }

    /**
     * A checkpoint is written behind its version. Whoever was there already does not find it in what came since, so it is looked for when the one that is
     * known gets old; now and then, for there may be none.
     */
    private boolean isCheckpointMissed(TableState from, LogListing listing) {
        long now = listing.commits().lastEntry().getValue().modifiedMillis();
        if (now < nextLookMillis || !CheckpointSettings.isOld(from, now)) {
            return false;
        }
        nextLookMillis =
                now + CheckpointSettings.logRetention(from.shape().metadata()).toMillis() / LOOKS_A_RETENTION;
        return true;
    }

    /** Behind what was known, or behind a checkpoint that somebody wrote meanwhile. */
    private static LogTail tail(Loaded known, LogListing listing) {
        if (listing.checkpoints().isEmpty()) {
            return known.tail()
                    .plus(LogTail.of(null, List.copyOf(listing.commits().values()))
                            .bytes());
        }
        CheckpointFiles newest = listing.checkpoints().get(listing.checkpoints().size() - 1);
        return LogTail.of(
                newest,
                List.copyOf(listing.commits().tailMap(newest.version(), false).values()));
    }

    private Loaded load(long version) {
        long hint = checkpoints.hint();
        boolean usable = hint > 0 && hint <= version;
        if (usable) {
            LogListing fromHint = LogListing.load(store, hint, version);
            if (!fromHint.checkpoints().isEmpty()) {
                try {
                    return load(fromHint, version);
                } catch (VersionNotFoundException | CorruptTableException | ObjectNotFoundException e) {
                    // the part of the log that the hint pointed at does not do; the whole of it may, or tells more
                }
            }
        }
        try {
            return load(LogListing.load(store, 0, version), version);
        } catch (VersionNotFoundException | TableNotFoundException e) {
            return load(LogListing.load(store, 0, Long.MAX_VALUE), version); // to say which versions there are
        } catch (CorruptTableException e) {
            // A listing is not taken at one moment: of two commits that came meanwhile it may have the second alone
            return load(LogListing.load(store, 0, version), version);
        }
    }

    private Loaded load(LogListing listing, long version) {
        Set<CheckpointFiles> unusable = new HashSet<>();
        UnreadableCheckpointException first = null;
        while (true) {
            LogSegment segment;
            try {
                segment = version == Long.MAX_VALUE
                        ? LogSegment.newest(listing, unusable)
                        : LogSegment.at(listing, version, unusable);
            } catch (CorruptTableException e) {
                throw because(first, e);
            }
            try {
                return replay(segment);
            } catch (UnreadableCheckpointException e) {
                unusable.add(e.checkpoint());
                first = first == null ? e : first;
                if (e.isIncomplete() && !hasAnother(listing, e.checkpoint(), unusable)) {
                    // Whoever lost a file of the newest checkpoint may have lost more: every engine stops here
                    throw first;
                }
            } catch (CorruptTableException e) {
                throw because(first, e);
            }
        }
    }

    /** What went wrong first explains what went wrong then. */
    private static CorruptTableException because(@Nullable CorruptTableException first, CorruptTableException then) {
        if (first == null) {
            return then;
        }
        first.addSuppressed(then);
        return first;
    }

    private static boolean hasAnother(LogListing listing, CheckpointFiles checkpoint, Set<CheckpointFiles> unusable) {
        return listing.checkpoints().stream()
                .anyMatch(c -> c.version() == checkpoint.version() && !unusable.contains(c));
    }

    private Loaded replay(LogSegment segment) {
        CheckpointFiles checkpoint = segment.checkpoint();
        Instant began = clock.instant();
        StateBuilder start = checkpoint == null ? new StateBuilder() : checkpoints.load(checkpoint);
        Instant loaded = clock.instant();
        TableState state = replay.apply(start, segment.commits());
        LogTail tail = LogTail.of(checkpoint, segment.commits())
                .took(Duration.between(began, loaded), Duration.between(loaded, clock.instant()));
        return new Loaded(state, tail);
    }
}
