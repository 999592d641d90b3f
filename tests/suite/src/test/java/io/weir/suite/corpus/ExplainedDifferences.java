package io.weir.suite.corpus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shared tables that Weir and another implementation read differently, on purpose, each with what speaks for ours. */
final class ExplainedDifferences {
    private static final Map<String, String> KERNEL = new LinkedHashMap<>();

    static {
        String oldCheckpoint =
                "The commit that a checkpoint stands for is gone. A complete checkpoint is the whole state of its version"
                        + " (Checkpoints); Kernel asks for the commit, too.";
        KERNEL.put("dremio__emptyDataFilesNoStatsParsed", oldCheckpoint);
        KERNEL.put("dremio__test_long_cols_checkpoint", oldCheckpoint);
        KERNEL.put(
                "drs__issue_1374",
                "The file's timestamps do not say that they are UTC. That is what writers must say (Timestamp without timezone);"
                        + " nothing forbids to read the schema's type, and Spark does.");
        String blankLine =
                "The commit has an empty line. Actions are lines of JSON (Delta Log Entries); an empty one is none.";
        KERNEL.put("krs__partition_cm__id", blankLine);
        KERNEL.put("krs__partition_cm__name", blankLine);
        KERNEL.put("krs__partition_cm__none", blankLine);
        KERNEL.put(
                "golden__collations-preview-table",
                "Kernel spells the names of collations in capitals; metadata of columns is handed on as it was found (Metadata).");
        String preview =
                "The preview of type widening noted the version of a change; Kernel leaves that member out, and metadata of"
                        + " columns is handed on as it was found (Type Change Metadata).";
        KERNEL.put("golden__type-widening-nested", preview);
        KERNEL.put("trino__deltalake__type_widening", preview);
        KERNEL.put("trino__deltalake__type_widening_nested", preview);
        KERNEL.put(
                "gen__legacy_rebased_dates",
                "The files' footers say that their dates and times are of the calendar that Spark used before 3.0. A date is days of the"
                        + " proleptic Gregorian calendar (Primitive Types); Kernel takes the numbers as they are, Spark converts.");
        String farYear =
                "Partition values of the year 10000 are timestamps of the format that is given (Partition Value"
                        + " Serialization); Kernel's parser ends at 9999.";
        KERNEL.put("trino__databricks73__read_timestamps", farYear);
        KERNEL.put(
                "krs__void-column",
                "Kernel does not know the type void, which is null in every row and in no file; Spark reads it.");
        String variant = "Kernel's default engine cannot read variants (Variant Data Type); Spark can.";
        for (String id : List.of(
                "drs__spark-variant-checkpoint",
                "gen__variant_plain",
                "gen__variant_shredded",
                "golden__spark-variant-checkpoint",
                "spark__variant-stats-with-struct-no-checkpoint",
                "trino__databricks153__variant_types",
                "trino__databricks154__test_variant_null",
                "trino__databricks154__variant_read_after_optimization")) {
            KERNEL.put(id, variant);
        }
    }

    private static final Map<String, String> SPARK = new LinkedHashMap<>();

    static {
        SPARK.put(
                "krs__compacted-log-files-table",
                "The table's compacted files keep what later commits of their range removed, against what they must be (Log Compaction"
                        + " Files). Spark trusts them; the commits are all there, and Kernel and we read those.");
    }

    private ExplainedDifferences() {}

    /** Why Spark and Weir differ in some versions of a table, or an empty text if they must not. */
    static String ofSpark(SharedTables.Table table) {
        return SPARK.getOrDefault(table.id(), "");
    }

    /** Why Kernel and Weir differ in some versions of a table, or an empty text if they must not. */
    static String ofKernel(SharedTables.Table table) {
        return KERNEL.getOrDefault(table.id(), "");
    }
}
