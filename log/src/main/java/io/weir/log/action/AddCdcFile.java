package io.weir.log.action;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names a file with the rows a version changed. (PROTOCOL.md, "Add CDC File")
 *
 * @param path as the log spells it: a percent-encoded URI, see {@link DataPath}
 * @param unknown members that are not known here, name to JSON
 */
public record AddCdcFile(
        String path,
        Map<String, @Nullable String> partitionValues,
        long sizeBytes,
        Map<String, @Nullable String> tags,
        Map<String, String> unknown)
        implements Action {
    public AddCdcFile {
        partitionValues = StringMap.copyOf(partitionValues);
        tags = StringMap.copyOf(tags);
        unknown = StringMap.copyOfRaw(unknown);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("path is empty");
        }
    }

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.cdc(this);
    }
}
