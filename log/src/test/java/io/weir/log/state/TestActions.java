package io.weir.log.state;

import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Actions with defaults, so that a test shows only what matters. */
public final class TestActions {
    public static final Protocol PROTOCOL = Protocol.LEGACY_DEFAULT;

    public static final Metadata METADATA = metadata().build();

    private TestActions() {}

    /** A table of {@code id BIGINT, name STRING}. */
    public static Metadata.Builder metadata() {
        return Metadata.builder("5fba94ed-9794-4965-ba6e-6ee3c0d22af9")
                .schemaString("{\"type\":\"struct\",\"fields\":["
                        + "{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}},"
                        + "{\"name\":\"name\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}}]}");
    }

    public static AddFile add(String path) {
        return AddFile.builder(path)
                .sizeBytes(100)
                .modificationTime(1000)
                .dataChange(false)
                .build();
    }

    public static AddFile add(
            String path, long sizeBytes, Map<String, @Nullable String> partition, @Nullable String stats) {
        return AddFile.builder(path)
                .sizeBytes(sizeBytes)
                .modificationTime(1000)
                .partitionValues(partition)
                .stats(stats)
                .dataChange(false)
                .build();
    }

    public static RemoveFile remove(String path, long deletedMillis) {
        return new RemoveFile(path, deletedMillis, true, null, null, null, null, Map.of(), null, null, null, Map.of());
    }

    /** Version 0 of a table without files. */
    public static TableState empty() {
        return new StateBuilder().commit(0, List.of(PROTOCOL, METADATA)).build();
    }

    public static List<String> paths(LiveFiles files) {
        return java.util.Arrays.stream(files.ids()).mapToObj(files::path).toList();
    }
}
