package io.weir.format.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnMappingTest {
    private static final StructType INNER = StructType.of(mapped("x", "p-x", 11, PrimitiveType.LONG));
    private static final StructType SCHEMA = StructType.of(
            mapped("a", "p-a", 1, PrimitiveType.STRING),
            mapped("s", "p-s", 2, INNER),
            mapped("list", "p-list", 3, new ArrayType(struct(31), true)),
            mapped("map", "p-map", 4, new MapType(struct(41), struct(42), true)));

    private static StructType struct(int id) {
        return StructType.of(mapped("x", "p-x", id, PrimitiveType.LONG));
    }

    private static StructField mapped(String name, String physical, int id, DataType type) {
        FieldMetadata metadata = FieldProperties.withText(FieldMetadata.EMPTY, FieldProperties.PHYSICAL_NAME, physical);
        return new StructField(
                name, type, true, FieldProperties.withNumber(metadata, FieldProperties.COLUMN_MAPPING_ID, id));
    }

    @Test
    void pathsAreTranslatedThroughStructsArraysAndMaps() {
        assertThat(ColumnMapping.NAME.physicalPath(SCHEMA, List.of("a"))).containsExactly("p-a");
        assertThat(ColumnMapping.ID.physicalPath(SCHEMA, List.of("S", "X"))).containsExactly("p-s", "p-x");
        assertThat(ColumnMapping.NAME.physicalPath(SCHEMA, List.of("list", "element", "x")))
                .containsExactly("p-list", "element", "p-x");
        assertThat(ColumnMapping.NAME.physicalPath(SCHEMA, List.of("map", "key", "x")))
                .containsExactly("p-map", "key", "p-x");
        assertThat(ColumnMapping.NAME.physicalPath(SCHEMA, List.of("map", "value")))
                .containsExactly("p-map", "value");
    }

    @Test
    void aPathThatTheSchemaLacksHasNoTranslation() {
        assertThat(ColumnMapping.NAME.physicalPath(SCHEMA, List.of("b"))).isNull();
        assertThat(ColumnMapping.NAME.physicalPath(SCHEMA, List.of("a", "x"))).isNull();
        assertThat(ColumnMapping.NAME.physicalPath(SCHEMA, List.of("list", "x")))
                .isNull();
        assertThat(ColumnMapping.NAME.physicalPath(SCHEMA, List.of("map", "element")))
                .isNull();
    }

    @Test
    void namesThatAreLeftOfAMappingMeanNothingWhereColumnsAreNotMapped() {
        assertThat(ColumnMapping.NONE.physicalName(SCHEMA.field(0))).isEqualTo("a");
        assertThat(ColumnMapping.NONE.physicalPath(SCHEMA, List.of("S", "x"))).containsExactly("s", "x");
        assertThat(ColumnMapping.NONE.physicalSchema(SCHEMA)).isSameAs(SCHEMA);
    }

    @Test
    void aSchemaIsRenamedAtEveryLevel() {
        assertThat(ColumnMapping.NAME.physicalSchema(SCHEMA).sql())
                .isEqualTo("STRUCT<p-a: STRING, p-s: STRUCT<p-x: BIGINT>, p-list: ARRAY<STRUCT<p-x: BIGINT>>, "
                        + "p-map: MAP<STRUCT<p-x: BIGINT>, STRUCT<p-x: BIGINT>>>");
    }

    @Test
    void aFieldWithoutAPhysicalNameIsNamedByItsPath() {
        StructType schema = StructType.of(mapped(
                "list", "p", 1, new ArrayType(StructType.of(new StructField("x", PrimitiveType.LONG)), true)));

        assertThatCode(() -> ColumnMapping.NONE.check(schema)).doesNotThrowAnyException();
        assertThat(failure(ColumnMapping.NAME, schema).column()).isEqualTo("list.element.x");
        assertThat(failure(ColumnMapping.ID, schema).column()).isEqualTo("list.element.x");
    }

    @Test
    void physicalNamesAreUniqueInTheirStruct() {
        assertThatCode(() -> ColumnMapping.ID.check(SCHEMA)).doesNotThrowAnyException();
        StructType twice =
                StructType.of(mapped("a", "p", 1, PrimitiveType.LONG), mapped("b", "p", 2, PrimitiveType.LONG));

        assertThat(failure(ColumnMapping.NAME, twice).column()).isEqualTo("b");
    }

    @Test
    void idsAreAskedForOnlyWhereFilesAreReadByThem() {
        FieldMetadata name = FieldProperties.withText(FieldMetadata.EMPTY, FieldProperties.PHYSICAL_NAME, "p");
        StructType without = StructType.of(new StructField("a", PrimitiveType.LONG, true, name));
        StructType tooLarge = StructType.of(new StructField(
                "a",
                PrimitiveType.LONG,
                true,
                FieldProperties.withNumber(name, FieldProperties.COLUMN_MAPPING_ID, 1L << 40)));

        assertThatCode(() -> ColumnMapping.NAME.check(without)).doesNotThrowAnyException();
        assertThat(failure(ColumnMapping.ID, without).column()).isEqualTo("a");
        assertThat(failure(ColumnMapping.ID, tooLarge).column()).isEqualTo("a");
    }

    @Test
    void idsAreUniqueInTheTable() {
        StructType twice = StructType.of(mapped("a", "p", 11, PrimitiveType.LONG), mapped("s", "q", 2, INNER));

        assertThat(failure(ColumnMapping.ID, twice).column()).isEqualTo("s.x");
    }

    private static SchemaFormatException failure(ColumnMapping mapping, StructType schema) {
        SchemaFormatException failure = catchThrowableOfType(SchemaFormatException.class, () -> mapping.check(schema));
        assertThat(failure).isNotNull();
        return failure;
    }
}
