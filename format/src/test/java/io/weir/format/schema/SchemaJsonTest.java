package io.weir.format.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaJsonTest {
    @Test
    void aSchemaIsWrittenAsTheReferenceWritesIt() {
        StructType schema = StructType.of(
                new StructField("id", PrimitiveType.LONG, false),
                new StructField("price", new DecimalType(10, 2)),
                new StructField("tags", new ArrayType(PrimitiveType.STRING, true)),
                new StructField(
                        "m", new MapType(PrimitiveType.STRING, StructType.EMPTY.add("x", PrimitiveType.DATE), false)));
        String json = "{\"type\":\"struct\",\"fields\":["
                + "{\"name\":\"id\",\"type\":\"long\",\"nullable\":false,\"metadata\":{}},"
                + "{\"name\":\"price\",\"type\":\"decimal(10,2)\",\"nullable\":true,\"metadata\":{}},"
                + "{\"name\":\"tags\",\"type\":{\"type\":\"array\",\"elementType\":\"string\",\"containsNull\":true},\"nullable\":true,\"metadata\":{}},"
                + "{\"name\":\"m\",\"type\":{\"type\":\"map\",\"keyType\":\"string\",\"valueType\":{\"type\":\"struct\",\"fields\":["
                + "{\"name\":\"x\",\"type\":\"date\",\"nullable\":true,\"metadata\":{}}]},\"valueContainsNull\":false},\"nullable\":true,\"metadata\":{}}]}";

        assertThat(SchemaJson.format(schema)).isEqualTo(json);
        assertThat(SchemaJson.parse(json)).isEqualTo(schema);
    }

    @Test
    void allPrimitivesAreKnownByName() {
        StructType schema = StructType.EMPTY;
        for (PrimitiveType type : PrimitiveType.values()) {
            schema = schema.add(type.jsonName(), type);
        }

        assertThat(SchemaJson.parse(SchemaJson.format(schema))).isEqualTo(schema);
    }

    @Test
    void aTypeWithoutPartsMayBeSpelledAsAnObject() {
        assertThat(
                        SchemaJson.parse(
                                "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":{\"type\":\"array\","
                                        + "\"elementType\":{\"type\":\"long\"},\"containsNull\":false},\"nullable\":true,\"metadata\":{}}]}"))
                .isEqualTo(StructType.EMPTY.add("a", new ArrayType(PrimitiveType.LONG, false)));
    }

    @Test
    void fieldMetadataIsKeptAsItWasWritten() {
        String metadata = "{\"delta.columnMapping.id\":1,\"x\":{\"a\":[1.50, null]},\"comment\":\"a \\\"b\\\"\"}";
        StructType schema = SchemaJson.parse("{\"fields\":[{\"metadata\":" + metadata
                + ",\"type\":\"integer\",\"name\":\"a.b\"}],\"type\":\"struct\"}");

        FieldMetadata kept = schema.field(0).metadata();
        assertThat(kept.json("x")).isEqualTo("{\"a\":[1.50, null]}");
        assertThat(FieldProperties.text(kept, "comment")).isEqualTo("a \"b\"");
        assertThat(FieldProperties.number(kept, "delta.columnMapping.id")).isEqualTo(1);
        assertThat(SchemaJson.format(schema)).contains(metadata);
    }

    @Test
    void aBareDecimalIsTenDigits() {
        assertThat(SchemaJson.parse("{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":\"decimal\"}]}")
                        .field(0)
                        .type())
                .isEqualTo(new DecimalType(10, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "geography",
                "timestamp_nanos",
                "interval year to month",
                "geometry",
                "decimal(39,1)",
                "decimal(5,6)",
                "decimals"
            })
    void aTypeThatIsNotKnownIsNamedWithItsColumn(String type) {
        SchemaFormatException error = catchThrowableOfType(
                SchemaFormatException.class,
                () -> SchemaJson.parse(
                        "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":{\"type\":\"array\",\"elementType\":\""
                                + type + "\",\"containsNull\":true}}]}"));

        assertThat(error.unknownType()).isEqualTo(type);
        assertThat(error.column()).isEqualTo("a.element");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"long\"",
                "{}",
                "{\"type\":\"struct\"}",
                "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\"}]}",
                "{\"type\":\"struct\",\"fields\":[{\"type\":\"long\"}]}",
                "{\"type\":\"array\",\"elementType\":\"long\",\"containsNull\":true}",
                "{\"type\":\"struct\",\"fields\":[]} x",
                "{\"type\":\"struct\",\"fields\":[",
            })
    void whatIsNoSchemaIsRefused(String json) {
        assertThat(catchThrowableOfType(SchemaFormatException.class, () -> SchemaJson.parse(json)))
                .isNotNull();
    }

    @Test
    void nestingHasALimit() {
        DataType deep = PrimitiveType.LONG;
        for (int i = 0; i < SchemaJson.MAX_DEPTH - 1; i++) {
            deep = new ArrayType(deep, true);
        }
        StructType legal = StructType.EMPTY.add("a", deep);
        StructType tooDeep = StructType.EMPTY.add("a", new ArrayType(new ArrayType(deep, true), true));

        assertThat(SchemaJson.parse(SchemaJson.format(legal))).isEqualTo(legal);
        assertThat(catchThrowableOfType(
                        SchemaFormatException.class, () -> SchemaJson.parse(SchemaJson.format(tooDeep))))
                .isNotNull();
    }

    @Test
    void propertiesOfFieldsAreSetAsJson() {
        FieldMetadata metadata = FieldProperties.withText(FieldMetadata.EMPTY, "comment", "a\"b");

        assertThat(metadata.entries()).isEqualTo(Map.of("comment", "\"a\\\"b\""));
    }
}
