package io.weir.suite.opinion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** One Spark for all tests of a run: it takes seconds to start. */
public final class SparkSessions {
    private static @Nullable SparkSession session;

    private SparkSessions() {}

    public static synchronized SparkSession shared() {
        SparkSession current = session;
        if (current == null) {
            current = start();
            session = current;
        }
        return current;
    }

    private static SparkSession start() {
        Path scratch;
        try {
            scratch = Files.createTempDirectory("weir-spark");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SparkSession.builder()
                .appName("second opinion")
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.local.dir", scratch.toString())
                .config("spark.sql.warehouse.dir", scratch.resolve("warehouse").toString())
                .config("spark.sql.catalogImplementation", "in-memory")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.datetime.java8API.enabled", "true")
                .config("spark.sql.shuffle.partitions", "1")
                .config("spark.sql.adaptive.enabled", "false")
                .config("spark.ui.retainedJobs", "1")
                .config("spark.ui.retainedStages", "1")
                .config("spark.sql.ui.retainedExecutions", "1")
                .config("spark.ui.retainedTasks", "1")
                // A handful of rows a query: compiling it would take longer than interpreting it.
                .config("spark.sql.codegen.wholeStage", "false")
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.databricks.delta.snapshotPartitions", "1")
                .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2")
                // Days before 1582 are written and read in the calendar that Delta and Parquet mean.
                .config("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED")
                .config("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED")
                .config("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED")
                .config("spark.sql.parquet.int96RebaseModeInRead", "CORRECTED")
                .getOrCreate();
    }
}
