package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.LocalStore;
import io.weir.storage.ObjectReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.catalyst.util.RebaseDateTime;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates and times of files in the old calendar are what Spark makes of them, in the zones of their writers. */
class OldCalendarsAgreeWithSparkTest {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;
    private static final int ROWS = 3000;
    /** From 1000 BC to 2070. */
    private static final int FIRST_DAY = -1_085_000;

    private static final int LAST_DAY = 36_500;

    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType(
            "message t { required int32 d (DATE); required int64 t (TIMESTAMP(MICROS,true)); required int96 h; }");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "America/Los_Angeles",
                "America/Caracas",
                "Europe/Amsterdam",
                "Europe/Moscow",
                "Asia/Kolkata",
                "Asia/Tokyo",
                "Africa/Monrovia",
                "Australia/Lord_Howe",
                "+05:30"
            })
    void daysAndTimesAreMovedAsSparkMovesThem(String zone) throws Exception {
        Random random = new Random(zone.hashCode());
        int[] days = new int[ROWS];
        long[] micros = new long[ROWS];
        Path file = directory.resolve("f.parquet");
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(SCHEMA)
                .withExtraMetaData(Map.of(
                        "org.apache.spark.version", "3.5.1",
                        "org.apache.spark.legacyDateTime", "",
                        "org.apache.spark.legacyINT96", "",
                        "org.apache.spark.timeZone", zone))
                .build()) {
            for (int i = 0; i < ROWS; i++) {
                days[i] = random.nextInt(FIRST_DAY, LAST_DAY);
                micros[i] = random.nextInt(FIRST_DAY, LAST_DAY) * MICROS_PER_DAY + random.nextLong(MICROS_PER_DAY);
                SimpleGroup row = new SimpleGroup(SCHEMA);
                row.add("d", days[i]);
                row.add("t", micros[i]);
                row.add("h", Binary.fromConstantByteArray(int96(micros[i])));
                writer.write(row);
            }
        }
        ColumnBatch batch = read();
        for (int i = 0; i < ROWS; i++) {
            assertThat(((IntVector) batch.column(0)).value(i))
                    .as("day %s", days[i])
                    .isEqualTo(RebaseDateTime.rebaseJulianToGregorianDays(days[i]));
            long expected = RebaseDateTime.rebaseJulianToGregorianMicros(zone, micros[i]);
            assertThat(((LongVector) batch.column(1)).value(i))
                    .as("micros %s", micros[i])
                    .isEqualTo(expected);
            assertThat(((LongVector) batch.column(2)).value(i))
                    .as("micros %s", micros[i])
                    .isEqualTo(expected);
        }
    }

    private static byte[] int96(long micros) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(Math.floorMod(micros, MICROS_PER_DAY) * 1000)
                .putInt((int) Math.floorDiv(micros, MICROS_PER_DAY) + JULIAN_DAY_OF_EPOCH)
                .array();
    }

    private ColumnBatch read() {
        StructType schema = StructType.EMPTY
                .add("d", PrimitiveType.DATE)
                .add("t", PrimitiveType.TIMESTAMP)
                .add("h", PrimitiveType.TIMESTAMP);
        try (ObjectReader object = LocalStore.at(directory).open("f.parquet", -1);
                BatchReader reader = ParquetFile.open(object).read(ReadRequest.of(schema))) {
            ColumnBatch batch = Objects.requireNonNull(reader.next());
            assertThat(batch.rowCount()).isEqualTo(ROWS);
            return batch;
        }
    }
}
