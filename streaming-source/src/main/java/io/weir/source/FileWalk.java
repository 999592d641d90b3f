package io.weir.source;

import io.weir.format.type.StructType;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.log.error.VersionsLostException;
import io.weir.table.Table;
import io.weir.table.TableVersion;
import io.weir.table.changes.VersionFeed;
import io.weir.table.changes.VersionFile;
import io.weir.table.changes.VersionFiles;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes from file to file of a stream. One thread at a time. */
final class FileWalk implements AutoCloseable {
    private final Source source;
    private final VersionFeed versions;

    /** Before the next file, or behind the last. */
    private SourcePosition position;

    private boolean begun;
    private @Nullable VersionFiles current;

    FileWalk(Source source, SourcePosition from) {
        this.source = source;
        this.position = from;
        this.versions = source.table().versions(source.feed());
    }

    VersionFeed versions() {
        return versions;
    }

    /** Behind all that was given. */
    SourcePosition position() {
        return position;
    }

    /** The columns of the version that was looked at last; null if none was. */
    @Nullable
    StructType schema() {
        return current == null ? null : current.schema();
    }

    /** The next file, or the rest of it; null if there is none yet. The position is then behind it. */
    @Nullable
    SourceTask next() {
        try {
            if (!begun) {
                begin();
                begun = true;
            }
            while (true) {
                VersionFiles files = current;
                if (files != null && position.version() == files.version() && position.index() < files.count()) {
                    return take(files);
                }
                if (files != null && position.version() == files.version()) {
                    requireNothingBehind(files);
                    position = SourcePosition.before(position.tableId(), files.version() + 1);
                }
                VersionFiles next = nextVersion();
                if (next == null) {
                    return null;
                }
                current = next;
            }
        } catch (TableException e) {
            throw e.with("position", position).with("table", source.table().location());
        }
    }

    private SourceTask take(VersionFiles files) {
        VersionFile file = files.file((int) position.index());
        SourceTask task = new SourceTask(position, -1, file.path(), file.sizeBytes(), file);
        position = position.at(position.index() + 1, 0);
        if (position.index() == files.count()) {
            position = SourcePosition.before(position.tableId(), files.version() + 1);
        }
        return task;
    }

    private void requireNothingBehind(VersionFiles files) {
        if (position.index() > files.count() || position.row() > 0) {
            throw new TableException(
                    "A position is behind the last file of its version; it was taken from a stream that gives other things of the"
                            + " table",
                    Facts.of("files", files.count()));
        }
    }

    private void begin() {
        Table table = source.table();
        TableVersion latest = table.latest();
        String id = latest.metadata().id();
        if (!id.equals(position.tableId())) {
            throw new TableException(
                    "The table at this address is not the one that the position is of; if it was replaced, start a new stream",
                    Facts.of("is", id, "was", position.tableId()));
        }
        if (position.version() > latest.version() + 1) {
            throw new VersionNotFoundException(
                    "The stream was read further than the table goes, which has lost versions; put them back, or start a new stream",
                    Facts.of("latest", latest.version()));
        }
        if (position.initial()) {
            current = snapshot();
        } else {
            versions.seek(position.version());
        }
    }

    /** The table as it was, or, if that is lost and may be, as far as it is known. */
    private @Nullable VersionFiles snapshot() {
        try {
            return versions.snapshot(position.version());
        } catch (VersionNotFoundException e) {
            Consumer<SourceLoss> listener = source.onLoss();
            if (listener == null) {
                throw e;
            }
            listener.accept(new SourceLoss(position.version(), position.version(), null));
            position = SourcePosition.before(position.tableId(), position.version() + 1);
            versions.seek(position.version());
            return null;
        }
    }

    /** Is everything given that will ever be there? */
    boolean ended() {
        return position.version() > source.lastVersion();
    }

    private @Nullable VersionFiles nextVersion() {
        if (ended()) {
            return null;
        }
        try {
            return versions.next();
        } catch (VersionsLostException e) {
            Consumer<SourceLoss> listener = source.onLoss();
            if (listener == null) {
                throw e;
            }
            listener.accept(new SourceLoss(e.first(), e.last(), null));
            position = SourcePosition.before(position.tableId(), e.last() + 1);
            versions.seek(position.version());
            return versions.next();
        }
    }

    @Override
    public void close() {
        versions.close();
    }
}
