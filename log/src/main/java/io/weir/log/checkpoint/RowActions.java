package io.weir.log.checkpoint;

import io.weir.format.batch.Row;
import io.weir.log.action.AddFile;
import io.weir.log.action.CheckpointMetadata;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.action.SetTransaction;
import io.weir.log.action.Sidecar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads actions from rows of {@link CheckpointSchema}'s columns. Pure functions. */
final class RowActions {
    private RowActions() {}

    static Protocol protocol(Row row) {
        int reader = row.isNull("minReaderVersion") ? 1 : row.intValue("minReaderVersion");
        int writer = row.isNull("minWriterVersion") ? 1 : row.intValue("minWriterVersion");
        // lists below these versions mean nothing, though some writers leave empty ones
        return new Protocol(
                reader,
                writer,
                reader < Protocol.READER_FEATURES_VERSION ? Set.of() : features(row, "readerFeatures"),
                writer < Protocol.WRITER_FEATURES_VERSION ? Set.of() : features(row, "writerFeatures"),
                Map.of());
    }

    static Metadata metadata(Row row) {
        Row format = row.struct("format");
        String provider = format == null ? null : format.string("provider");
        Metadata.Builder metadata = Metadata.builder(text(row, "id"))
                .name(row.string("name"))
                .description(row.string("description"))
                .schemaString(row.string("schemaString"))
                .partitionColumns(texts(row, "partitionColumns"))
                .configuration(map(row, "configuration"))
                .createdTime(number(row, "createdTime"));
        return format == null || provider == null
                ? metadata.build()
                : metadata.format(provider, map(format, "options")).build();
    }

    static SetTransaction transaction(Row row) {
        if (row.isNull("version")) {
            throw new IllegalArgumentException("A transaction has no version {appId=" + text(row, "appId") + "}");
        }
        return new SetTransaction(text(row, "appId"), row.longValue("version"), number(row, "lastUpdated"));
    }

    static DomainMetadata domain(Row row) {
        return new DomainMetadata(
                text(row, "domain"), text(row, "configuration"), !row.isNull("removed") && row.booleanValue("removed"));
    }

    static CheckpointMetadata checkpointMetadata(Row row) {
        return new CheckpointMetadata(row.longValue("version"), map(row, "tags"), Map.of());
    }

    static Sidecar sidecar(Row row) {
        if (row.isNull("sizeInBytes")) {
            throw new IllegalArgumentException("A sidecar has no size {path=" + text(row, "path") + "}");
        }
        Long time = number(row, "modificationTime");
        return new Sidecar(
                text(row, "path"), row.longValue("sizeInBytes"), time == null ? 0 : time, Map.of(), Map.of());
    }

    /** Tells a file what some columns of {@link CheckpointSchema#ADD} say of it beside what is in memory. */
    static void describe(Row row, AddFile.Builder file) {
        for (String column : row.schema().names()) {
            switch (column) {
                case "tags" -> file.tags(map(row, column));
                case "baseRowId" -> file.baseRowId(number(row, column));
                case "defaultRowCommitVersion" -> file.defaultRowCommitVersion(number(row, column));
                case "clusteringProvider" -> file.clusteringProvider(row.string(column));
                case "stats" -> file.stats(row.string(column));
                default -> {} // is in memory
            }
        }
    }

    static RemoveFile remove(Row row) {
        return new RemoveFile(
                text(row, "path"),
                number(row, "deletionTimestamp"),
                row.isNull("dataChange") || row.booleanValue("dataChange"),
                row.isNull("extendedFileMetadata") ? null : row.booleanValue("extendedFileMetadata"),
                row.isNull("partitionValues") ? null : map(row, "partitionValues"),
                number(row, "size"),
                null,
                Map.of(),
                deletionVector(row.struct("deletionVector")),
                number(row, "baseRowId"),
                number(row, "defaultRowCommitVersion"),
                Map.of());
    }

    /** Reads a row of {@link CheckpointSchema#DELETION_VECTOR}; null if it has no storage type. */
    static @Nullable DeletionVectorDescriptor deletionVector(@Nullable Row vector) {
        if (vector == null || vector.isNull("storageType")) {
            return null;
        }
        if (vector.isNull("sizeInBytes") || vector.isNull("cardinality")) {
            throw new IllegalArgumentException("A deletion vector has no size or no cardinality");
        }
        return new DeletionVectorDescriptor(
                text(vector, "storageType"),
                text(vector, "pathOrInlineDv"),
                vector.isNull("offset") ? null : vector.intValue("offset"),
                vector.intValue("sizeInBytes"),
                vector.longValue("cardinality"),
                Map.of());
    }

    /** A text that may not be null; empty if it is, for those that follow to complain about. */
    static String text(Row row, String column) {
        String text = row.string(column);
        return text == null ? "" : text;
    }

    private static @Nullable Long number(Row row, String column) {
        return row.isNull(column) ? null : row.longValue(column);
    }

    private static Set<String> features(Row row, String column) {
        return new TreeSet<>(texts(row, column));
    }

    private static List<String> texts(Row row, String column) {
        List<@Nullable Object> list = row.list(column);
        return list == null ? List.of() : list.stream().map(String::valueOf).toList();
    }

    private static Map<String, @Nullable String> map(Row row, String column) {
        Map<Object, @Nullable Object> map = row.map(column);
        if (map == null) {
            return Map.of();
        }
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put(String.valueOf(key), value == null ? null : value.toString()));
        return texts;
    }
}
