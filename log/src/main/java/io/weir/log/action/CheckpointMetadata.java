package io.weir.log.action;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says of which version a checkpoint of the second specification is. Only in checkpoints. (PROTOCOL.md, "Checkpoint
 * Metadata")
 *
 * @param unknown members that are not known here, name to JSON
 */
public record CheckpointMetadata(long version, Map<String, @Nullable String> tags, Map<String, String> unknown)
        implements Action {
    public CheckpointMetadata {
        tags = StringMap.copyOf(tags);
        unknown = StringMap.copyOfRaw(unknown);
    }

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.checkpointMetadata(this);
    }
}
