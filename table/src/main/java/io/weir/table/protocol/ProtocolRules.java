package io.weir.table.protocol;

import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.error.UnsupportedTableException;
import io.weir.table.schema.TableProperties;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which protocol a table is to have: the least that holds what it had, what its metadata uses and what was asked for by name. It only ever
 * grows here; Pure functions. (PROTOCOL.md, "Protocol Evolution", "Table Features")
 *
 * <p>A version before features were listed is kept as long as it stands for exactly what is needed, as Delta Spark does; beyond,
 * what it stood for is listed by name.
 */
public final class ProtocolRules {
    private ProtocolRules() {}

    /**
     * The protocol of a new table.
     *
     * @param directives properties as they were asked for, of which {@code delta.feature.NAME}, {@code delta.minReaderVersion} and
     *     {@code delta.minWriterVersion} count
     */
    public static Protocol ofNew(Metadata metadata, Map<String, String> directives) {
        return upgraded(Protocol.LEGACY_DEFAULT, metadata, directives);
    }

    /**
     * The protocol that a table needs with new metadata; {@code before} itself if that will do.
     *
     * @param directives as for a new table
     * @throws TableException if a version is asked for that the table is beyond, or that there is not
     * @throws UnsupportedTableException if the table would have to be managed by a catalog
     */
    public static Protocol upgraded(Protocol before, Metadata metadata, Map<String, String> directives) {
        Set<TableFeature> needed = EnumSet.noneOf(TableFeature.class);
        needed.addAll(NeededFeatures.of(metadata));
        keepPreviews(before, needed);
        List<TableFeature> requested = TableProperties.requestedFeatures(directives);
        needed.addAll(requested);
        if (needed.contains(TableFeature.CATALOG_MANAGED)) {
            throw new UnsupportedTableException(
                    "A table becomes managed by a catalog through that catalog, not by a property",
                    List.of(TableFeature.CATALOG_MANAGED.featureName()),
                    Facts.NONE);
        }
        return asked(before, directives).with(needed);
    }

    /** A table that has a feature under the name it had before it was final goes on with that. */
    private static void keepPreviews(Protocol before, Set<TableFeature> needed) {
        Map.of(
                        TableFeature.TYPE_WIDENING, TableFeature.TYPE_WIDENING_PREVIEW,
                        TableFeature.VARIANT_TYPE, TableFeature.VARIANT_TYPE_PREVIEW,
                        TableFeature.VARIANT_SHREDDING, TableFeature.VARIANT_SHREDDING_PREVIEW)
                .forEach((feature, preview) -> {
                    if (before.supports(preview)) {
                        needed.remove(feature);
                    }
                });
    }

    /** What {@code delta.minReaderVersion} and {@code delta.minWriterVersion} ask for beyond what the table has. */
    private static Protocol asked(Protocol before, Map<String, String> directives) {
        int reader = version(directives, TableProperties.MIN_READER_VERSION, Protocol.READER_FEATURES_VERSION);
        int writer = version(directives, TableProperties.MIN_WRITER_VERSION, Protocol.WRITER_FEATURES_VERSION);
        if (reader == 0 && writer == 0) {
            return before;
        }
        if (reader >= Protocol.READER_FEATURES_VERSION && writer < Protocol.WRITER_FEATURES_VERSION && writer > 0) {
            throw new TableException(
                    "Features of readers are listed at writer version 7 and not before",
                    Facts.of("minReaderVersion", reader, "minWriterVersion", writer));
        }
        Protocol legacy = new Protocol(
                Math.max(1, Math.min(reader, Protocol.READER_FEATURES_VERSION - 1)),
                Math.max(1, Math.min(writer, Protocol.WRITER_FEATURES_VERSION - 1)));
        // versions that list features stand for none; those come by name
        return before.with(stoodFor(
                reader < Protocol.READER_FEATURES_VERSION && writer < Protocol.WRITER_FEATURES_VERSION
                        ? legacy
                        : Protocol.LEGACY_DEFAULT));
    }

    private static Set<TableFeature> stoodFor(Protocol legacy) {
        Set<TableFeature> features = EnumSet.noneOf(TableFeature.class);
        for (TableFeature feature : TableFeature.values()) {
            if (legacy.supports(feature)) {
                features.add(feature);
            }
        }
        return features;
    }

    private static int version(Map<String, String> directives, String name, int newest) {
        String text = directives.get(name);
        if (text == null) {
            return 0;
        }
        int version = Integer.parseInt(text.strip());
        if (version > newest) {
            throw new TableException(
                    "There is no such protocol version",
                    Facts.of("found", version, "newest", newest, "property", name));
        }
        return version;
    }
}
