package io.weir.table.protocol;

import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.table.schema.TableProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a feature leaves in a table, and what has to be gone before the protocol can do without it. Pure functions. (PROTOCOL.md, "Dropping
 * Table Features")
 *
 * <p>Settings are taken away with the feature. What rows or columns depend on is not: its owner has to decide.
 */
public final class FeatureTraces {
    private static final Map<TableFeature, List<String>> PROPERTIES = Map.ofEntries(
            Map.entry(TableFeature.APPEND_ONLY, List.of(TableProperties.APPEND_ONLY)),
            Map.entry(TableFeature.CHANGE_DATA_FEED, List.of(TableProperties.CHANGE_DATA_FEED)),
            Map.entry(TableFeature.DELETION_VECTORS, List.of(TableProperties.DELETION_VECTORS)),
            Map.entry(TableFeature.TYPE_WIDENING, List.of(TableProperties.TYPE_WIDENING)),
            Map.entry(TableFeature.TYPE_WIDENING_PREVIEW, List.of(TableProperties.TYPE_WIDENING)),
            Map.entry(TableFeature.V2_CHECKPOINT, List.of(TableProperties.CHECKPOINT_POLICY)),
            Map.entry(TableFeature.ICEBERG_COMPAT_V1, List.of("delta.enableIcebergCompatV1")),
            Map.entry(TableFeature.ICEBERG_COMPAT_V2, List.of("delta.enableIcebergCompatV2")),
            Map.entry(TableFeature.ICEBERG_COMPAT_V3, List.of("delta.enableIcebergCompatV3")),
            Map.entry(TableFeature.VARIANT_SHREDDING, List.of("delta.enableVariantShredding")),
            Map.entry(TableFeature.VARIANT_SHREDDING_PREVIEW, List.of("delta.enableVariantShredding")),
            Map.entry(
                    TableFeature.IN_COMMIT_TIMESTAMP,
                    List.of(
                            TableProperties.IN_COMMIT_TIMESTAMPS,
                            "delta.inCommitTimestampEnablementVersion",
                            "delta.inCommitTimestampEnablementTimestamp")),
            Map.entry(
                    TableFeature.ROW_TRACKING,
                    List.of(
                            TableProperties.ROW_TRACKING,
                            "delta.rowTrackingSuspended",
                            Enablement.ROW_ID_COLUMN,
                            Enablement.ROW_VERSION_COLUMN)));

    private static final Map<TableFeature, String> DOMAINS = Map.of(
            TableFeature.ROW_TRACKING, "delta.rowTracking",
            TableFeature.CLUSTERING, "delta.clustering");

    /** Those that are only taken away with the history they are in, or not at all. */
    private static final Set<TableFeature> STAYING =
            Set.of(TableFeature.CHECKPOINT_PROTECTION, TableFeature.CATALOG_MANAGED);

    private FeatureTraces() {}

    /**
     * Must readers be kept from the versions that have the feature, after it is dropped? Then checkpoints stand in front of them, which
     * {@code checkpointProtection} keeps. (PROTOCOL.md, "Checkpoint Protection")
     */
    public static boolean needsProtectedHistory(TableFeature feature) {
        return feature.isReaderFeature() && feature != TableFeature.VACUUM_PROTOCOL_CHECK;
    }

    /**
     * @throws TableException if the table does not have the feature, or rows, columns or other features need it; it says what to do
     */
    public static void requireDroppable(TableFeature feature, Snapshot snapshot) {
        Protocol protocol = snapshot.protocol();
        if (!protocol.supports(feature)) {
            throw new TableException(
                    "The table does not have the feature",
                    Facts.of("feature", feature.featureName(), "features", protocol.effectiveWriterFeatures()));
        }
        if (STAYING.contains(feature)) {
            throw new TableException(
                    "The feature cannot be dropped as long as the history is there that it is about",
                    Facts.of("feature", feature.featureName()));
        }
        TreeSet<String> dependents = new TreeSet<>();
        for (TableFeature other : TableFeature.values()) {
            if (protocol.supports(other) && other.requires().contains(feature)) {
                dependents.add(other.featureName());
            }
        }
        refuseIf(
                !dependents.isEmpty(),
                "Other features of the table need the feature; drop these first",
                feature,
                dependents);
        requireUnused(feature, snapshot);
    }

    private static void requireUnused(TableFeature feature, Snapshot snapshot) {
        Metadata plain = without(feature, snapshot.metadata());
        boolean used = NeededFeatures.of(plain).contains(grown(feature))
                || feature == TableFeature.COLUMN_MAPPING && isMapped(snapshot);
        refuseIf(
                used,
                "Columns or constraints of the table use the feature; change or drop them first",
                feature,
                users(feature, snapshot));
        if (feature == TableFeature.DELETION_VECTORS) {
            List<String> files = snapshot.files().all().stream()
                    .filter(file -> file.deletionVector() != null)
                    .map(file -> file.path())
                    .limit(10)
                    .toList();
            refuseIf(
                    !files.isEmpty(),
                    "Files have deleted rows by the feature; rewrite these files first",
                    feature,
                    files);
        }
        if (feature == TableFeature.CLUSTERING) {
            DomainMetadata domain = snapshot.domain("delta.clustering").orElse(null);
            refuseIf(
                    domain != null && !domain.configuration().contains("\"clusteringColumns\":[]"),
                    "The table is clustered; cluster it by none first",
                    feature,
                    List.of());
        }
    }

    /** What a preview became: columns use the one as they use the other. */
    private static TableFeature grown(TableFeature feature) {
        return switch (feature) {
            case TYPE_WIDENING_PREVIEW -> TableFeature.TYPE_WIDENING;
            case VARIANT_TYPE_PREVIEW -> TableFeature.VARIANT_TYPE;
            case VARIANT_SHREDDING_PREVIEW -> TableFeature.VARIANT_SHREDDING;
            default -> feature;
        };
    }

    private static boolean isMapped(Snapshot snapshot) {
        return TableProperties.mapsColumns(snapshot.metadata().configuration());
    }

    private static List<String> users(TableFeature feature, Snapshot snapshot) {
        List<String> users = new ArrayList<>();
        for (StructField field : snapshot.schema().fields()) {
            if (NeededFeatures.ofSchema(StructType.of(field)).contains(grown(feature))) {
                users.add(field.name());
            }
        }
        snapshot.metadata().configuration().keySet().stream()
                .filter(name -> feature == TableFeature.CHECK_CONSTRAINTS && TableProperties.isConstraint(name))
                .forEach(users::add);
        return users;
    }

    private static void refuseIf(boolean refused, String sentence, TableFeature feature, Iterable<String> by) {
        if (refused) {
            throw new TableException(sentence, Facts.of("feature", feature.featureName(), "usedBy", by));
        }
    }

    /** The metadata without the feature's own settings; itself if there are none. */
    public static Metadata without(TableFeature feature, Metadata metadata) {
        Map<String, @Nullable String> configuration = new LinkedHashMap<>(metadata.configuration());
        if (!configuration.keySet().removeAll(PROPERTIES.getOrDefault(feature, List.of()))) {
            return metadata;
        }
        return metadata.toBuilder().configuration(configuration).build();
    }

    /** The domains that go with the feature. */
    public static List<DomainMetadata> removedDomains(TableFeature feature, Snapshot snapshot) {
        List<DomainMetadata> removed = new ArrayList<>();
        snapshot.domains().forEach((name, domain) -> {
            if (feature == TableFeature.DOMAIN_METADATA || name.equals(DOMAINS.get(feature))) {
                removed.add(new DomainMetadata(name, domain.configuration(), true));
            }
        });
        return removed;
    }
}
