package io.weir.source;

import io.weir.table.TableVersion;
import io.weir.table.changes.VersionFile;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader is behind its table. Immutable.
 *
 * @param versions that were not read to their end
 * @param files that are still to be read
 * @param bytes of those files
 * @param rows of those files, of which the log says how many they have
 * @param time since the first version was committed that was not read; null if all were
 */
public record Lag(
        long versions,
        long files,
        long bytes,
        long rows,
        @Nullable Duration time) {
    /**
     * Of a reader at a position. Reads the log entries that it has not, and lists the log.
     *
     * @throws io.weir.log.error.TableException if the reader could not go on either
     */
    public static Lag of(Source source, SourcePosition position) {
        TableVersion latest = source.table().latest();
        long files = 0;
        long bytes = 0;
        long rows = 0;
        try (FileWalk walk = new FileWalk(source.upTo(latest.version()), position)) {
            for (SourceTask task = walk.next(); task != null; task = walk.next()) {
                VersionFile file = task.file();
                files++;
                bytes += task.sizeBytes();
                rows += file == null
                        ? 0
                        : Math.max(0, file.rowCount() - task.start().row());
            }
        }
        long versions = Math.max(0, latest.version() - position.version() + 1);
        return new Lag(versions, files, bytes, rows, versions == 0 ? null : since(source, position.version()));
    }

    private static Duration since(Source source, long version) {
        long now = source.table().environment().clock().millis();
        return Duration.ofMillis(Math.max(0, now - source.table().committedMillis(version)));
    }
}
