package io.weir.log.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.schema.ColumnMapping;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.UnsupportedTableException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableShapeTest {
    private static final Protocol LISTED =
            new Protocol(3, 7, Set.of("columnMapping"), Set.of("columnMapping"), Map.of());
    private static final Protocol FOR_WRITERS_ONLY = new Protocol(1, 7, Set.of(), Set.of("columnMapping"), Map.of());

    private static Metadata mapped(String mode, String physicalName, String id) {
        return TestActions.metadata()
                .schemaString("{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":\"long\",\"nullable\":true,"
                        + "\"metadata\":{\"delta.columnMapping.physicalName\":" + physicalName
                        + ",\"delta.columnMapping.id\":" + id + "}}]}")
                .configuration(Map.of("delta.columnMapping.mode", mode))
                .build();
    }

    @Test
    void columnsAreMappedWhereProtocolAndPropertySaySo() {
        Metadata metadata = mapped("Name", "\"col-1\"", "1");

        assertThat(TableShape.of(new Protocol(2, 5), metadata).columnMapping()).isEqualTo(ColumnMapping.NAME);
        assertThat(TableShape.of(new Protocol(2, 7), metadata).columnMapping()).isEqualTo(ColumnMapping.NAME);
        assertThat(TableShape.of(LISTED, metadata).columnMapping()).isEqualTo(ColumnMapping.NAME);
        assertThat(TableShape.of(LISTED, mapped("id", "\"col-1\"", "1")).columnMapping())
                .isEqualTo(ColumnMapping.ID);
        assertThat(TableShape.of(LISTED, mapped("none", "\"col-1\"", "1")).columnMapping())
                .isEqualTo(ColumnMapping.NONE);
    }

    @Test
    void thePropertyMeansNothingWhereTheProtocolLacksTheFeature() {
        Metadata metadata = mapped("name", "\"col-1\"", "1");

        assertThat(TableShape.of(new Protocol(1, 4), metadata).columnMapping()).isEqualTo(ColumnMapping.NONE);
        assertThat(TableShape.of(new Protocol(3, 7), metadata).columnMapping()).isEqualTo(ColumnMapping.NONE);
        assertThat(TableShape.of(FOR_WRITERS_ONLY, metadata).columnMapping()).isEqualTo(ColumnMapping.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalogManaged", "catalogOwned-preview"})
    void aTableThatACatalogManagesIsRefusedWithWhatToDo(String feature) {
        Protocol protocol = new Protocol(3, 7, Set.of(feature), Set.of(feature), Map.of());

        assertThatThrownBy(() -> TableShape.of(protocol, TestActions.METADATA))
                .isInstanceOfSatisfying(UnsupportedTableException.class, e -> {
                    assertThat(e.features()).containsExactly(feature);
                    assertThat(e.sentence()).contains("through the catalog");
                });
    }

    @Test
    void featuresOfWritersAreNoConcernOfReaders() {
        Set<String> features = Set.of(
                "checkpointProtection",
                "collations",
                "coordinatedCommits-preview",
                "icebergWriterCompatV1",
                "managedCommit");

        TableShape shape = TableShape.of(new Protocol(1, 7, Set.of(), features, Map.of()), TestActions.METADATA);

        assertThat(shape.missingForWriting())
                .containsExactly("collations", "coordinatedCommits-preview", "icebergWriterCompatV1", "managedCommit");
    }

    @Test
    void aModeThatIsNotKnownIsRefusedByItsName() {
        assertThatThrownBy(() -> TableShape.of(LISTED, mapped("position", "\"col-1\"", "1")))
                .isInstanceOfSatisfying(UnsupportedTableException.class, e -> {
                    assertThat(e.features()).containsExactly("columnMapping");
                    assertThat(e.facts()).containsEntry("mode", "position");
                });
    }

    @Test
    void twoColumnsOfOneNameAreRefused() {
        String column = "{\"name\":\"a\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}}";
        Metadata metadata = mapped("none", "\"col-1\"", "1").toBuilder()
                .schemaString("{\"type\":\"struct\",\"fields\":[" + column + "," + column + "]}")
                .build();
        assertThatThrownBy(() -> TableShape.of(LISTED, metadata))
                .isInstanceOf(CorruptTableException.class)
                .hasMessageContaining("another column has the same name");
    }

    @Test
    void aColumnThatCannotBeFoundIsNamed() {
        assertThatThrownBy(() -> TableShape.of(LISTED, mapped("name", "7", "1")))
                .isInstanceOfSatisfying(
                        CorruptTableException.class, e -> assertThat(e.facts()).containsEntry("column", "a"));
        assertThatThrownBy(() -> TableShape.of(LISTED, mapped("id", "\"col-1\"", "\"one\"")))
                .isInstanceOfSatisfying(
                        CorruptTableException.class, e -> assertThat(e.facts()).containsEntry("column", "a"));
    }

    @Test
    void aTableWithAVoidColumnIsReadAndNotWritten() {
        Metadata metadata = TestActions.metadata()
                .schemaString("{\"type\":\"struct\",\"fields\":["
                        + "{\"name\":\"a\",\"type\":\"void\",\"nullable\":true,\"metadata\":{}}]}")
                .build();

        assertThat(TableShape.of(TestActions.PROTOCOL, metadata).missingForWriting())
                .containsExactly("void");
    }

    @Test
    void aTableWhoseColumnsAreMappedIsWritten() {
        TableShape shape = TableShape.of(new Protocol(2, 5), mapped("name", "\"col-1\"", "1"));

        assertThat(shape.missingForWriting()).isEmpty();
    }
}
