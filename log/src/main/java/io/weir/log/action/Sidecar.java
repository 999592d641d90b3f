package io.weir.log.action;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names a file with a part of a checkpoint's file actions. Only in checkpoints. (PROTOCOL.md, "Sidecar File Information")
 *
 * @param path percent-encoded: a name inside {@code _delta_log/_sidecars}, or an absolute URI
 * @param modificationTime milliseconds since the epoch
 * @param unknown members that are not known here, name to JSON
 */
public record Sidecar(
        String path,
        long sizeInBytes,
        long modificationTime,
        Map<String, @Nullable String> tags,
        Map<String, String> unknown)
        implements Action {
    public Sidecar {
        tags = StringMap.copyOf(tags);
        unknown = StringMap.copyOfRaw(unknown);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("path is empty");
        }
    }

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.sidecar(this);
    }
}
