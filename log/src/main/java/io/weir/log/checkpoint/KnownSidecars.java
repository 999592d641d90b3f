package io.weir.log.checkpoint;

import io.weir.log.state.FileChunk;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which sidecars this process has written for files that it has in memory, so that its next checkpoint need not write them again. Immutable.
 */
public final class KnownSidecars {
    /** None. */
    public static final KnownSidecars NONE = new KnownSidecars(Map.of());

    private final Map<FileChunk, StoredFiles> byChunk; // by identity

    private KnownSidecars(Map<FileChunk, StoredFiles> byChunk) {
        this.byChunk = byChunk;
    }

    static KnownSidecars of(Map<FileChunk, StoredFiles> byChunk) {
        return new KnownSidecars(new IdentityHashMap<>(byChunk));
    }

    /** The sidecar that has the files of a chunk, as it was written or loaded; null if none is known. */
    @Nullable
    StoredFiles of(FileChunk chunk) {
        StoredFiles written = byChunk.get(chunk);
        return written == null && chunk.details() instanceof CheckpointDetails loaded ? loaded.sidecar() : written;
    }
}
