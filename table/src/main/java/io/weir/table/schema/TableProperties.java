package io.weir.table.schema;

import io.weir.log.action.TableFeature;
import io.weir.log.checkpoint.CheckpointPolicy;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The table properties that begin with {@code delta.}, and ours: which there are, what their values look like, what they mean to us.
 * Pure functions. Other properties are the user's and free.
 *
 * <p>Values are checked when they are set; a table that another engine gave a value we cannot read behaves as if it had
 * none.
 */
public final class TableProperties {
    public static final String APPEND_ONLY = "delta.appendOnly";
    public static final String CHANGE_DATA_FEED = "delta.enableChangeDataFeed";
    /** The version before which checkpoints stay. (PROTOCOL.md, "Checkpoint Protection") */
    public static final String CHECKPOINTS_PROTECTED_BEFORE = "delta.requireCheckpointProtectionBeforeVersion";

    public static final String CHECKPOINT_INTERVAL = "delta.checkpointInterval";
    /** How many versions a compacted log file spans; none are written without it. (PROTOCOL.md, "Log Compaction Files") */
    public static final String LOG_COMPACTION_INTERVAL = "delta.logCompactionInterval";

    public static final String CHECKPOINT_POLICY = "delta.checkpointPolicy";
    public static final String COLUMN_MAPPING_MODE = "delta.columnMapping.mode";
    public static final String COLUMN_MAPPING_MAX_ID = "delta.columnMapping.maxColumnId";
    public static final String COMPRESSION = "delta.parquet.compression.codec";
    public static final String DELETION_VECTORS = "delta.enableDeletionVectors";
    public static final String IN_COMMIT_TIMESTAMPS = "delta.enableInCommitTimestamps";
    public static final String INDEXED_COLUMNS = "delta.dataSkippingNumIndexedCols";
    public static final String ISOLATION_LEVEL = "delta.isolationLevel";
    public static final String RANDOM_PREFIX_LENGTH = "delta.randomPrefixLength";
    public static final String MIN_READER_VERSION = "delta.minReaderVersion";
    public static final String MIN_WRITER_VERSION = "delta.minWriterVersion";
    public static final String ROW_TRACKING = "delta.enableRowTracking";
    public static final String STATS_COLUMNS = "delta.dataSkippingStatsColumns";
    /** Says whether small files are put together behind commits. */
    public static final String AUTO_COMPACT = "delta.autoOptimize.autoCompact";

    /** Says whether rows wait for others of their partition before they are written. */
    public static final String OPTIMIZE_WRITE = "delta.autoOptimize.optimizeWrite";

    public static final String TARGET_FILE_SIZE = "delta.targetFileSize";
    /** Says that rows are rewritten often, so that files are better short. */
    public static final String REWRITTEN_OFTEN = "delta.tuneFileSizesForRewrites";

    public static final String TYPE_WIDENING = "delta.enableTypeWidening";

    /** What stands before the name of a CHECK constraint. */
    public static final String CONSTRAINT_PREFIX = "delta.constraints.";

    private static final String PREFIX = "delta.";
    public static final String FEATURE_PREFIX = "delta.feature.";

    public static final long DEFAULT_TARGET_FILE_BYTES = 128L << 20;
    /** Of tables whose rows are rewritten often. */
    public static final long SHORT_TARGET_FILE_BYTES = 32L << 20;

    public static final int DEFAULT_CHECKPOINT_INTERVAL = 10;
    private static final int DEFAULT_PREFIX_LENGTH = 2;
    /** As many hexadecimal digits as an id has. */
    private static final int MAX_PREFIX_LENGTH = 32;

    private static final Syntax TRUTH = new Syntax("true or false", PropertySyntax::isTruth);
    private static final Syntax INTERVAL =
            new Syntax("an interval such as 'interval 30 days'", text -> PropertySyntax.interval(text) != null);
    private static final Syntax SIZE = new Syntax(
            "a size such as 134217728 or 128mb",
            text -> PropertySyntax.bytes(text).orElse(0) > 0);
    private static final Syntax COUNT = new Syntax("a whole number from 1", text -> PropertySyntax.isCount(text, 1));
    private static final Syntax COUNT_OR_ALL =
            new Syntax("a whole number from -1", text -> PropertySyntax.isCount(text, -1));
    private static final Syntax COLUMNS =
            new Syntax("names of columns such as a, b.c, `d e`", PropertySyntax::isColumns);
    private static final Syntax ANY = new Syntax("text", text -> true);

    private static final Map<String, Syntax> KNOWN = known();

    private TableProperties() {}

