package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before they judge us: Kernel and Spark agree with each other in our canonical form. */
class SecondReadersAgreeTest {
    @TempDir
    Path directory;

    @Test
    void kernelAndSparkReadTheSameRowsAndSchema() throws Exception {
        SparkSession spark = SparkSessions.shared();
        String table = directory.resolve("t").toString();
        spark.sql("CREATE TABLE delta.`" + table + "` (id BIGINT NOT NULL, d DATE, ts TIMESTAMP, n TIMESTAMP_NTZ,"
                + " dec DECIMAL(20,5), f FLOAT, s STRUCT<a: INT, b: ARRAY<STRING>>, m MAP<STRING, DOUBLE>, p STRING)"
                + " USING delta PARTITIONED BY (p)");
        spark.sql(
                "INSERT INTO delta.`" + table + "` VALUES (1, DATE'0001-01-01', TIMESTAMP'1969-12-31 23:59:59.999999',"
                        + " TIMESTAMP_NTZ'9999-12-31 23:59:59.999999', 1.5, float('nan'), struct(1, array('a', null, '\"')),"
                        + " map('b', 1.0D, 'a', -0.0D), 'x'), (2, null, null, null, null, null, null, null, null)");
        ReadTable kernel = KernelReader.read(Path.of(table), KernelReader.LATEST);
        ReadTable bySpark = SparkReader.read(Path.of(table), 1);
        assertThat(kernel.rows()).isEqualTo(bySpark.rows()).hasSize(2);
        assertThat(kernel.rows().get(0))
                .isEqualTo("{\"id\":1,\"d\":\"0001-01-01\",\"ts\":\"1969-12-31T23:59:59.999999Z\","
                        + "\"n\":\"9999-12-31T23:59:59.999999\",\"dec\":\"1.50000\",\"f\":\"NaN\","
                        + "\"s\":{\"a\":1,\"b\":[\"a\",null,\"\\\"\"]},"
                        + "\"m\":[[\"a\",\"-0x0.0p0\"],[\"b\",\"0x1.0p0\"]],\"p\":\"x\"}");
        assertThat(kernel.version()).isEqualTo(1);
    }
}
