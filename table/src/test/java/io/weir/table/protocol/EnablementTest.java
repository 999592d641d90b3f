package io.weir.table.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.schema.ColumnMapping;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.error.TableException;
import io.weir.table.sql.SchemaDdl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnablementTest {
    private long next;
    private final Supplier<UUID> ids = () -> new UUID(0, next++);

    private static Metadata metadata(String ddl, Map<String, String> properties) {
        Map<String, @Nullable String> configuration = new HashMap<>(properties);
        return Metadata.builder("id")
                .schema(SchemaDdl.parse(ddl))
                .configuration(configuration)
                .build();
    }

    @Test
    void columnsOfANewTableHaveNamesLikeNoOther() {
        Metadata made = Enablement.ofNew(
                metadata("id BIGINT, s STRUCT<x: INT>", Map.of("delta.columnMapping.mode", "name")), ids);
        assertThat(made.property("delta.columnMapping.maxColumnId")).isEqualTo("3");
        StructField id = made.schema().field(0);
        assertThat(FieldProperties.text(id.metadata(), FieldProperties.PHYSICAL_NAME))
                .isEqualTo("col-00000000-0000-0000-0000-000000000000");
        assertThat(FieldProperties.number(id.metadata(), FieldProperties.COLUMN_MAPPING_ID))
                .isEqualTo(1);
        ColumnMapping.ID.check(made.schema());
    }

    @Test
    void columnsOfATableWithFilesKeepTheNamesThatTheFilesHave() {
        Metadata before = metadata("id BIGINT, s STRUCT<x: INT>", Map.of());
        Metadata made = Enablement.of(
                before, metadata("id BIGINT, s STRUCT<x: INT>", Map.of("delta.columnMapping.mode", "name")), ids);
        assertThat(ColumnMapping.NAME.physicalPath(made.schema(), List.of("s", "x")))
                .containsExactly("s", "x");
        ColumnMapping.ID.check(made.schema());
    }

    @Test
    void anIdIsNeverGivenTwice() {
        Metadata made = Enablement.ofNew(metadata("id BIGINT, b INT", Map.of("delta.columnMapping.mode", "name")), ids);
        Metadata dropped =
                made.toBuilder().schema(StructType.of(made.schema().field(0))).build();
        Metadata added = Enablement.of(
                made,
                dropped.toBuilder()
                        .schema(dropped.schema().add(SchemaDdl.parse("b INT").field(0)))
                        .build(),
                ids);
        assertThat(FieldProperties.number(added.schema().field(1).metadata(), FieldProperties.COLUMN_MAPPING_ID))
                .isEqualTo(3);
        assertThat(added.schema().field(1).metadata())
                .isNotEqualTo(made.schema().field(1).metadata());
    }

    @Test
    void mappingIsNotTurnedOffNorChangedOnATableWithFiles() {
        Metadata plain = metadata("id BIGINT", Map.of());
        Metadata byId = metadata("id BIGINT", Map.of("delta.columnMapping.mode", "id"));
        Metadata byName = Enablement.ofNew(metadata("id BIGINT", Map.of("delta.columnMapping.mode", "name")), ids);
        assertThatThrownBy(() -> Enablement.of(plain, byId, ids)).isInstanceOf(TableException.class);
        assertThatThrownBy(() -> Enablement.of(byName, byId, ids)).isInstanceOf(TableException.class);
        assertThatThrownBy(() -> Enablement.of(byName, plain, ids))
                .isInstanceOfSatisfying(
                        TableException.class,
                        e -> assertThat(e.facts()).containsEntry("from", "name").containsEntry("to", "none"));
    }

    @Test
    void trackedRowsGetNamesForTheirColumnsOnce() {
        Metadata made = Enablement.ofNew(metadata("id BIGINT", Map.of("delta.enableRowTracking", "true")), ids);
        assertThat(made.property(Enablement.ROW_ID_COLUMN)).startsWith("_row-id-col-");
        assertThat(Enablement.of(made, made, ids)).isEqualTo(made);
    }

    @Test
    void aTableWithAChangeFeedHasNoColumnThatTheFeedAdds() {
        assertThatThrownBy(() -> Enablement.ofNew(
                        metadata("_change_type STRING", Map.of("delta.enableChangeDataFeed", "true")), ids))
                .isInstanceOfSatisfying(
                        TableException.class, e -> assertThat(e.facts()).containsEntry("column", "_change_type"));
    }
}
