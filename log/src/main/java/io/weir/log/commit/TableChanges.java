package io.weir.log.commit;

import io.weir.format.type.FieldMetadata;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What another commit changed of a table's metadata or protocol that a transaction which did not know of it cannot follow. Pure
 * functions; an empty answer means that every file and action of the transaction is what it would have been had it known.
 *
 * <p>Delta Lake lets nothing follow such a change. Most changes of properties do not matter to rows, though, and a transaction
 * that only adds rows does not mind a new nullable column either: a column that a file does not have is null.
 */
final class TableChanges {
    /** Properties that say how the log is kept, how files are laid out, or when something is deleted: nothing about rows. */
    private static final Set<String> NEUTRAL = lower(
            "delta.autoOptimize.autoCompact",
            "delta.autoOptimize.optimizeWrite",
            "delta.checkpoint.writeStatsAsJson",
            "delta.checkpoint.writeStatsAsStruct",
            "delta.checkpointInterval",
            "delta.checkpointPolicy",
            "delta.checkpointRetentionDuration",
            "delta.compatibility.symlinkFormatManifest.enabled",
            "delta.deletedFileRetentionDuration",
            "delta.enableExpiredLogCleanup",
            "delta.logCompactionInterval",
            "delta.logRetentionDuration",
            "delta.parquet.compression.codec",
            "delta.randomizeFilePrefixes",
            "delta.randomPrefixLength",
            "delta.sampleRetentionDuration",
            "delta.setTransactionRetentionDuration",
            "delta.targetFileSize",
            "delta.tuneFileSizesForRewrites");

    /** What besides does not matter to rows that are only added: it says how rows are taken out or what becomes of them later. */
    private static final Set<String> NEUTRAL_TO_APPENDS = lower(
            "delta.appendOnly",
            "delta.columnMapping.maxColumnId",
            "delta.enableChangeDataFeed",
            "delta.enableDeletionVectors",
            "delta.enableInCommitTimestamps",
            "delta.enableTypeWidening",
            CommitDraft.ENABLEMENT_TIMESTAMP,
            CommitDraft.ENABLEMENT_VERSION);

    /** Features whose mere presence asks nothing of files that were written without knowing of it. */
    private static final Set<String> FEATURES_NEUTRAL_TO_APPENDS = Set.of(
            "appendOnly",
            "changeDataFeed",
            "checkpointProtection",
            "deletionVectors",
            "domainMetadata",
            "inCommitTimestamp",
            "timestampNtz",
            "typeWidening",
            "v2Checkpoint",
            "vacuumProtocolCheck");

    /** What makes a column more than a place for values: a file without it would have to have some. */
    private static final Set<String> RULES_OF_COLUMNS =
            Set.of("CURRENT_DEFAULT", "delta.generationExpression", "delta.identity.step", "delta.invariants");

    private TableChanges() {}

    private static Set<String> lower(String... names) {
        SortedSet<String> all = new TreeSet<>();
        for (String name : names) {
            all.add(name.toLowerCase(Locale.ROOT));
        }
        return all;
    }

    /**
     * What matters of a change of metadata: names of properties and columns, or {@code id}, {@code format}, {@code partitioning}.
     *
     * @param read the metadata that the transaction knew
     * @param onlyAppends does the transaction do nothing but add rows?
     */
    static SortedSet<String> mattering(Metadata read, Metadata theirs, boolean onlyAppends) {
        SortedSet<String> found = new TreeSet<>();
        if (!read.id().equals(theirs.id())) {
            found.add("id");
        }
        if (!read.provider().equals(theirs.provider()) || !read.formatOptions().equals(theirs.formatOptions())) {
            found.add("format");
        }
        if (!read.partitionColumns().equals(theirs.partitionColumns())) {
            found.add("partitioning");
        }
        SortedSet<String> properties = new TreeSet<>(read.configuration().keySet());
        properties.addAll(theirs.configuration().keySet());
        for (String property : properties) {
            if (!Objects.equals(
                            read.configuration().get(property),
                            theirs.configuration().get(property))
                    && !isNeutral(property, onlyAppends)) {
                found.add(property);
            }
        }
        if (!Objects.equals(read.schemaString(), theirs.schemaString())) {
            if (!onlyAppends || read.schemaString() == null || theirs.schemaString() == null) {
                found.add("schema");
            } else {
                columns(read.schema(), theirs.schema(), found);
            }
        }
        return found;
    }

    private static boolean isNeutral(String property, boolean onlyAppends) {
        String name = property.toLowerCase(Locale.ROOT);
        return !name.startsWith("delta.") || NEUTRAL.contains(name) || onlyAppends && NEUTRAL_TO_APPENDS.contains(name);
    }

    /** Columns that were there must be what they were, and in their order; new ones may be null and have no rules. */
    private static void columns(StructType read, StructType theirs, SortedSet<String> found) {
        int next = 0;
        for (StructField field : theirs.fields()) {
            if (next < read.size() && field.equals(read.field(next))) {
                next++;
            } else if (!isPlainAndNullable(field) || read.indexOf(field.name()) >= 0) {
                found.add("column " + field.name());
            }
        }
        for (; next < read.size(); next++) {
            found.add("column " + read.field(next).name());
        }
    }

    private static boolean isPlainAndNullable(StructField field) {
        FieldMetadata metadata = field.metadata();
        return field.nullable() && RULES_OF_COLUMNS.stream().allMatch(rule -> metadata.json(rule) == null);
    }

    /** What matters of a change of protocol: the features that came or went. */
    static SortedSet<String> mattering(Protocol read, Protocol theirs, boolean onlyAppends) {
        SortedSet<String> found = new TreeSet<>();
        if (read.equals(theirs)) {
            return found;
        }
        SortedSet<String> before = read.effectiveWriterFeatures();
        SortedSet<String> after = theirs.effectiveWriterFeatures();
        for (String feature : after) {
            if (!before.contains(feature) && !(onlyAppends && FEATURES_NEUTRAL_TO_APPENDS.contains(feature))) {
                found.add(feature);
            }
        }
        for (String feature : before) {
            if (!after.contains(feature)) {
                found.add(feature); // whoever drops a feature has made sure that nothing of it is left
            }
        }
        return found;
    }
}
