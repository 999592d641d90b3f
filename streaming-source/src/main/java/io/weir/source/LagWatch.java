package io.weir.source;

import io.weir.table.changes.VersionSize;
import io.weir.table.changes.VersionSizes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader is behind its table, asked again and again. One thread at a time.
 *
 * <p>A log entry is read once at most, and what it gives remembered until the reader is past it. Who has caught up costs one request a look; who is
 * far behind {@link #MAX_VERSIONS} of them, so that he seems less far behind than he is until the end of the log is found.
 */
public final class LagWatch {
    /** So many log entries are read at a look. */
    public static final int MAX_VERSIONS = 256;

    private static final int MAX_KEPT = 100_000;

    private final Source source;
    private final VersionSizes sizes;

    /** What is not read to its end, in order; the first may be the table as it was. */
    private final Deque<VersionSize> unread = new ArrayDeque<>();

    private boolean firstIsSnapshot;
    private long files;
    private long bytes;
    private long rows;

    public LagWatch(Source source) {
        this.source = source;
        this.sizes = source.table().versionSizes(source.feed());
    }

    /**
     * Of a reader at a position, which is not before that of the last call. Inside a version it is about right.
     *
     * @throws io.weir.log.error.TableException if the reader could not go on either
     */
    public Lag of(SourcePosition position) {
        forget(position);
        if (position.initial() && unread.isEmpty()) {
            add(sizes.snapshot(position.version()));
            firstIsSnapshot = true;
            sizes.seek(position.version() + 1);
        } else if (unread.isEmpty() && sizes.nextVersion() != position.version()) {
            sizes.seek(position.version());
        }
        look();
        return lag(position);
    }

    private void forget(SourcePosition position) {
        while (!unread.isEmpty() && isRead(unread.getFirst(), position)) {
            VersionSize read = unread.removeFirst();
            firstIsSnapshot = false;
            files -= read.files();
            bytes -= read.bytes();
            rows -= read.rows();
        }
    }

    private boolean isRead(VersionSize first, SourcePosition position) {
        return first.version() < position.version() || firstIsSnapshot && !position.initial();
    }

    private void look() {
        for (int i = 0; i < MAX_VERSIONS && unread.size() < MAX_KEPT; i++) {
            VersionSize next = sizes.next();
            if (next == null) {
                return;
            }
            add(next);
        }
    }

    private void add(VersionSize size) {
        unread.addLast(size);
        files += size.files();
        bytes += size.bytes();
        rows += size.rows();
    }

    private Lag lag(SourcePosition position) {
        VersionSize first = unread.peekFirst();
        if (first == null) {
            return new Lag(0, 0, 0, 0, null);
        }
        long filesRead = Math.min(first.files(), position.index());
        double part = first.files() == 0 ? 0 : (double) filesRead / first.files();
        long rowsRead = Math.min(first.rows(), Math.round(part * first.rows()) + position.row());
        return new Lag(
                unread.size(),
                files - filesRead,
                bytes - Math.round(part * first.bytes()),
                rows - rowsRead,
                since(first.millis()));
    }

    private Duration since(@Nullable Long millis) {
        long now = source.table().environment().clock().millis();
        return Duration.ofMillis(millis == null ? 0 : Math.max(0, now - millis));
    }
}
