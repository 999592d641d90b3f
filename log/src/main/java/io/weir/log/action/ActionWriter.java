package io.weir.log.action;

import io.weir.format.json.JsonOutput;
import org.jspecify.annotations.Nullable;

/**
 * Writes actions as JSON, with members in the order the reference implementation writes them. One thread at a time.
 */
public final class ActionWriter implements Action.Handler<JsonOutput> {
    private final JsonOutput out;

    /** Writes lines, each action inside a member that says its kind. */
    ActionWriter(JsonOutput out) {
        this.out = out;
    }

    @Override
    public JsonOutput add(AddFile add) {
        out.beginObject().name("add");
        value(out, add);
        return out.endObject();
    }

    /** The bare object, as version checksums have it. */
    public static void value(JsonOutput out, AddFile add) {
        out.beginObject().member("path", add.path()).member("partitionValues", add.partitionValues());
        out.member("size", add.sizeBytes()).member("modificationTime", add.modificationTime());
        out.member("dataChange", add.dataChange()).memberIfAny("stats", add.stats());
        if (!add.tags().isEmpty()) {
            out.member("tags", add.tags());
        }
        deletionVector(out, add.deletionVector());
        out.memberIfAny("baseRowId", add.baseRowId());
        out.memberIfAny("defaultRowCommitVersion", add.defaultRowCommitVersion());
        out.memberIfAny("clusteringProvider", add.clusteringProvider());
        out.rawMembers(add.unknown()).endObject();
    }

    @Override
    public JsonOutput remove(RemoveFile remove) {
        out.beginObject().beginObject("remove").member("path", remove.path());
        out.memberIfAny("deletionTimestamp", remove.deletionTimestamp());
        out.member("dataChange", remove.dataChange());
        out.memberIfAny("extendedFileMetadata", remove.extendedFileMetadata());
        if (remove.partitionValues() != null) {
            out.member("partitionValues", remove.partitionValues());
        }
        out.memberIfAny("size", remove.sizeBytes()).memberIfAny("stats", remove.stats());
        if (!remove.tags().isEmpty()) {
            out.member("tags", remove.tags());
        }
        deletionVector(out, remove.deletionVector());
        out.memberIfAny("baseRowId", remove.baseRowId());
        out.memberIfAny("defaultRowCommitVersion", remove.defaultRowCommitVersion());
        return out.rawMembers(remove.unknown()).endObject().endObject();
    }

    @Override
    public JsonOutput metadata(Metadata metadata) {
        out.beginObject().name("metaData");
        value(out, metadata);
        return out.endObject();
    }

    /** The bare object, as version checksums have it. */
    public static void value(JsonOutput out, Metadata metadata) {
        out.beginObject().member("id", metadata.id()).memberIfAny("name", metadata.name());
        out.memberIfAny("description", metadata.description());
        out.beginObject("format").member("provider", metadata.provider());
        out.member("options", metadata.formatOptions()).endObject();
        out.memberIfAny("schemaString", metadata.schemaString());
        out.member("partitionColumns", metadata.partitionColumns());
        out.member("configuration", metadata.configuration());
        out.memberIfAny("createdTime", metadata.createdTime());
        out.rawMembers(metadata.unknown()).endObject();
    }

    @Override
    public JsonOutput protocol(Protocol protocol) {
        out.beginObject().name("protocol");
        value(out, protocol);
        return out.endObject();
    }

    /** The bare object, as version checksums have it. */
    public static void value(JsonOutput out, Protocol protocol) {
        out.beginObject().member("minReaderVersion", protocol.minReaderVersion());
        out.member("minWriterVersion", protocol.minWriterVersion());
        if (protocol.minReaderVersion() >= Protocol.READER_FEATURES_VERSION) {
            out.member("readerFeatures", protocol.readerFeatures());
        }
        if (protocol.minWriterVersion() >= Protocol.WRITER_FEATURES_VERSION) {
            out.member("writerFeatures", protocol.writerFeatures());
        }
        out.rawMembers(protocol.unknown()).endObject();
    }

    @Override
    public JsonOutput transaction(SetTransaction transaction) {
        out.beginObject().name("txn");
        value(out, transaction);
        return out.endObject();
    }

    /** The bare object, as version checksums have it. */
    public static void value(JsonOutput out, SetTransaction transaction) {
        out.beginObject().member("appId", transaction.appId()).member("version", transaction.version());
        out.memberIfAny("lastUpdated", transaction.lastUpdated());
        out.rawMembers(transaction.unknown()).endObject();
    }

    @Override
    public JsonOutput commitInfo(CommitInfo commitInfo) {
        out.beginObject().beginObject("commitInfo");
        return out.rawMembers(commitInfo.members()).endObject().endObject();
    }

    @Override
    public JsonOutput domainMetadata(DomainMetadata domainMetadata) {
        out.beginObject().name("domainMetadata");
        value(out, domainMetadata);
        return out.endObject();
    }

    /** The bare object, as version checksums have it. */
    public static void value(JsonOutput out, DomainMetadata domainMetadata) {
        out.beginObject().member("domain", domainMetadata.domain());
        out.member("configuration", domainMetadata.configuration()).member("removed", domainMetadata.removed());
        out.rawMembers(domainMetadata.unknown()).endObject();
    }

    @Override
    public JsonOutput cdc(AddCdcFile cdc) {
        out.beginObject().beginObject("cdc").member("path", cdc.path());
        out.member("partitionValues", cdc.partitionValues()).member("size", cdc.sizeBytes());
        out.member("dataChange", false);
        if (!cdc.tags().isEmpty()) {
            out.member("tags", cdc.tags());
        }
        return out.rawMembers(cdc.unknown()).endObject().endObject();
    }

    @Override
    public JsonOutput checkpointMetadata(CheckpointMetadata checkpointMetadata) {
        out.beginObject().beginObject("checkpointMetadata").member("version", checkpointMetadata.version());
        if (!checkpointMetadata.tags().isEmpty()) {
            out.member("tags", checkpointMetadata.tags());
        }
        return out.rawMembers(checkpointMetadata.unknown()).endObject().endObject();
    }

    @Override
    public JsonOutput sidecar(Sidecar sidecar) {
        out.beginObject().beginObject("sidecar").member("path", sidecar.path());
        out.member("sizeInBytes", sidecar.sizeInBytes()).member("modificationTime", sidecar.modificationTime());
        if (!sidecar.tags().isEmpty()) {
            out.member("tags", sidecar.tags());
        }
        return out.rawMembers(sidecar.unknown()).endObject().endObject();
    }

    @Override
    public JsonOutput unknown(UnknownAction unknown) {
        return out.beginObject().name(unknown.name()).raw(unknown.json()).endObject();
    }

    private static void deletionVector(JsonOutput out, @Nullable DeletionVectorDescriptor vector) {
        if (vector == null) {
            return;
        }
        out.beginObject("deletionVector").member("storageType", vector.storageType());
        out.member("pathOrInlineDv", vector.pathOrInlineDv()).memberIfAny("offset", vector.offset());
        out.member("sizeInBytes", vector.sizeInBytes()).member("cardinality", vector.cardinality());
        out.rawMembers(vector.unknown()).endObject();
    }
}
