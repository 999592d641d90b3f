package io.weir.format.parquet.read;

import static io.weir.format.expression.Expressions.col;
import static io.weir.format.type.PrimitiveType.LONG;
import static io.weir.format.type.PrimitiveType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.parquet.CorruptParquetException;
import io.weir.format.parquet.UnsupportedParquetException;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.schema.ColumnMapping;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MappedColumnsTest {
    private static StructField inFile(String name, int id, DataType type) {
        return new StructField(
                name,
                type,
                true,
                FieldProperties.withNumber(FieldMetadata.EMPTY, FieldProperties.PARQUET_FIELD_ID, id));
    }

    private static StructField column(String name, String physical, int id, DataType type) {
        FieldMetadata metadata = FieldProperties.withText(FieldMetadata.EMPTY, FieldProperties.PHYSICAL_NAME, physical);
        return new StructField(
                name, type, true, FieldProperties.withNumber(metadata, FieldProperties.COLUMN_MAPPING_ID, id));
    }

    private static InMemory file(StructType schema, Object[]... rows) {
        BatchBuilder builder = new BatchBuilder(schema);
        for (Object[] row : rows) {
            builder.add(row);
        }
        return InMemory.written(schema, ParquetWriteOptions.DEFAULT.withPages(100, 2), List.of(builder.build()));
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    @ParameterizedTest
    @EnumSource(names = {"NAME", "ID"})
    void columnsAreFoundUnderTheirNewNamesAtEveryLevel(ColumnMapping mapping) {
        StructType item = StructType.of(inFile("p-x", 11, LONG), inFile("p-y", 12, STRING));
        StructType value = StructType.of(inFile("p-v", 21, LONG));
        InMemory file = file(
                StructType.of(
                        inFile("p-s", 1, item),
                        inFile("p-l", 2, new ArrayType(StructType.of(inFile("p-e", 22, LONG)), true)),
                        inFile("p-m", 3, new MapType(STRING, value, true))),
                row(List.of(1L, "a"), List.of(List.of(5L), List.of(6L)), Map.of("k", List.of(7L))));
        StructType schema = StructType.of(
                column("map", "p-m", 3, new MapType(STRING, StructType.of(column("w", "p-v", 21, LONG)), true)),
                column("list", "p-l", 2, new ArrayType(StructType.of(column("f", "p-e", 22, LONG)), true)),
                column(
                        "struct",
                        "p-s",
                        1,
                        StructType.of(column("y", "p-y", 12, STRING), column("x", "p-x", 11, LONG))));

        assertThat(file.rows(ReadRequest.of(schema).columnMapping(mapping)))
                .containsExactly("[k=(7)]|[(5), (6)]|(a,1)");
    }

    @ParameterizedTest
    @EnumSource(names = {"NAME", "ID"})
    void columnsThatSwappedTheirNamesKeepTheirValuesAndTheirStatistics(ColumnMapping mapping) {
        InMemory file = file(
                StructType.of(inFile("a", 1, LONG), inFile("b", 2, LONG)), row(1L, 100L), row(2L, 200L), row(3L, 300L));
        StructType schema = StructType.of(column("b", "a", 1, LONG), column("a", "b", 2, LONG));

        assertThat(file.rows(ReadRequest.of(schema).columnMapping(mapping))).containsExactly("1|100", "2|200", "3|300");
        assertThat(file.rows(ReadRequest.of(schema).columnMapping(mapping).filter(col("a").gt(150L), schema)))
                .containsExactly("2|200", "3|300");
        assertThat(file.rows(ReadRequest.of(schema.select(List.of("a")))
                        .columnMapping(mapping)
                        .filter(col("b").eq(3L), schema)))
                .containsExactly("300");
    }

    @ParameterizedTest
    @EnumSource(names = {"NAME", "ID"})
    void aColumnThatWasDroppedDoesNotComeBackUnderItsNameAsAnother(ColumnMapping mapping) {
        InMemory file = file(
                StructType.of(
                        inFile("a", 1, LONG),
                        inFile("s", 2, StructType.of(inFile("x", 3, LONG), inFile("y", 4, LONG)))),
                row(1L, List.of(10L, 20L)),
                row(2L, null));
        StructType schema = StructType.of(
                column("a", "col-5", 5, LONG), column("s", "s", 2, StructType.of(column("x", "col-6", 6, LONG))));

        assertThat(file.rows(ReadRequest.of(schema).columnMapping(mapping)))
                .as("the struct is there where it was, though nothing that is asked of it is")
                .containsExactly("null|(null)", "null|null");
        assertThat(file.rows(ReadRequest.of(schema).columnMapping(mapping).filter(col("a").isNull(), schema)))
                .hasSize(2);
        assertThat(file.rows(ReadRequest.of(schema).columnMapping(mapping).filter(col("a").eq(1L), schema)))
                .isEmpty();
    }

    @Test
    void byIdNamesDoNotMatterAndByNameIdsDoNot() {
        InMemory file = file(StructType.of(inFile("a", 1, LONG), inFile("b", 2, LONG)), row(1L, 2L));
        StructType crossed = StructType.of(column("x", "a", 2, LONG), column("y", "b", 1, LONG));

        assertThat(file.rows(ReadRequest.of(crossed).columnMapping(ColumnMapping.ID)))
                .containsExactly("2|1");
        assertThat(file.rows(ReadRequest.of(crossed).columnMapping(ColumnMapping.NAME)))
                .containsExactly("1|2");
    }

    @Test
    void aFileWithoutIdsIsRefusedWhereColumnsAreFoundByThem() {
        InMemory file = file(StructType.of(new StructField("a", LONG)), row(1L));
        ReadRequest request =
                ReadRequest.of(StructType.of(column("a", "a", 1, LONG))).columnMapping(ColumnMapping.ID);

        assertThatThrownBy(() -> file.rows(request))
                .isInstanceOf(UnsupportedParquetException.class)
                .hasMessageContaining("file=dir/f.parquet");
    }

    @Test
    void aFileThatHasAnIdTwiceIsRefused() {
        InMemory file = file(StructType.of(inFile("a", 1, LONG), inFile("b", 1, LONG)), row(1L, 2L));
        ReadRequest request =
                ReadRequest.of(StructType.of(column("a", "a", 1, LONG))).columnMapping(ColumnMapping.ID);

        assertThatThrownBy(() -> file.rows(request)).isInstanceOf(CorruptParquetException.class);
    }

    @ParameterizedTest
    @EnumSource
    void columnsThatAreNoneOfTheSchemaAreFoundByName(ColumnMapping mapping) {
        InMemory file = file(StructType.of(inFile("p-a", 1, LONG), new StructField("_row-id-col", LONG)), row(1L, 70L));

        assertThat(file.rows(ReadRequest.of(StructType.of(new StructField("_row-id-col", LONG)))
                        .columnMapping(mapping)))
                .containsExactly("70");
    }

    @Test
    void aVoidColumnIsNullWhateverTheFileHasUnderItsName() {
        InMemory file = file(StructType.of(new StructField("a", LONG), new StructField("v", LONG)), row(1L, 2L));
        StructType schema = StructType.of(new StructField("v", PrimitiveType.VOID), new StructField("a", LONG));

        assertThat(file.rows(ReadRequest.of(schema))).containsExactly("null|1");
        assertThat(file.rows(ReadRequest.of(schema).filter(col("v").isNull().and(col("a").eq(1L)), schema)))
                .containsExactly("null|1");
        assertThat(file.rows(ReadRequest.of(schema).filter(col("v").isNotNull(), schema)))
                .isEmpty();
    }

    @Test
    void namesInOtherCaseAreFoundUnlessItIsUnclearWhichIsMeant() {
        InMemory file = file(
                StructType.of(
                        new StructField("Id", LONG),
                        new StructField("id", LONG),
                        new StructField("S", StructType.of(new StructField("Inner", LONG)))),
                row(1L, 2L, List.of(3L)));

        assertThat(file.rows(ReadRequest.of(StructType.of(
                        new StructField("id", LONG),
                        new StructField("s", StructType.of(new StructField("iNNER", LONG)))))))
                .containsExactly("2|(3)");
        assertThatThrownBy(() -> file.rows(ReadRequest.of(StructType.of(new StructField("ID", LONG)))))
                .isInstanceOf(UnsupportedParquetException.class)
                .hasMessageContaining("expected=ID");
    }
}
