package io.weir.log.action;

import io.weir.format.json.JsonInput;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of single actions. The input has just entered the action's object; it is left at its end. A required
 * member that is not there is a {@link io.weir.format.json.JsonFormatException}.
 */
public final class ActionReader {
    private ActionReader() {}

    /** Reads the value of a member of a line; null if that is null. */
    static @Nullable Action action(JsonInput in, String name) {
        switch (name) {
            case "add":
                return in.enterObjectOrNull() ? add(in) : null;
            case "remove":
                return in.enterObjectOrNull() ? remove(in) : null;
            case "metaData":
                return in.enterObjectOrNull() ? metadata(in) : null;
            case "protocol":
                return in.enterObjectOrNull() ? protocol(in) : null;
            case "txn":
                return in.enterObjectOrNull() ? transaction(in) : null;
            case "commitInfo":
                return in.enterObjectOrNull() ? commitInfo(in) : null;
            case "domainMetadata":
                return in.enterObjectOrNull() ? domainMetadata(in) : null;
            case "cdc":
                return in.enterObjectOrNull() ? cdc(in) : null;
            case "checkpointMetadata":
                return in.enterObjectOrNull() ? checkpointMetadata(in) : null;
            case "sidecar":
                return in.enterObjectOrNull() ? sidecar(in) : null;
            default:
                String json = in.raw();
                return json.equals("null") ? null : new UnknownAction(name, json);
        }
    }

