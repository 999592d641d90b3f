package io.weir.format.parquet.read;

import static io.weir.format.expression.Expressions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.Values;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.parquet.write.RandomBatches;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilteredReadTest {
    private static final ParquetWriteOptions SMALL_PAGES =
            ParquetWriteOptions.DEFAULT.withPages(4_000, 500).withDictionaryBytes(0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatIsLeftOutIsExactlyWhatDoesNotMatch(long seed) {
        Random random = new Random(seed);
        RandomBatches batches = new RandomBatches(random);
        for (int i = 0; i < 25; i++) {
            StructType schema = batches.schema();
            List<ColumnBatch> written = new ArrayList<>();
            for (int j = random.nextInt(3); j >= 0; j--) {
                written.add(batches.batch(schema, 1 + random.nextInt(2000)));
            }
            InMemory file = InMemory.written(schema, layout(random), written);
            ParquetFile opened = file.open();
            for (int k = 0; k < 6; k++) {
                @Nullable Expression condition = condition(random, schema, written);
                if (condition != null) {
                    StructType asked = schema.select(schema.names().subList(0, 1 + random.nextInt(schema.size())));
                    ReadRequest request = ReadRequest.of(asked)
                            .filter(condition, schema)
                            .rowIndexColumn("_row")
                            .batchRows(1 + random.nextInt(1500));
                    assertThat(InMemory.rows(opened, request))
                            .as("seed %s, file %s, %s of %s", seed, i, condition, schema)
                            .isEqualTo(expected(written, asked, condition));
                }
            }
        }
    }

    static ParquetWriteOptions layout(Random random) {
        ParquetWriteOptions options = ParquetWriteOptions.DEFAULT
                .withCodec(random.nextBoolean() ? Codec.SNAPPY : Codec.UNCOMPRESSED)
                .withSecondPageFormat(random.nextBoolean())
                .withDictionaryBytes(List.of(0, 50, 10_000, 1 << 20).get(random.nextInt(4)))
                .withPages(1 + random.nextInt(4000), 1 + random.nextInt(500));
        return random.nextBoolean() ? options.withRowGroupBytes(1 + random.nextInt(20_000)) : options;
    }

    static @Nullable Expression condition(Random random, StructType schema, List<ColumnBatch> written) {
        List<Expression> parts = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            @Nullable Expression part = comparison(random, schema, written);
            if (part != null) {
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            return null;
        }
        return random.nextInt(3) == 0 ? Expressions.or(parts) : Expressions.and(parts);
    }

    private static @Nullable Expression comparison(Random random, StructType schema, List<ColumnBatch> written) {
        ColumnBatch batch = written.get(random.nextInt(written.size()));
        int column = random.nextInt(schema.size());
        StructField field = schema.field(column);
        ColumnVector vector = batch.column(column);
        List<String> path = new ArrayList<>(List.of(field.name()));
        while (field.type() instanceof StructType struct) {
            int inner = random.nextInt(struct.size());
            field = struct.field(inner);
            path.add(field.name());
            vector = ((StructVector) vector).fields().get(inner);
        }
        if (!field.type().isPrimitive()) {
            return null;
        }
        Expression reference = new ColumnReference(path);
        @Nullable Object value = Values.valueAt(vector, random.nextInt(vector.length()));
        if (value == null) {
            return random.nextBoolean() ? reference.isNull() : reference.isNotNull();
        }
        return switch (random.nextInt(7)) {
            case 0, 1 -> reference.eq(value);
            case 2 -> reference.lt(value);
            case 3 -> reference.ge(value);
            case 4 -> reference.ne(value);
            case 5 -> reference.in(value, Values.valueAt(vector, 0));
            default -> reference.eqNullSafe(value);
        };
    }

    private static List<String> expected(List<ColumnBatch> written, StructType asked, Expression condition) {
        List<String> rows = new ArrayList<>();
        long before = 0;
        for (ColumnBatch batch : written) {
            int[] matching = new int[batch.rowCount()];
            int count = Evaluator.ofCondition(condition, batch.schema()).select(batch, matching);
            List<String> texts = new ArrayList<>();
            InMemory.addRows(batch.select(asked.names()).take(matching, count), texts);
            for (int i = 0; i < count; i++) {
                rows.add(texts.get(i) + "|" + (before + matching[i]));
            }
            before += batch.rowCount();
        }
        return rows;
    }

    @Test
    void aConditionOnAColumnThatTheFileLacksSeesNulls() {
        InMemory file = numbers(1000, SMALL_PAGES);
        StructType more = file.open().schema().add("later", PrimitiveType.STRING);
        ReadRequest all = ReadRequest.of(more.select(List.of("id", "later")));
        assertThat(file.rows(all.filter(col("later").isNull(), more)))
                .hasSize(1000)
                .contains("7|null");
        assertThat(file.rows(all.filter(col("later").eq("x"), more))).isEmpty();
    }

    @Test
    void aColumnCanBeFilteredByWithoutBeingReturned() {
        InMemory file = numbers(1000, SMALL_PAGES);
        StructType schema = file.open().schema();
        ReadRequest request =
                ReadRequest.of(schema.select(List.of("text"))).filter(col("id").eq(123L), schema);
        assertThat(file.rows(request)).containsExactly("text 123");
    }

    @Test
    void rowsKeepTheirPlacesInTheFile() {
        InMemory file = numbers(5000, SMALL_PAGES.withRowGroupBytes(20_000));
        ParquetFile opened = file.open();
        assertThat(opened.rowGroups()).hasSizeGreaterThan(2);
        StructType none = StructType.EMPTY;
        assertThat(file.rows(ReadRequest.of(none)
                        .filter(col("id").in(0L, 17L, 4999L), opened.schema())
                        .rowIndexColumn("at")))
                .containsExactly("0", "17", "4999");
        int last = opened.rowGroups().size() - 1;
        assertThat(file.rows(ReadRequest.of(none).rowGroups(List.of(last)).rowIndexColumn("at")))
                .first()
                .isEqualTo(String.valueOf(opened.rowGroups().get(last).firstRow()));
    }

    static InMemory numbers(int rows, ParquetWriteOptions options) {
        StructType schema = StructType.EMPTY
                .add("id", PrimitiveType.LONG)
                .add("text", PrimitiveType.STRING)
                .add("pad", PrimitiveType.STRING);
        BatchBuilder builder = new BatchBuilder(schema);
        Random random = new Random(5);
        List<ColumnBatch> batches = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            builder.add(
                    (long) i, "text " + i, Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()));
            if (builder.rowCount() == 1000 || i == rows - 1) {
                batches.add(builder.build());
            }
        }
        return InMemory.written(schema, options, batches);
    }
}
