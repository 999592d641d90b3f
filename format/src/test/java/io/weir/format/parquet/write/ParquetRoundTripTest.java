package io.weir.format.parquet.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.ArrayVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.Values;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.type.StructType;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectReader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetRoundTripTest {
    private static final String FILE = "data.parquet";

    private final MemoryStore store = MemoryStore.create();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void rowsOfAnySchemaComeBackFromAnyLayout(long seed) {
        Random random = new Random(seed);
        RandomBatches batches = new RandomBatches(random);
        for (int i = 0; i < 40; i++) {
            StructType schema = batches.schema();
            List<ColumnBatch> written = new ArrayList<>();
            for (int j = random.nextInt(4); j >= 0; j--) {
                written.add(batches.batch(schema, List.of(0, 1, 7, 100, 3000).get(random.nextInt(5))));
            }
            ParquetWriteOptions options = layout(random);
            assertThat(roundTrip(schema, written, options))
                    .as("seed %s, file %s, %s, %s", seed, i, schema, options)
                    .containsExactlyElementsOf(rows(written));
        }
    }

    private static ParquetWriteOptions layout(Random random) {
        ParquetWriteOptions options = ParquetWriteOptions.DEFAULT
                .withCodec(List.of(Codec.SNAPPY, Codec.ZSTD, Codec.UNCOMPRESSED).get(random.nextInt(3)))
                .withSecondPageFormat(random.nextBoolean())
                .withPageChecksums(random.nextBoolean())
                .withDictionaryBytes(List.of(0, 50, 10_000, 1 << 20).get(random.nextInt(4)));
        if (random.nextBoolean()) {
            options = options.withPages(1 + random.nextInt(2000), 1 + random.nextInt(500));
        }
        return random.nextBoolean() ? options.withRowGroupBytes(1 + random.nextInt(20_000)) : options;
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
    void everyCodecIsWritten(Codec codec) {
        RandomBatches batches = new RandomBatches(new Random(42));
        StructType schema = batches.schema();
        List<ColumnBatch> written = List.of(batches.batch(schema, 5000));
        for (boolean secondFormat : new boolean[] {false, true}) {
            ParquetWriteOptions options =
                    ParquetWriteOptions.DEFAULT.withCodec(codec).withSecondPageFormat(secondFormat);
            assertThat(roundTrip(schema, written, options)).containsExactlyElementsOf(rows(written));
        }
    }

    private List<String> roundTrip(StructType schema, List<ColumnBatch> batches, ParquetWriteOptions options) {
        try (ParquetFileWriter writer = ParquetFileWriter.create(store.create(FILE), schema, options)) {
            batches.forEach(writer::write);
            long estimate = writer.estimatedSizeBytes();
            ParquetFileInfo info = writer.finish();
            assertThat(info.sizeBytes()).isEqualTo(store.info(FILE).sizeBytes());
            assertThat(info.rowCount())
                    .isEqualTo(batches.stream().mapToLong(ColumnBatch::rowCount).sum());
            assertThat(estimate).isGreaterThan(0);
        }
        try (ObjectReader reader = store.open(FILE, -1)) {
            ParquetFile file = ParquetFile.open(reader);
            assertThat(file.schema().names()).isEqualTo(schema.names());
            List<String> rows = new ArrayList<>();
            try (BatchReader read = file.read(ReadRequest.of(schema))) {
                for (ColumnBatch batch = read.next(); batch != null; batch = read.next()) {
                    rows.addAll(rows(List.of(batch)));
                }
            }
            return rows;
        }
    }

    private static List<String> rows(List<ColumnBatch> batches) {
        List<String> rows = new ArrayList<>();
        for (ColumnBatch batch : batches) {
            for (int i = 0; i < batch.rowCount(); i++) {
                StringBuilder text = new StringBuilder();
                for (ColumnVector column : batch.columns()) {
                    show(column, i, text);
                }
                rows.add(text.toString());
            }
        }
        return rows;
    }

    /** Everything there is in a value, also the bytes of binary ones and keys of maps that are there twice. */
    private static void show(ColumnVector vector, int row, StringBuilder text) {
        if (vector.isNull(row)) {
            text.append("null ");
        } else if (vector instanceof StructVector struct) {
            text.append("{");
            struct.fields().forEach(f -> show(f, row, text));
            text.append("} ");
        } else if (vector instanceof ArrayVector array) {
            text.append("[");
            for (int i = array.start(row); i < array.end(row); i++) {
                show(array.elements(), i, text);
            }
            text.append("] ");
        } else if (vector instanceof MapVector map) {
            text.append("(");
            for (int i = map.start(row); i < map.end(row); i++) {
                show(map.keys(), i, text);
                show(map.values(), i, text);
            }
            text.append(") ");
        } else if (vector instanceof BytesVector bytes) {
            text.append(HexFormat.of().formatHex(bytes.bytes(row))).append(' ');
        } else {
            text.append(Values.valueAt(vector, row)).append(' ');
        }
    }
}
