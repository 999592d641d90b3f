package io.weir.format.parquet.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.schema.ColumnMapping;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.ArrayType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParquetSchemaTest {
    private static StructField mapped(String name, int id, io.weir.format.type.DataType type, String nested) {
        FieldMetadata metadata =
                FieldProperties.withText(FieldMetadata.EMPTY, FieldProperties.PHYSICAL_NAME, "col-" + name);
        metadata = FieldProperties.withNumber(metadata, FieldProperties.COLUMN_MAPPING_ID, id);
        return new StructField(
                name,
                type,
                true,
                nested.isEmpty() ? metadata : metadata.with(FieldProperties.COLUMN_MAPPING_NESTED_IDS, nested));
    }

    private static List<String> elements(StructType schema) {
        return ParquetSchema.of(ColumnMapping.ID.fileSchema(schema)).elements().stream()
                .skip(1)
                .map(e -> e.getName() + (e.isSetField_id() ? " " + e.getField_id() : ""))
                .toList();
    }

    @Test
    void fieldsHaveTheirPhysicalNamesAndIdsAtEveryDepth() {
        StructType inner = StructType.of(mapped("c", 3, PrimitiveType.STRING, ""));

        assertThat(elements(StructType.of(
                        mapped("a", 1, PrimitiveType.LONG, ""), mapped("l", 2, new ArrayType(inner, true), ""))))
                .containsExactly("col-a 1", "col-l 2", "list", "element", "col-c 3");
    }

    @Test
    void elementsKeysAndValuesHaveTheIdsThatTheFieldAroundThemKeeps() {
        MapType type = new MapType(PrimitiveType.STRING, new ArrayType(PrimitiveType.INTEGER, true), true);
        String nested = "{\"col-m.key\":7,\"col-m.value\":8,\"col-m.value.element\":9}";

        assertThat(elements(StructType.of(mapped("m", 1, type, nested))))
                .containsExactly("col-m 1", "key_value", "key 7", "value 8", "list", "element 9");
    }

    @Test
    void nestedIdsThatAreNoneAreRefused() {
        ArrayType type = new ArrayType(PrimitiveType.INTEGER, true);

        assertThatThrownBy(() -> elements(StructType.of(mapped("a", 1, type, "{\"col-a.element\":\"x\"}"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("col-a.element");
        assertThatThrownBy(() -> elements(StructType.of(mapped("a", 1, type, "[1]"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("col-a");
    }
}
