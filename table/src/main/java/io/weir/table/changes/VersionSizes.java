package io.weir.table.changes;

import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.commit.Commit;
import io.weir.table.environment.TableEnvironment;
import org.jspecify.annotations.Nullable;

/** How much the versions of a table give to a stream, one version after the other, without their files. One thread at a time. */
public final class VersionSizes {
    private final DeltaLog log;
    private final Feed feed;
    private final CommitsAhead commits; // holds nothing that would have to be closed

    public VersionSizes(DeltaLog log, TableEnvironment environment, Feed feed) {
        this.log = log;
        this.feed = feed;
        this.commits = new CommitsAhead(log.store(), environment.executor());
    }

    /**
     * The table as it was at a version. Costs no request if that is the newest one known.
     *
     * @throws io.weir.log.error.VersionNotFoundException if the table is not known as it was at the version
     */
    public VersionSize snapshot(long version) {
        Snapshot snapshot = log.at(version);
        return VersionSize.ofSnapshot(version, snapshot.files(), log.commitMillis(snapshot));
    }

    /** Goes to a version: it is the next. */
    public void seek(long version) {
        commits.seek(version);
    }

    /** The version that is given next. */
    public long nextVersion() {
        return commits.nextVersion();
    }

    /**
     * The next version; null if it is not there (any more). One request a version, and one to learn that there is none.
     *
     * @throws io.weir.log.error.TableException if it did what the feed does not give out
     */
    public @Nullable VersionSize next() {
        Commit commit = commits.peek();
        if (commit == null) {
            return null;
        }
        VersionSize size = VersionSize.of(feed, commit);
        commits.remove();
        return size;
    }
}