    private record Syntax(String expected, Predicate<String> accepts) {}

    private static Map<String, Syntax> known() {
        Map<String, Syntax> all = new HashMap<>();
        for (String name : List.of(
                APPEND_ONLY,
                IN_COMMIT_TIMESTAMPS,
                OPTIMIZE_WRITE,
                "delta.checkpoint.writeStatsAsJson",
                "delta.checkpoint.writeStatsAsStruct",
                "delta.compatibility.symlinkFormatManifest.enabled",
                CHANGE_DATA_FEED,
                DELETION_VECTORS,
                "delta.enableExpiredLogCleanup",
                "delta.enableFullRetentionRollback",
                "delta.enableIcebergCompatV1",
                "delta.enableIcebergCompatV2",
                "delta.enableIcebergCompatV3",
                ROW_TRACKING,
                TYPE_WIDENING,
                "delta.enableVariantShredding",
                "delta.randomizeFilePrefixes",
                REWRITTEN_OFTEN,
                "delta.writePartitionColumnsToParquet")) {
            all.put(name, TRUTH);
        }
        all.put(AUTO_COMPACT, oneOf("true", "false", "auto", "legacy"));
        all.put(CHECKPOINT_INTERVAL, COUNT);
        all.put(LOG_COMPACTION_INTERVAL, COUNT);
        all.put(CHECKPOINT_POLICY, oneOf("classic", "v2"));
        all.put("delta.checkpointRetentionDuration", INTERVAL);
        all.put("delta.deletedFileRetentionDuration", INTERVAL);
        all.put("delta.logRetentionDuration", INTERVAL);
        all.put("delta.sampleRetentionDuration", INTERVAL);
        all.put("delta.setTransactionRetentionDuration", INTERVAL);
        all.put(COLUMN_MAPPING_MODE, oneOf("none", "name", "id"));
        all.put(COLUMN_MAPPING_MAX_ID, COUNT);
        all.put(INDEXED_COLUMNS, COUNT_OR_ALL);
        all.put(STATS_COLUMNS, COLUMNS);
        all.put(ISOLATION_LEVEL, oneOf("Serializable", "WriteSerializable", "SnapshotIsolation"));
        all.put(MIN_READER_VERSION, COUNT);
        all.put(MIN_WRITER_VERSION, COUNT);
        all.put(COMPRESSION, oneOf("snappy", "zstd", "gzip", "lz4_raw", "none", "uncompressed"));
        all.put("delta.parquet.format.version", ANY);
        all.put(RANDOM_PREFIX_LENGTH, COUNT);
        all.put(TARGET_FILE_SIZE, SIZE);
        all.put("delta.universalFormat.enabledFormats", ANY);
        all.put(CheckpointPolicy.BYTES, orOff(SIZE));
        all.put(CheckpointPolicy.REPLAY_TIME, orOff(INTERVAL));
        return all;
    }

    private static Syntax orOff(Syntax on) {
        return new Syntax(
                on.expected() + ", or off",
                text -> CheckpointPolicy.isOff(text) || on.accepts().test(text));
    }

    private static Syntax oneOf(String... values) {
        return new Syntax("one of " + String.join(", ", values), text -> {
            for (String value : values) {
                if (value.equalsIgnoreCase(text)) {
                    return true;
                }
            }
            return false;
        });
    }

    /**
     * Brings the names of properties that are being set to the case the protocol spells them in.
     *
     * @throws TableException if a name with {@code delta.} is not known, or a value is none of it
     */
    public static Map<String, String> checked(Map<String, String> properties) {
        Map<String, String> all = new TreeMap<>();
        properties.forEach((name, value) -> {
            String spelled = spelled(name);
            check(spelled, value);
            all.put(spelled, value);
        });
        return all;
    }

    /** Names of properties in the case the protocol spells them in. */
    public static List<String> spelled(Collection<String> names) {
        return names.stream().map(TableProperties::spelled).toList();
    }

    private static String spelled(String name) {
        for (String known : KNOWN.keySet()) {
            if (known.equalsIgnoreCase(name)) {
                return known;
            }
        }
        return name;
    }

    private static void check(String name, String value) {
        if (!KNOWN.containsKey(name) && !name.toLowerCase(Locale.ROOT).startsWith(PREFIX)
                || name.startsWith(CONSTRAINT_PREFIX)) {
            return;
        }
        if (name.startsWith(FEATURE_PREFIX)) {
            checkFeature(name, value);
            return;
        }
        Syntax syntax = KNOWN.get(name);
        if (syntax == null) {
            throw new TableException(
                    "There is no such Delta table property; properties of your own must not begin with 'delta.'",
                    Facts.of("property", name, "rule", "known property", "similar", similar(name)));
        }
        if (!syntax.accepts().test(value)) {
            throw new TableException(
                    "A table property has a value that is none of its kind",
                    Facts.of("expected", syntax.expected(), "found", value, "property", name)
                            .and("rule", "property value"));
        }
    }

