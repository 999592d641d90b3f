package io.weir.suite.written;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.schema.SchemaJson;
import io.weir.format.type.StructType;
import io.weir.log.error.UnsupportedTableException;
import io.weir.suite.corpus.SharedTablesTest;
import io.weir.suite.opinion.CanonicalText;
import io.weir.suite.opinion.KernelReader;
import io.weir.suite.opinion.ReadTable;
import io.weir.suite.opinion.Schemas;
import io.weir.suite.opinion.SparkReader;
import io.weir.suite.opinion.WeirRows;
import io.weir.table.Scan;
import io.weir.table.Table;
import io.weir.table.TableDetail;
import io.weir.table.TableVersion;
import io.weir.table.scan.CloseableIterator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** A table as Spark reads it against the same table as we read it: each version's rows, schema, counts, conditions. */
final class Comparison {
    /** Conditions of our own making that one version is asked. */
    private static final int PROBES = 100;

    private final SparkTable table;
    private final SparkSession spark;
    private final Path place;
    private final Totals totals;
    private final List<String> wrong = new ArrayList<>();

    Comparison(SparkTable table, SparkSession spark, Path place, Totals totals) {
        this.table = table;
        this.spark = spark;
        this.place = place;
        this.totals = totals;
    }

    void run() {
        DeltaLog log = DeltaLog.forTable(spark, place.toString());
        long latest = log.update(false, Option.empty(), Option.empty()).version();
        Set<String> refused = new TreeSet<>();
        try (Table ours = Table.open(place)) {
            for (long version = table.firstVersion(); version <= latest; version++) {
                try {
                    compare(log, ours, version, version == latest || version == (table.firstVersion() + latest) / 2);
                } catch (UnsupportedTableException e) {
                    if (e.features().isEmpty() || !SharedTablesTest.notYet().containsAll(e.features())) {
                        wrong.add("v" + version + ": " + e);
                    }
                    refused.addAll(e.features());
                } catch (AssertionError | RuntimeException e) {
                    wrong.add("v" + version + ": " + e);
                }
            }
        }
        if (table.firstChange() >= 0 && refused.isEmpty()) {
            changes();
        }
        assertThat(wrong).as(table.name()).isEmpty();
        totals.table(refused);
    }

    private void compare(DeltaLog log, Table ours, long version, boolean closely) {
        Snapshot theirs = log.getSnapshotAt(version, Option.empty(), Option.empty(), false);
        TableVersion at = ours.at(version);
        assertThat(at.schema())
                .as("schema of the log")
                .isEqualTo(SchemaJson.parse(theirs.metadata().schemaString()));
        if (!closely && byKernel(at)) {
            return;
        }
        Dataset<Row> frame = SparkReader.frame(spark, place, version);
        List<Row> rows = frame.collectAsList();
        StructType readSchema = Schemas.bare(SchemaJson.parse(frame.schema().json()));
        assertThat(Schemas.bare(at.schema())).as("schema that is read").isEqualTo(readSchema);
        List<String> expected = SparkReader.lines(frame.schema(), rows);
        assertThat(difference(expected, lines(at.scan()))).as("rows").isEmpty();
        assertThat(at.count()).as("count").isEqualTo(rows.size());
        totals.version(rows.size());
        if (closely) {
            details(theirs, at.detail());
            probes(at, frame, rows);
            predicates(at, frame);
        }
        if (table.hasRowIds() && isTracked(theirs)) {
            rowIds(at, frame);
        }
    }

    /** Kernel is a second opinion at a hundredth of the price; false where it cannot read the table. */
    private boolean byKernel(TableVersion at) {
        ReadTable kernel;
        try {
            kernel = KernelReader.read(place, at.version());
        } catch (IOException | RuntimeException e) {
            return false;
        }
        if (!lines(at.scan()).equals(kernel.rows())) {
            totals.kernelDiffers();
            return false; // Spark is the judge
        }
        assertThat(at.count()).as("count").isEqualTo(kernel.rows().size());
        totals.byKernel();
        totals.version(kernel.rows().size());
        return true;
    }

    private static boolean isTracked(Snapshot theirs) {
        return "true"
                .equals(CollectionConverters.asJava(theirs.metadata().configuration())
                        .get("delta.enableRowTracking"));
    }

