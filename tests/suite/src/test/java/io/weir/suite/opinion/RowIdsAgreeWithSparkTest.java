package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.table.Table;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that Weir and Delta Spark write into one table in turn have ids that both see alike. */
class RowIdsAgreeWithSparkTest {
    private static final StructType SCHEMA = StructType.EMPTY.add("id", PrimitiveType.LONG);

    @TempDir
    private Path scratch;

    private static ColumnBatch rows(long from, long to) {
        BatchBuilder builder = new BatchBuilder(SCHEMA);
        for (long i = from; i < to; i++) {
            builder.add(i);
        }
        return builder.build();
    }

    @Test
    void idsGoOnWhereTheOtherWriterStopped() throws Exception {
        Path path = scratch.resolve("table");
        SparkSession spark = SparkSessions.shared();
        try (Table table = Table.create(path)
                .schema(SCHEMA)
                .property("delta.enableRowTracking", "true")
                .commit()) {
            table.append(rows(0, 3));
            spark.sql("INSERT INTO delta.`" + path + "` SELECT id FROM range(10, 14)");
            table.append(rows(20, 22));
            spark.sql("UPDATE delta.`" + path + "` SET id = 100 WHERE id = 1");
            table.append(rows(30, 31));

            List<String> ours = table.scan().withRowTracking().rows().stream()
                    .map(row -> row.longValue("id") + " " + row.longValue("_metadata.row_id") + " "
                            + row.longValue("_metadata.row_commit_version"))
                    .sorted()
                    .toList();
            List<String> theirs = spark
                    .sql("SELECT id, _metadata.row_id, _metadata.row_commit_version FROM delta.`" + path + "`")
                    .collectAsList()
                    .stream()
                    .map(row -> row.getLong(0) + " " + row.getLong(1) + " " + row.getLong(2))
                    .sorted()
                    .toList();

            assertThat(ours).isEqualTo(theirs).hasSize(10);
            assertThat(ours.stream().map(row -> row.split(" ")[1]).distinct()).hasSize(10);
            assertThat(KernelReader.read(path, KernelReader.LATEST).rows())
                    .isEqualTo(WeirReader.read(path, table.latest().version()).rows());
        }
    }
}