    private static void checkFeature(String name, String value) {
        String feature = name.substring(FEATURE_PREFIX.length());
        if (TableFeature.of(feature).isEmpty()) {
            throw new TableException("There is no such table feature", Facts.of("feature", feature, "property", name));
        }
        if (!value.equalsIgnoreCase("supported") && !value.equalsIgnoreCase("enabled")) {
            throw new TableException(
                    "A table property has a value that is none of its kind",
                    Facts.of("expected", "supported", "found", value, "property", name));
        }
    }

    /** Known names that share the most with a wrong one. */
    private static List<String> similar(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        List<String> found = new ArrayList<>();
        for (String known : KNOWN.keySet()) {
            String candidate = known.toLowerCase(Locale.ROOT);
            String end = wanted.substring(wanted.lastIndexOf('.') + 1);
            if (candidate.contains(end) || end.contains(candidate.substring(candidate.lastIndexOf('.') + 1))) {
                found.add(known);
            }
        }
        found.sort(null);
        return found;
    }

    /** Features that the properties ask for by {@code delta.feature.NAME = supported}. */
    public static List<TableFeature> requestedFeatures(Map<String, String> properties) {
        List<TableFeature> requested = new ArrayList<>();
        for (String name : properties.keySet()) {
            if (name.startsWith(FEATURE_PREFIX)) {
                TableFeature.of(name.substring(FEATURE_PREFIX.length())).ifPresent(requested::add);
            }
        }
        return requested;
    }

    /** Does the property only say how to make the table, and is not kept? */
    public static boolean isDirective(String name) {
        return name.startsWith(FEATURE_PREFIX) || name.equals(MIN_READER_VERSION) || name.equals(MIN_WRITER_VERSION);
    }

    /** Is it a CHECK constraint, by its name? */
    public static boolean isConstraint(String name) {
        return name.startsWith(CONSTRAINT_PREFIX);
    }

    /** Are columns mapped, so that their names are not those in files? */
    public static boolean mapsColumns(Map<String, ? extends @Nullable String> properties) {
        String mode = properties.get(COLUMN_MAPPING_MODE);
        return mode != null && !mode.equalsIgnoreCase("none");
    }

    public static boolean isTrue(Map<String, ? extends @Nullable String> properties, String name) {
        return "true".equalsIgnoreCase(properties.get(name));
    }

    /** Are small files put together behind commits? Whatever does not say no says yes, as in Delta Spark. */
    public static boolean compactsItself(Map<String, ? extends @Nullable String> properties) {
        @Nullable String said = properties.get(AUTO_COMPACT);
        return said != null && !said.strip().equalsIgnoreCase("false");
    }

    /** About how long a data file gets, by {@code delta.targetFileSize}, else by {@code delta.tuneFileSizesForRewrites}. */
    public static long targetFileBytes(Map<String, ? extends @Nullable String> properties) {
        String text = properties.get(TARGET_FILE_SIZE);
        OptionalLong bytes = text == null ? OptionalLong.empty() : PropertySyntax.bytes(text);
        long unsaid = isTrue(properties, REWRITTEN_OFTEN) ? SHORT_TARGET_FILE_BYTES : DEFAULT_TARGET_FILE_BYTES;
        return bytes.orElse(0) > 0 ? bytes.getAsLong() : unsaid;
    }

    /** How many letters and digits the random directories have that files are put into. */
    public static int randomPrefixLength(Map<String, ? extends @Nullable String> properties) {
        String text = properties.get(RANDOM_PREFIX_LENGTH);
        return text != null && PropertySyntax.isNumber(text, 1)
                ? (int) Math.min(MAX_PREFIX_LENGTH, Long.parseLong(text.strip()))
                : DEFAULT_PREFIX_LENGTH;
    }

    /** A checkpoint is due at every version that this divides. */
    public static int checkpointInterval(Map<String, ? extends @Nullable String> properties) {
        String text = properties.get(CHECKPOINT_INTERVAL);
        return text != null && PropertySyntax.isNumber(text, 1)
                ? (int) Math.min(Integer.MAX_VALUE, Long.parseLong(text.strip()))
                : DEFAULT_CHECKPOINT_INTERVAL;
    }
}
