package io.weir.suite.dml;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.suite.dml.RandomStatements.Statement;
import io.weir.suite.opinion.KernelReader;
import io.weir.suite.opinion.ReadTable;
import io.weir.suite.opinion.SparkReader;
import io.weir.suite.opinion.SparkSessions;
import io.weir.suite.opinion.WeirReader;
import io.weir.table.Table;
import io.weir.table.TableBuilder;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same statements on copies of one table, by us and by Delta Spark: the same rows afterwards and the same changes, as we, Spark and Kernel
 * read them. {@code tests/dml-tables} tries more tables than the gate.
 */
class DmlLikeSparkTest {
    private static final int TABLES = Integer.getInteger("weir.dml.tables", 4);
    private static final long FIRST_SEED = Long.getLong("weir.dml.seed", 1);
    private static final int STATEMENTS = 2;

    @TempDir
    Path directory;

    @Test
    void rowsAndChangesAreThoseOfSpark() throws Exception {
        SparkSession spark = SparkSessions.shared().newSession();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + TABLES; seed++) {
            check(spark, seed);
        }
    }

    private void check(SparkSession spark, long seed) throws Exception {
        RandomStatements statements = new RandomStatements(seed);
        Random random = statements.random();
        Path ours = directory.resolve("ours" + seed);
        Path theirs = directory.resolve("theirs" + seed);
        boolean changes = random.nextBoolean();
        List<String> done = new ArrayList<>();
        TableBuilder builder = Table.create(ours)
                .schema(RandomStatements.SCHEMA)
                .property("delta.enableDeletionVectors", Boolean.toString(random.nextBoolean()))
                .property("delta.enableChangeDataFeed", Boolean.toString(changes));
        try (Table table = (random.nextBoolean() ? builder.partitionBy("p") : builder).commit()) {
            for (int file = 1 + random.nextInt(3); file > 0; file--) {
                table.append(statements.rows(1 + random.nextInt(40)));
            }
            copy(ours, theirs);
            for (int i = 0; i < STATEMENTS; i++) {
                Path sourcePath = directory.resolve("source" + seed + "-" + i);
                Statement statement = statements.next();
                done.add(statement.sql());
                String what = "seed " + seed + ": " + done;
                long ourVersion = table.latest().version();
                long theirVersion = version(theirs);
                try (Table source =
                        Table.create(sourcePath).schema(RandomStatements.SCHEMA).commit()) {
                    source.append(statements.sourceRows());
                    statement.ours().accept(table, source);
                    spark.sql(statement
                            .sql()
                            .replace("{target}", "delta.`" + theirs + "`")
                            .replace("{source}", "delta.`" + sourcePath + "`"));
                } catch (RuntimeException e) {
                    throw new AssertionError(what, e);
                }
                ReadTable expected = SparkReader.read(theirs, version(theirs));
                assertThat(WeirReader.read(ours, -1).rows()).as(what).isEqualTo(expected.rows());
                if (changes && table.latest().version() > ourVersion) {
                    assertThat(changes(spark, ours, ourVersion))
                            .as("changes, " + what)
                            .isEqualTo(changes(spark, theirs, theirVersion));
                }
            }
            long last = table.latest().version();
            String what = "seed " + seed + ": " + done;
            List<String> rows = WeirReader.read(ours, last).rows();
            assertThat(SparkReader.read(ours, last).rows()).as("Spark, " + what).isEqualTo(rows);
            assertThat(KernelReader.read(ours, last).rows())
                    .as("Kernel, " + what)
                    .isEqualTo(rows);
        }
    }

    private static long version(Path table) {
        try (Table opened = Table.open(table)) {
            return opened.latest().version();
        }
    }

    /** What the versions behind one did, as Spark reads it. */
    private static List<String> changes(SparkSession spark, Path table, long after) {
        if (version(table) == after) {
            return List.of();
        }
        Dataset<Row> frame = spark.read()
                .format("delta")
                .option("readChangeFeed", "true")
                .option("startingVersion", after + 1)
                .load(table.toString())
                .drop("_commit_version", "_commit_timestamp");
        return SparkReader.lines(frame.schema(), frame.collectAsList());
    }

    /** Hidden files are being written, behind a commit, and may be gone at any moment. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!isHidden(file)) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
                if (!isHidden(file)) {
                    throw cause;
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }
}
