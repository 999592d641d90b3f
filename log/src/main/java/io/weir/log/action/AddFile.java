package io.weir.log.action;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds a data file to the table, or replaces what is said about one that is there. (PROTOCOL.md, "Add File and Remove File")
 *
 * @param path as the log spells it: a percent-encoded URI, see {@link DataPath}
 * @param partitionValues by physical column name; null and {@code ""} are both null
 * @param sizeBytes length of the file
 * @param modificationTime milliseconds since the epoch
 * @param dataChange false if the action only rearranges rows that are in the table, or describes them anew
 * @param stats JSON text of the file's statistics, or null
 * @param tags empty if there are none
 * @param unknown members that are not known here, name to JSON
 */
public record AddFile(
        String path,
        Map<String, @Nullable String> partitionValues,
        long sizeBytes,
        long modificationTime,
        boolean dataChange,
        @Nullable String stats,
        Map<String, @Nullable String> tags,
        @Nullable DeletionVectorDescriptor deletionVector,
        @Nullable Long baseRowId,
        @Nullable Long defaultRowCommitVersion,
        @Nullable String clusteringProvider,
        Map<String, String> unknown)
        implements Action {
    public AddFile {
        partitionValues = StringMap.copyOf(partitionValues);
        tags = StringMap.copyOf(tags);
        unknown = StringMap.copyOfRaw(unknown);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("path is empty");
        }
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("size is negative: " + sizeBytes + " for " + path);
        }
    }

    /**
     * An action that adds new rows.
     *
     * @param path as the log spells it; see {@link DataPath#encode}
     */
    public static Builder builder(String path) {
        return new Builder(path);
    }

    /** A builder that starts with this. */
    public Builder toBuilder() {
        Builder builder = new Builder(path);
        builder.partitionValues = partitionValues;
        builder.sizeBytes = sizeBytes;
        builder.modificationTime = modificationTime;
        builder.dataChange = dataChange;
        builder.stats = stats;
        builder.tags = tags;
        builder.deletionVector = deletionVector;
        builder.baseRowId = baseRowId;
        builder.defaultRowCommitVersion = defaultRowCommitVersion;
        builder.clusteringProvider = clusteringProvider;
        builder.unknown = unknown;
        return builder;
    }

    /** Which logical file this is about. */
    public FileKey key() {
        return FileKey.of(path, deletionVector);
    }

    /** The action that takes this file out of the table, with all that is known about it. */
    public RemoveFile remove(long deletionTimestamp, boolean removeChangesData) {
        return new RemoveFile(
                path,
                deletionTimestamp,
                removeChangesData,
                true,
                partitionValues,
                sizeBytes,
                stats,
                tags,
                deletionVector,
                baseRowId,
                defaultRowCommitVersion,
                Map.of());
    }

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.add(this);
    }

    /** One thread at a time. */
    public static final class Builder {
        private final String path;
        private Map<String, @Nullable String> partitionValues = Map.of();
        private long sizeBytes;
        private long modificationTime;
        private boolean dataChange = true;
        private @Nullable String stats;
        private Map<String, @Nullable String> tags = Map.of();
        private @Nullable DeletionVectorDescriptor deletionVector;
        private @Nullable Long baseRowId;
        private @Nullable Long defaultRowCommitVersion;
        private @Nullable String clusteringProvider;
        private Map<String, String> unknown = Map.of();

        private Builder(String path) {
            this.path = path;
        }

        public Builder partitionValues(Map<String, @Nullable String> values) {
            partitionValues = values;
            return this;
        }

        public Builder sizeBytes(long bytes) {
            sizeBytes = bytes;
            return this;
        }

        /** Milliseconds since the epoch. */
        public Builder modificationTime(long millis) {
            modificationTime = millis;
            return this;
        }

        public Builder dataChange(boolean changes) {
            dataChange = changes;
            return this;
        }

        public Builder stats(@Nullable String json) {
            stats = json;
            return this;
        }

        public Builder tags(Map<String, @Nullable String> all) {
            tags = all;
            return this;
        }

        public Builder deletionVector(@Nullable DeletionVectorDescriptor descriptor) {
            deletionVector = descriptor;
            return this;
        }

        public Builder baseRowId(@Nullable Long id) {
            baseRowId = id;
            return this;
        }

        public Builder defaultRowCommitVersion(@Nullable Long version) {
            defaultRowCommitVersion = version;
            return this;
        }

        public Builder clusteringProvider(@Nullable String provider) {
            clusteringProvider = provider;
            return this;
        }

        public Builder unknown(Map<String, String> members) {
            unknown = members;
            return this;
        }

        public AddFile build() {
            return new AddFile(
                    path,
                    partitionValues,
                    sizeBytes,
                    modificationTime,
                    dataChange,
                    stats,
                    tags,
                    deletionVector,
                    baseRowId,
                    defaultRowCommitVersion,
                    clusteringProvider,
                    unknown);
        }
    }
}
