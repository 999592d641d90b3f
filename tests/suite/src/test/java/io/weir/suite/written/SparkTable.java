package io.weir.suite.written;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** How Delta Spark makes a table, step by step, and what is asked of it. In statements {@code $T} is the
 * table, {@code $S} another one beside it, {@code $P} the path of the table. */
final class SparkTable {
    /** Something that is done to the table or to its files. */
    interface Step {
        void run(SparkSession spark, Path place) throws Exception;
    }

    private final String name;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<String> predicates = new ArrayList<>();
    private long firstVersion;
    private long firstChange = -1;
    private boolean rowIds;
    private boolean core;

    private SparkTable(String name) {
        this.name = name;
    }

    static SparkTable table(String name) {
        return new SparkTable(name);
    }

    /** A setting of the session, from the first step to the last comparison. */
    SparkTable set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    SparkTable sql(String... statements) {
        for (String statement : statements) {
            steps.add((spark, place) -> spark.sql(filled(statement, place)).collectAsList());
        }
        return this;
    }

    /** A setting that changes between two steps. */
    SparkTable then(String key, String value) {
        steps.add((spark, place) -> spark.conf().set(key, value));
        return this;
    }

    SparkTable step(Step step) {
        steps.add(step);
        return this;
    }

    /** Conditions that Spark and we must answer alike, in every version that has their columns. */
    SparkTable where(String... conditions) {
        predicates.addAll(List.of(conditions));
        return this;
    }

    /** The oldest version that can still be read. */
    SparkTable since(long version) {
        firstVersion = version;
        return this;
    }

    /** The change feed, too, from this version on. */
    SparkTable changesSince(long version) {
        firstChange = version;
        return this;
    }

    /** The ids and commit versions of rows, too. */
    SparkTable rowIds() {
        rowIds = true;
        return this;
    }

    /** One of those that every build makes; the others take a profile, for they take minutes. */
    SparkTable core() {
        core = true;
        return this;
    }

    boolean isCore() {
        return core;
    }

    String name() {
        return name;
    }

    Map<String, String> settings() {
        return settings;
    }

    List<String> predicates() {
        return predicates;
    }

    long firstVersion() {
        return firstVersion;
    }

    long firstChange() {
        return firstChange;
    }

    boolean hasRowIds() {
        return rowIds;
    }

    void write(SparkSession spark, Path place) throws Exception {
        settings.forEach((key, value) -> spark.conf().set(key, value));
        for (Step step : steps) {
            step.run(spark, place);
        }
    }

    static String filled(String statement, Path place) {
        return statement
                .replace("$T", "delta.`" + place + "`")
                .replace("$S", "delta.`" + place + "-source`")
                .replace("$P", place.toString());
    }
}
