package io.weir.log.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.schema.SchemaJson;
import io.weir.format.type.DataType;
import io.weir.format.type.StructType;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.UnsupportedTableException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeChangesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    byte           | short
                    byte           | integer
                    byte           | long
                    byte           | double
                    byte           | decimal(10,0)
                    short          | integer
                    short          | long
                    short          | double
                    short          | decimal(12,2)
                    integer        | long
                    integer        | double
                    integer        | decimal(10,0)
                    integer        | decimal(38,28)
                    long           | decimal(20,0)
                    long           | decimal(38,18)
                    float          | double
                    date           | timestamp_ntz
                    decimal(5,2)   | decimal(6,2)
                    decimal(5,2)   | decimal(7,4)
                    decimal(18,0)  | decimal(38,20)
                    string         | string
                    """)
    void everyChangeOfTheProtocolIsRead(String from, String to) {
        assertThat(TypeChanges.isWidening(type(from), type(to))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    short          | byte
                    long           | integer
                    long           | double
                    long           | float
                    integer        | float
                    double         | float
                    integer        | decimal(9,0)
                    integer        | decimal(12,3)
                    long           | decimal(19,0)
                    long           | decimal(38,19)
                    decimal(5,2)   | decimal(5,3)
                    decimal(5,2)   | decimal(6,1)
                    decimal(5,2)   | decimal(6,4)
                    decimal(5,0)   | long
                    date           | timestamp
                    timestamp      | timestamp_ntz
                    timestamp_ntz  | date
                    integer        | string
                    binary         | string
                    boolean        | integer
                    """)
    void everyOtherChangeIsNot(String from, String to) {
        assertThat(TypeChanges.isWidening(type(from), type(to))).isFalse();
    }

    @Test
    void aChangeThatIsNotAllowedIsRefusedWithItsColumnAndTypes() {
        assertThatThrownBy(() -> TypeChanges.requireReadable(nested("decimal(6, 2)", "string")))
                .isInstanceOfSatisfying(
                        UnsupportedTableException.class,
                        e -> assertThat(e.features()).containsExactly("typeWidening"))
                .hasMessageContaining("column=s.e.element.value")
                .hasMessageContaining("from=DECIMAL(6,2)")
                .hasMessageContaining("to=STRING");
    }

    @Test
    void aTypeThatNobodyKnowsIsRefusedByItsName() {
        assertThatThrownBy(() -> TypeChanges.requireReadable(nested("integer", "quaternion")))
                .isInstanceOf(UnsupportedTableException.class)
                .hasMessageContaining("quaternion");
    }

    @Test
    void allowedChangesAtAnyDepthAreNoObstacle() {
        assertThatCode(() -> TypeChanges.requireReadable(nested("decimal(6, 2)", "decimal(10, 4)")))
                .doesNotThrowAnyException();
    }

    @Test
    void aListOfChangesThatIsNoneIsCorruption() {
        StructType schema = SchemaJson.parse("{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":\"long\","
                + "\"nullable\":true,\"metadata\":{\"delta.typeChanges\":7}}]}");
        assertThatThrownBy(() -> TypeChanges.requireReadable(schema))
                .isInstanceOf(CorruptTableException.class)
                .hasMessageContaining("column=a");
    }

    private static StructType nested(String from, String to) {
        return SchemaJson.parse("{\"type\":\"struct\",\"fields\":[{\"name\":\"s\",\"nullable\":true,\"metadata\":{},"
                + "\"type\":{\"type\":\"struct\",\"fields\":[{\"name\":\"e\",\"nullable\":true,\"type\":{\"type\":\"array\","
                + "\"elementType\":{\"type\":\"map\",\"keyType\":\"string\",\"valueType\":\"decimal(10, 4)\","
                + "\"valueContainsNull\":true},\"containsNull\":true},\"metadata\":{\"delta.typeChanges\":[{\"fromType\":\""
                + from + "\",\"toType\":\"" + to + "\",\"fieldPath\":\"element.value\"}]}}]}}]}");
    }

    private static DataType type(String name) {
        return Objects.requireNonNull(SchemaJson.simpleType(name), name);
    }
}