    /** The ids of rows and the versions that last changed them. */
    private void rowIds(TableVersion at, Dataset<Row> frame) {
        Dataset<Row> theirs = frame.selectExpr("*", "_metadata.row_id AS i", "_metadata.row_commit_version AS v");
        List<Expression> columns = new ArrayList<>();
        at.schema().names().forEach(name -> columns.add(new ColumnReference(List.of(name))));
        columns.add(Expressions.col("_metadata.row_id").as("i"));
        columns.add(Expressions.col("_metadata.row_commit_version").as("v"));
        differ(
                at.version(),
                "(row ids)",
                SparkReader.lines(theirs.schema(), theirs.collectAsList()),
                at.scan().withRowTracking().select(columns.toArray(Expression[]::new)));
        totals.rowIds();
    }

    /** The change data feed, with the times of the commits. */
    private void changes() {
        Dataset<Row> frame = spark.read()
                .format("delta")
                .option("readChangeFeed", "true")
                .option("startingVersion", table.firstChange())
                .load(place.toString());
        List<String> expected = SparkReader.lines(frame.schema(), frame.collectAsList());
        try (Table ours = Table.open(place);
                CloseableIterator<ColumnBatch> batches =
                        ours.changes(table.firstChange()).batches()) {
            String difference = difference(expected, lines(batches));
            if (!difference.isEmpty()) {
                wrong.add("changes: " + difference);
            }
        } catch (RuntimeException e) {
            wrong.add("changes: " + e);
        }
        totals.changes(expected.size());
    }

    private static void details(Snapshot theirs, TableDetail ours) {
        assertThat(ours.numFiles()).as("numFiles").isEqualTo(theirs.numOfFiles());
        assertThat(ours.sizeInBytes()).as("sizeInBytes").isEqualTo(theirs.sizeInBytes());
        assertThat(ours.id()).as("id").isEqualTo(theirs.metadata().id());
        assertThat(ours.minReaderVersion())
                .as("minReaderVersion")
                .isEqualTo(theirs.protocol().minReaderVersion());
        assertThat(ours.minWriterVersion())
                .as("minWriterVersion")
                .isEqualTo(theirs.protocol().minWriterVersion());
    }

    private void probes(TableVersion at, Dataset<Row> frame, List<Row> rows) {
        List<Probes.Probe> probes = Probes.of(frame.schema(), rows, PROBES);
        for (Probes.Probe probe : probes) {
            List<Row> matching = rows.stream().filter(probe.meaning()).toList();
            differ(
                    at.version(),
                    probe.condition().toString(),
                    SparkReader.lines(frame.schema(), matching),
                    at.scan().where(probe.condition()));
        }
        totals.probes(probes.size());
    }

    private void predicates(TableVersion at, Dataset<Row> frame) {
        for (String predicate : table.predicates()) {
            List<Row> rows;
            try {
                rows = frame.where(predicate).collectAsList();
            } catch (Exception e) {
                if (!(e instanceof AnalysisException)) {
                    throw e;
                }
                continue; // a version before the column, or with another one of this name
            }
            differ(
                    at.version(),
                    predicate,
                    SparkReader.lines(frame.schema(), rows),
                    at.scan().where(predicate));
            assertThat(at.scan().where(predicate).count())
                    .as("count WHERE %s", predicate)
                    .isEqualTo(rows.size());
            totals.predicate();
        }
    }

    private void differ(long version, String condition, List<String> expected, Scan scan) {
        try {
            List<String> found = lines(scan);
            if (!found.equals(expected)) {
                wrong.add("v" + version + ": WHERE " + condition + ": " + difference(expected, found));
            }
        } catch (RuntimeException e) {
            wrong.add("v" + version + ": WHERE " + condition + ": " + e);
        }
    }

    private static String difference(List<String> expected, List<String> found) {
        if (expected.equals(found)) {
            return "";
        }
        List<String> missing = new ArrayList<>(expected);
        found.forEach(missing::remove);
        List<String> added = new ArrayList<>(found);
        expected.forEach(added::remove);
        return "expected " + expected.size() + " rows, found " + found.size() + "; missing "
                + missing.subList(0, Math.min(2, missing.size())) + ", added "
                + added.subList(0, Math.min(2, added.size()));
    }

    private static List<String> lines(Scan scan) {
        try (CloseableIterator<ColumnBatch> batches = scan.batches()) {
            return lines(batches);
        }
    }

    private static List<String> lines(CloseableIterator<ColumnBatch> batches) {
        List<String> lines = new ArrayList<>();
        while (batches.hasNext()) {
            lines.addAll(WeirRows.lines(batches.next()));
        }
        return CanonicalText.sorted(lines);
    }
}
