package io.weir.log.action;

import java.util.Optional;
import java.util.Set;

/**
 * The table features that the protocol names. That a feature is here does not mean that Weir can read or write it.
 * (PROTOCOL.md, "Valid Feature Names in Table Features")
 */
public enum TableFeature {
    APPEND_ONLY("appendOnly", 0, 2),
    INVARIANTS("invariants", 0, 2),
    CHECK_CONSTRAINTS("checkConstraints", 0, 3),
    CHANGE_DATA_FEED("changeDataFeed", 0, 4),
    GENERATED_COLUMNS("generatedColumns", 0, 4),
    COLUMN_MAPPING("columnMapping", 2, 5),
    IDENTITY_COLUMNS("identityColumns", 0, 6),
    DELETION_VECTORS("deletionVectors", 3, 7),
    ROW_TRACKING("rowTracking", 0, 7),
    TIMESTAMP_NTZ("timestampNtz", 3, 7),
    TYPE_WIDENING("typeWidening", 3, 7),
    TYPE_WIDENING_PREVIEW("typeWidening-preview", 3, 7),
    DOMAIN_METADATA("domainMetadata", 0, 7),
    V2_CHECKPOINT("v2Checkpoint", 3, 7),
    ICEBERG_COMPAT_V1("icebergCompatV1", 0, 7),
    ICEBERG_COMPAT_V2("icebergCompatV2", 0, 7),
    ICEBERG_COMPAT_V3("icebergCompatV3", 0, 7),
    CLUSTERING("clustering", 0, 7),
    VACUUM_PROTOCOL_CHECK("vacuumProtocolCheck", 3, 7),
    VARIANT_TYPE("variantType", 3, 7),
    VARIANT_TYPE_PREVIEW("variantType-preview", 3, 7),
    VARIANT_SHREDDING("variantShredding", 3, 7),
    VARIANT_SHREDDING_PREVIEW("variantShredding-preview", 3, 7),
    IN_COMMIT_TIMESTAMP("inCommitTimestamp", 0, 7),
    ALLOW_COLUMN_DEFAULTS("allowColumnDefaults", 0, 7),
    CATALOG_MANAGED("catalogManaged", 3, 7),
    CHECKPOINT_PROTECTION("checkpointProtection", 0, 7),
    MATERIALIZE_PARTITION_COLUMNS("materializePartitionColumns", 0, 7);

    private final String featureName;
    private final int readerVersion;
    private final int writerVersion;

    TableFeature(String featureName, int readerVersion, int writerVersion) {
        this.featureName = featureName;
        this.readerVersion = readerVersion;
        this.writerVersion = writerVersion;
    }

    /** The name in a protocol action. */
    public String featureName() {
        return featureName;
    }

    /** Must readers know it too? */
    public boolean isReaderFeature() {
        return readerVersion > 0;
    }

    /** The features without which a table must not have this one. (PROTOCOL.md, "Table Features" and each feature's page) */
    public Set<TableFeature> requires() {
        return switch (this) {
            case ROW_TRACKING, CLUSTERING -> Set.of(DOMAIN_METADATA);
            case ICEBERG_COMPAT_V1, ICEBERG_COMPAT_V2 -> Set.of(COLUMN_MAPPING);
            case ICEBERG_COMPAT_V3 -> Set.of(COLUMN_MAPPING, ROW_TRACKING);
            case VARIANT_SHREDDING -> Set.of(VARIANT_TYPE);
            case CATALOG_MANAGED -> Set.of(IN_COMMIT_TIMESTAMP);
            default -> Set.of();
        };
    }

    /** Finds a feature by its exact name. */
    public static Optional<TableFeature> of(String name) {
        for (TableFeature feature : values()) {
            if (feature.featureName.equals(name)) {
                return Optional.of(feature);
            }
        }
        return Optional.empty();
    }

    /** Does a reader version that lists no features stand for it? */
    boolean impliedByReader(int minReaderVersion) {
        return readerVersion > 0 && readerVersion < 3 && minReaderVersion >= readerVersion;
    }

    /** Does a writer version that lists no features stand for it? */
    boolean impliedByWriter(int minWriterVersion) {
        return writerVersion < 7 && minWriterVersion >= writerVersion;
    }
}
