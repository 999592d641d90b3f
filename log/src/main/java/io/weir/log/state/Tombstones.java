package io.weir.log.state;

import io.weir.log.action.RemoveFile;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of files that were removed: those removed since the checkpoint in memory, those of the checkpoint where they
 * are. Readers never need them; a new checkpoint does. Immutable and safe for many threads.
 */
public final class Tombstones {
    /** Hands over the tombstones of a checkpoint, one by one. */
    public interface Source {
        void forEach(Consumer<RemoveFile> consumer);

        /** When the checkpoint was written, in milliseconds since the epoch. */
        long checkpointMillis();
    }

    static final Tombstones NONE = new Tombstones(null, FileSet.EMPTY);

    private final @Nullable Source base;
    private final FileSet since;

    Tombstones(@Nullable Source base, FileSet since) {
        this.base = base;
        this.since = since;
    }

    @Nullable
    Source base() {
        return base;
    }

    FileSet since() {
        return since;
    }

    /**
     * When the checkpoint was written that has what is not in memory, in milliseconds since the epoch; {@code Long.MAX_VALUE} if all is in memory.
     */
    public long checkpointMillis() {
        return base == null ? Long.MAX_VALUE : base.checkpointMillis();
    }

    /** How many are in memory. */
    public int countInMemory() {
        return since.count();
    }

    /** Without those in memory that have expired; itself if that would not halve them. */
    Tombstones withoutExpired(long upToMillis) {
        int younger = 0;
        for (int chunk = 0; chunk < since.chunkCount(); chunk++) {
            for (int row : since.rows(chunk)) {
                younger += since.chunk(chunk).millis(row) > upToMillis ? 1 : 0;
            }
        }
        return 2 * younger >= since.count() ? this : new Tombstones(base, FileSetBuilder.younger(since, upToMillis));
    }

    /**
     * Goes over the tombstones that are younger than a time and whose file has not come back.
     *
     * @param afterMillis tombstones of this time and before have expired
     * @param live the table's files
     */
    public void forEach(long afterMillis, LiveFiles live, Consumer<RemoveFile> consumer) {
        FileProbe probe = new FileProbe();
        if (base != null) {
            base.forEach(remove -> {
                probe.set(remove.path(), DeletionVectors.idOf(remove.deletionVector()));
                if (remove.deletedMillis() > afterMillis && live.set().find(probe) < 0 && since.find(probe) < 0) {
                    consumer.accept(remove);
                }
            });
        }
        for (int chunk = 0; chunk < since.chunkCount(); chunk++) {
            for (int row : since.rows(chunk)) {
                if (since.chunk(chunk).millis(row) > afterMillis) {
                    consumer.accept(FileRows.remove(since.chunk(chunk), row));
                }
            }
        }
    }
}
