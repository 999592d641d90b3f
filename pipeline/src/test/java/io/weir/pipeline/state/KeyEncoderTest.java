package io.weir.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.Row;
import io.weir.format.type.DataType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.testkit.RandomRows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyEncoderTest {
    private static final int ROWS = 40;

    static Stream<Long> seeds() {
        return RandomRows.seeds(60).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keysAreEqualAndOrderedAsTheirValuesAndComeBackAsThey(long seed) {
        RandomRows random = RandomRows.seeded(seed);
        StructType schema = new StructType(List.of(
                new StructField("a", random.leaf()),
                new StructField("b", random.leaf()),
                new StructField("c", random.leaf())));
        ColumnBatch batch = random.batch(schema, ROWS);
        KeyEncoder encoder = new KeyEncoder();
        encoder.encode(batch.columns(), ROWS);

        for (int a = 0; a < ROWS; a++) {
            for (int b = 0; b < ROWS; b++) {
                int order = Arrays.compareUnsigned(
                        encoder.data(),
                        encoder.start(a),
                        encoder.end(a),
                        encoder.data(),
                        encoder.start(b),
                        encoder.end(b));
                assertThat(Integer.signum(order)).isEqualTo(compare(batch.row(a), batch.row(b)));
            }
        }
        assertThat(decoded(encoder, schema)).isEqualTo(rows(batch));
    }

    private static List<String> decoded(KeyEncoder encoder, StructType schema) {
        List<DataType> types = schema.fields().stream().map(StructField::type).toList();
        BatchBuilder rows = new BatchBuilder(schema);
        List<ColumnBuilder> builders =
                IntStream.range(0, types.size()).mapToObj(rows::column).toList();
        KeyDecoder decoder = new KeyDecoder(types);
        for (int row = 0; row < ROWS; row++) {
            decoder.append(encoder.data(), encoder.start(row), builders, 0);
            rows.endRow();
        }
        return rows(rows.build());
    }

    private static List<String> rows(ColumnBatch batch) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < batch.rowCount(); i++) {
            List<String> values = new ArrayList<>();
            for (int column = 0; column < batch.schema().size(); column++) {
                Object value = withoutNegativeZero(batch.row(i).value(column));
                values.add(value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value));
            }
            rows.add(values.toString());
        }
        return rows;
    }

    private static int compare(Row a, Row b) {
        for (int i = 0; i < a.schema().size(); i++) {
            Object x = withoutNegativeZero(a.value(i));
            Object y = withoutNegativeZero(b.value(i));
            int order = x == null || y == null ? Boolean.compare(x != null, y != null) : compareValues(x, y);
            if (order != 0) {
                return Integer.signum(order);
            }
        }
        return 0;
    }

    @SuppressWarnings("unchecked") // both are of one column
    private static int compareValues(Object x, Object y) {
        if (x instanceof byte[] bytes) {
            return Arrays.compareUnsigned(bytes, (byte[]) y);
        }
        return x instanceof String text
                ? Arrays.compareUnsigned(
                        text.getBytes(StandardCharsets.UTF_8), ((String) y).getBytes(StandardCharsets.UTF_8))
                : ((Comparable<Object>) x).compareTo(y);
    }

    private static @Nullable Object withoutNegativeZero(@Nullable Object value) {
        if (value instanceof Double number) {
            return number + 0.0;
        }
        return value instanceof Float number ? (Object) (number + 0.0f) : value;
    }
}