    public static AddFile add(JsonInput in) {
        @Nullable String path = null;
        Map<String, @Nullable String> partitionValues = Map.of();
        @Nullable Long size = null;
        long modificationTime = 0;
        boolean dataChange = true;
        @Nullable String stats = null;
        Map<String, @Nullable String> tags = Map.of();
        @Nullable DeletionVectorDescriptor deletionVector = null;
        @Nullable Long baseRowId = null;
        @Nullable Long defaultRowCommitVersion = null;
        @Nullable String clusteringProvider = null;
        Unknown unknown = new Unknown();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "path" -> path = in.string();
                case "partitionValues" -> partitionValues = orEmpty(in.stringMapOrNull());
                case "size" -> size = in.longValue();
                case "modificationTime" -> modificationTime = in.longValue();
                case "dataChange" -> dataChange = in.booleanValue();
                case "stats" -> stats = in.stringOrNull();
                case "tags" -> tags = orEmpty(in.stringMapOrNull());
                case "deletionVector" -> deletionVector = deletionVector(in);
                case "baseRowId" -> baseRowId = in.longOrNull();
                case "defaultRowCommitVersion" -> defaultRowCommitVersion = in.longOrNull();
                case "clusteringProvider" -> clusteringProvider = in.stringOrNull();
                default -> unknown.keep(name, in);
            }
        }
        return new AddFile(
                required(path, "path", in),
                partitionValues,
                required(size, "size", in),
                modificationTime,
                dataChange,
                stats,
                tags,
                deletionVector,
                baseRowId,
                defaultRowCommitVersion,
                clusteringProvider,
                unknown.members());
    }

    static RemoveFile remove(JsonInput in) {
        @Nullable String path = null;
        @Nullable Long deletionTimestamp = null;
        @Nullable Boolean dataChange = null;
        @Nullable Boolean extendedFileMetadata = null;
        @Nullable Map<String, @Nullable String> partitionValues = null;
        @Nullable Long size = null;
        @Nullable String stats = null;
        Map<String, @Nullable String> tags = Map.of();
        @Nullable DeletionVectorDescriptor deletionVector = null;
        @Nullable Long baseRowId = null;
        @Nullable Long defaultRowCommitVersion = null;
        Unknown unknown = new Unknown();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "path" -> path = in.string();
                case "deletionTimestamp" -> deletionTimestamp = in.longOrNull();
                case "dataChange" -> dataChange = in.booleanOrNull();
                case "extendedFileMetadata" -> extendedFileMetadata = in.booleanOrNull();
                case "partitionValues" -> partitionValues = in.stringMapOrNull();
                case "size" -> size = in.longOrNull();
                case "stats" -> stats = in.stringOrNull();
                case "tags" -> tags = orEmpty(in.stringMapOrNull());
                case "deletionVector" -> deletionVector = deletionVector(in);
                case "baseRowId" -> baseRowId = in.longOrNull();
                case "defaultRowCommitVersion" -> defaultRowCommitVersion = in.longOrNull();
                default -> unknown.keep(name, in);
            }
        }
        return new RemoveFile(
                required(path, "path", in),
                deletionTimestamp,
                dataChange == null || dataChange,
                extendedFileMetadata,
                partitionValues,
                size,
                stats,
                tags,
                deletionVector,
                baseRowId,
                defaultRowCommitVersion,
                unknown.members());
    }

    public static Metadata metadata(JsonInput in) {
        @Nullable String id = null;
        Metadata.Builder metadata = Metadata.builder("");
        Unknown unknown = new Unknown();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "id" -> id = in.stringOrNull();
                case "name" -> metadata.name(in.stringOrNull());
                case "description" -> metadata.description(in.stringOrNull());
                case "format" -> format(in, metadata);
                case "schemaString" -> metadata.schemaString(in.stringOrNull());
                case "partitionColumns" -> metadata.partitionColumns(orEmpty(in.stringsOrNull()));
                case "createdTime" -> metadata.createdTime(in.longOrNull());
                case "configuration" -> metadata.configuration(orEmpty(in.stringMapOrNull()));
                default -> unknown.keep(name, in);
            }
        }
        return metadata.id(required(id, "id", in)).unknown(unknown.members()).build();
    }

    private static void format(JsonInput in, Metadata.Builder metadata) {
        if (!in.enterObjectOrNull()) {
            return;
        }
        @Nullable String provider = null;
        Map<String, @Nullable String> options = Map.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "provider" -> provider = in.stringOrNull();
                case "options" -> options = orEmpty(in.stringMapOrNull());
                default -> in.skip();
            }
        }
        metadata.format(provider == null ? "parquet" : provider, options);
    }

    public static Protocol protocol(JsonInput in) {
        @Nullable Integer minReaderVersion = null;
        @Nullable Integer minWriterVersion = null;
        List<String> readerFeatures = List.of();
        List<String> writerFeatures = List.of();
        Unknown unknown = new Unknown();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "minReaderVersion" -> minReaderVersion = in.intValue();
                case "minWriterVersion" -> minWriterVersion = in.intValue();
                case "readerFeatures" -> readerFeatures = orEmpty(in.stringsOrNull());
                case "writerFeatures" -> writerFeatures = orEmpty(in.stringsOrNull());
                default -> unknown.keep(name, in);
            }
        }
        return new Protocol(
                required(minReaderVersion, "minReaderVersion", in),
                required(minWriterVersion, "minWriterVersion", in),
                Set.copyOf(readerFeatures),
                Set.copyOf(writerFeatures),
                unknown.members());
    }

    public static SetTransaction transaction(JsonInput in) {
        @Nullable String appId = null;
        @Nullable Long version = null;
        @Nullable Long lastUpdated = null;
        Unknown unknown = new Unknown();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "appId" -> appId = in.string();
                case "version" -> version = in.longValue();
                case "lastUpdated" -> lastUpdated = in.longOrNull();
                default -> unknown.keep(name, in);
            }
        }
        return new SetTransaction(
                required(appId, "appId", in), required(version, "version", in), lastUpdated, unknown.members());
    }

    static CommitInfo commitInfo(JsonInput in) {
        Map<String, String> members = new LinkedHashMap<>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            members.put(name, in.raw());
        }
        return CommitInfo.of(members);
    }

    public static DomainMetadata domainMetadata(JsonInput in) {
        @Nullable String domain = null;
        @Nullable String configuration = null;
        boolean removed = false;
        Unknown unknown = new Unknown();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "domain" -> domain = in.string();
                case "configuration" -> configuration = in.stringOrNull();
                case "removed" -> removed = in.booleanValue();
                default -> unknown.keep(name, in);
            }
        }
        return new DomainMetadata(
                required(domain, "domain", in), configuration == null ? "" : configuration, removed, unknown.members());
    }

    static AddCdcFile cdc(JsonInput in) {
        @Nullable String path = null;
        Map<String, @Nullable String> partitionValues = Map.of();
        @Nullable Long size = null;
        Map<String, @Nullable String> tags = Map.of();
        Unknown unknown = new Unknown();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "path" -> path = in.string();
                case "partitionValues" -> partitionValues = orEmpty(in.stringMapOrNull());
                case "size" -> size = in.longValue();
                case "tags" -> tags = orEmpty(in.stringMapOrNull());
                case "dataChange" -> in.skip(); // false by definition
                default -> unknown.keep(name, in);
            }
        }
        return new AddCdcFile(
                required(path, "path", in), partitionValues, required(size, "size", in), tags, unknown.members());
    }

    public static CheckpointMetadata checkpointMetadata(JsonInput in) {
        @Nullable Long version = null;
        Map<String, @Nullable String> tags = Map.of();
        Unknown unknown = new Unknown();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "version" -> version = in.longValue();
                case "tags" -> tags = orEmpty(in.stringMapOrNull());
                default -> unknown.keep(name, in);
            }
        }
        return new CheckpointMetadata(required(version, "version", in), tags, unknown.members());
    }

    public static Sidecar sidecar(JsonInput in) {
        @Nullable String path = null;
        @Nullable Long size = null;
        long modificationTime = 0;
        Map<String, @Nullable String> tags = Map.of();
        Unknown unknown = new Unknown();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "path" -> path = in.string();
                case "sizeInBytes" -> size = in.longValue();
                case "modificationTime" -> modificationTime = in.longValue();
                case "tags" -> tags = orEmpty(in.stringMapOrNull());
                default -> unknown.keep(name, in);
            }
        }
        return new Sidecar(
                required(path, "path", in),
                required(size, "sizeInBytes", in),
                modificationTime,
                tags,
                unknown.members());
    }

    private static @Nullable DeletionVectorDescriptor deletionVector(JsonInput in) {
        if (!in.enterObjectOrNull()) {
            return null;
        }
        @Nullable String storageType = null;
        @Nullable String pathOrInlineDv = null;
        @Nullable Integer offset = null;
        @Nullable Integer sizeInBytes = null;
        @Nullable Long cardinality = null;
        Unknown unknown = new Unknown();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "storageType" -> storageType = in.string();
                case "pathOrInlineDv" -> pathOrInlineDv = in.string();
                case "offset" -> offset = in.intOrNull();
                case "sizeInBytes" -> sizeInBytes = in.intValue();
                case "cardinality" -> cardinality = in.longValue();
                default -> unknown.keep(name, in);
            }
        }
        return new DeletionVectorDescriptor(
                required(storageType, "storageType", in),
                required(pathOrInlineDv, "pathOrInlineDv", in),
                offset,
                required(sizeInBytes, "sizeInBytes", in),
                required(cardinality, "cardinality", in),
                unknown.members());
    }

    private static <T> T required(@Nullable T value, String name, JsonInput in) {
        if (value == null) {
            throw in.wrong("\"" + name + "\" is missing");
        }
        return value;
    }

    private static Map<String, @Nullable String> orEmpty(@Nullable Map<String, @Nullable String> map) {
        return map == null ? Map.of() : map;
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }

    /** Members that are not known here; most actions have none. */
    private static final class Unknown {
        private @Nullable Map<String, String> members;

        void keep(String name, JsonInput in) {
            if (members == null) {
                members = new LinkedHashMap<>();
            }
            members.put(name, in.raw());
        }

        Map<String, String> members() {
            return members == null ? Map.of() : Collections.unmodifiableMap(members);
        }
    }
}
