package io.weir.log.state;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which table features we have: the one place that says so. Pure functions. (PROTOCOL.md, "Table Features")
 *
 * <p>A feature that a table has but does not use, as far as its metadata can tell, is no obstacle to writing.
 */
public final class SupportedFeatures {
    /** The newest reader version there is; it lists features. */
    private static final int MAX_READER_VERSION = Protocol.READER_FEATURES_VERSION;

    private static final int MAX_WRITER_VERSION = Protocol.WRITER_FEATURES_VERSION;

    /** The names that tables have whose commits a catalog decides on; the last two are from before the feature was final. */
    private static final Set<String> CATALOG_MANAGED = Set.of("catalogManaged", "catalogOwned", "catalogOwned-preview");

    private SupportedFeatures() {}

    static void requireReadable(Protocol protocol) {
        if (protocol.minReaderVersion() > MAX_READER_VERSION) {
            throw new UnsupportedTableException(
                    "The table needs a newer reader",
                    new TreeSet<>(),
                    Facts.of("minReaderVersion", protocol.minReaderVersion(), "supported", MAX_READER_VERSION));
        }
        SortedSet<String> missing = new TreeSet<>();
        for (String feature : protocol.effectiveReaderFeatures()) {
            if (!canRead(feature)) {
                missing.add(feature);
            }
        }
        if (missing.stream().anyMatch(CATALOG_MANAGED::contains)) {
            // What the log folder shows may be old, and a file in it may be of a commit that was refused. (PROTOCOL.md,
            // "Reading Catalog-managed Tables")
            throw new UnsupportedTableException(
                    "The table is managed by a catalog, and only that knows its versions; read it through the catalog, not by path",
                    missing,
                    Facts.NONE);
        }
        if (!missing.isEmpty()) {
            throw new UnsupportedTableException(
                    "Reading the table takes features that this version of Weir does not have", missing, Facts.NONE);
        }
    }

    /** @throws UnsupportedTableException if writing a table of this protocol and metadata takes what is not here */
    public static void requireWritable(Protocol protocol, Metadata metadata) {
        if (protocol.minWriterVersion() > MAX_WRITER_VERSION) {
            throw new UnsupportedTableException(
                    "The table needs a newer writer",
                    new TreeSet<>(),
                    Facts.of("minWriterVersion", protocol.minWriterVersion(), "supported", MAX_WRITER_VERSION));
        }
        SortedSet<String> missing = missingForWriting(protocol, metadata);
        if (!missing.isEmpty()) {
            throw new UnsupportedTableException(
                    "Writing the table takes features that this version of Weir does not have", missing, Facts.NONE);
        }
    }

    static SortedSet<String> missingForWriting(Protocol protocol, Metadata metadata) {
        SortedSet<String> missing = new TreeSet<>();
        for (String feature : protocol.effectiveWriterFeatures()) {
            if (!canWrite(feature, metadata)) {
                missing.add(feature);
            }
        }
        if (metadata.schemaString() != null && anyPart(metadata.schema(), type -> type == PrimitiveType.VOID)) {
            missing.add(PrimitiveType.VOID.jsonName());
        }
        return missing;
    }

    private static boolean canRead(String name) {
        TableFeature feature = TableFeature.of(name).orElse(null);
        if (feature == null) {
            return false;
        }
        switch (feature) {
            case TIMESTAMP_NTZ:
            case TYPE_WIDENING:
            case TYPE_WIDENING_PREVIEW:
            case DELETION_VECTORS:
            case VACUUM_PROTOCOL_CHECK:
            case V2_CHECKPOINT:
            case VARIANT_TYPE:
            case VARIANT_TYPE_PREVIEW:
            case VARIANT_SHREDDING:
            case VARIANT_SHREDDING_PREVIEW:
            case COLUMN_MAPPING:
                return true;
            default:
                // writers' features are no concern of readers, even where a writer listed one for readers too
                return !feature.isReaderFeature();
        }
    }

    private static boolean canWrite(String name, Metadata metadata) {
        TableFeature feature = TableFeature.of(name).orElse(null);
        if (feature == null) {
            return false;
        }
        switch (feature) {
            case APPEND_ONLY:
            case TIMESTAMP_NTZ:
            case TYPE_WIDENING: // new files have the types of now, and what is on record of changes is kept
            case TYPE_WIDENING_PREVIEW:
            case VACUUM_PROTOCOL_CHECK:
            case IN_COMMIT_TIMESTAMP:
            case DOMAIN_METADATA:
            case ROW_TRACKING: // rows are numbered when it is known which version they come with
            case V2_CHECKPOINT:
            case CHANGE_DATA_FEED:
            case DELETION_VECTORS:
            case COLUMN_MAPPING:
            case MATERIALIZE_PARTITION_COLUMNS:
            case ICEBERG_COMPAT_V1: // a table that is not fit for them is refused by whoever writes rows
            case ICEBERG_COMPAT_V2:
            case VARIANT_TYPE: // in the plain form, which the features for shredding allow, too
            case VARIANT_TYPE_PREVIEW:
            case VARIANT_SHREDDING:
            case VARIANT_SHREDDING_PREVIEW:
            case CLUSTERING: // where rows lie is up to whoever rewrites them
            case INVARIANTS: // of these five, an expression that cannot be computed is refused by whoever writes rows
            case CHECK_CONSTRAINTS:
            case GENERATED_COLUMNS:
            case IDENTITY_COLUMNS:
            case ALLOW_COLUMN_DEFAULTS:
            case CHECKPOINT_PROTECTION: // binds whoever cleans the log up
                return true;
            case ICEBERG_COMPAT_V3:
                return !metadata.isTrue("delta.enableIcebergCompatV3");
            default:
                return false;
        }
    }

    /** May columns have had narrower types before? */
    static boolean widensTypes(Protocol protocol) {
        return protocol.effectiveReaderFeatures().contains(TableFeature.TYPE_WIDENING.featureName())
                || protocol.effectiveReaderFeatures().contains(TableFeature.TYPE_WIDENING_PREVIEW.featureName());
    }

    /** Is the condition true of a type or of any of its parts? */
    private static boolean anyPart(DataType type, Predicate<DataType> condition) {
        if (condition.test(type)) {
            return true;
        }
        if (type instanceof StructType struct) {
            return struct.fields().stream().anyMatch(field -> anyPart(field.type(), condition));
        }
        if (type instanceof ArrayType array) {
            return anyPart(array.element(), condition);
        }
        return type instanceof MapType map && (anyPart(map.key(), condition) || anyPart(map.value(), condition));
    }
}
