package io.weir.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.Protocol;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.SchemaMismatchException;
import io.weir.log.error.TableException;
import io.weir.storage.MemoryStore;
import io.weir.table.alter.Clustering;
import io.weir.table.alter.ColumnPosition;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.sql.SchemaDdl;
import io.weir.table.sql.SqlSyntaxException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlterTest {
    private static Table table(String ddl, String... properties) {
        TableBuilder builder =
                Table.create(MemoryStore.create(), TableEnvironment.standard()).schema(ddl);
        for (int i = 0; i < properties.length; i += 2) {
            builder.property(properties[i], properties[i + 1]);
        }
        return builder.commit();
    }

    private static String ddl(Table table) {
        return SchemaDdl.format(table.schema());
    }

    private static CommitInfo lastCommit(Table table) {
        return table.history(1).get(0).info();
    }

    @Test
    void columnsAreAddedAtAnyDepthAndPlace() {
        try (Table table =
                table("id BIGINT, s STRUCT<x: INT>, l ARRAY<STRUCT<y: INT>>, m MAP<STRING, STRUCT<z: INT>>")) {
            table.alter()
                    .addColumns(
                            "a STRING COMMENT 'why' FIRST, s.w DATE AFTER x, l.element.v INT FIRST, m.value.u INT, b INT AFTER ID")
                    .commit();
            assertThat(ddl(table))
                    .isEqualTo("a STRING COMMENT 'why', id BIGINT, b INT, s STRUCT<x: INT, w: DATE>,"
                            + " l ARRAY<STRUCT<v: INT, y: INT>>, m MAP<STRING, STRUCT<z: INT, u: INT>>");
            assertThat(lastCommit(table).operation()).isEqualTo("ADD COLUMNS");
            assertThat(CommitInfo.plain(String.valueOf(
                                    lastCommit(table).operationParameters().get("columns")))
                            .orElseThrow())
                    .startsWith(
                            "[{\"column\":{\"name\":\"a\",\"type\":\"string\",\"nullable\":true,\"metadata\":{\"comment\":\"why\"}},\"position\":\"FIRST\"}");
        }
    }

    @Test
    void rowsFromBeforeAColumnWasAddedHaveNullInIt() {
        try (Table table = table("id BIGINT")) {
            table.appendValues(List.<Object[]>of(new Object[] {1L}));
            table.alter().addColumns("name STRING").commit();
            table.appendValues(List.<Object[]>of(new Object[] {2L, "b"}));
            assertThat(table.scan().where("name IS NULL").count()).isEqualTo(1);
        }
    }

    @Test
    void aColumnThatIsThereOrMustNotBeNullIsNotAdded() {
        try (Table table = table("id BIGINT, s STRUCT<x: INT>")) {
            assertThatThrownBy(() -> table.alter().addColumns("s.X INT").commit())
                    .isInstanceOfSatisfying(
                            SchemaMismatchException.class,
                            e -> assertThat(e.facts())
                                    .containsEntry("column", "s.X")
                                    .containsEntry("other", "x"));
            assertThatThrownBy(() -> table.alter().addColumns("n INT NOT NULL").commit())
                    .isInstanceOfSatisfying(
                            TableException.class, e -> assertThat(e.facts()).containsEntry("rule", "NOT NULL"));
            assertThatThrownBy(() -> table.alter().addColumns("n INT DEFAULT 3").commit())
                    .isInstanceOf(SqlSyntaxException.class);
            assertThatThrownBy(() -> table.alter().addColumns("id.x INT").commit())
                    .isInstanceOf(SchemaMismatchException.class);
            assertThat(table.latest().version()).isZero();
        }
    }

    @Test
    void renamingAndDroppingTakesMappedColumns() {
        try (Table table = table("id BIGINT, a INT")) {
            assertThatThrownBy(() -> table.alter().renameColumn("a", "b").commit())
                    .isInstanceOfSatisfying(
                            TableException.class,
                            e -> assertThat(e.getMessage()).contains("delta.columnMapping.mode=name"));
            assertThatThrownBy(() -> table.alter().dropColumns("a").commit()).isInstanceOf(TableException.class);
        }
    }

    @Test
    void aConstraintThatARowBreaksIsNotAdded() {
        try (Table table = table("id BIGINT, a INT")) {
            table.appendValues(List.of(new Object[] {1L, 5}, new Object[] {2L, -7}));
            assertThatThrownBy(() ->
                            table.alter().addConstraint("positive", "a > 0").commit())
                    .isInstanceOfSatisfying(
                            ConstraintViolationException.class,
                            e -> assertThat(e.facts())
                                    .containsEntry("row", "{\"a\":-7}")
                                    .containsEntry("subject", "positive"));
            assertThatThrownBy(() -> table.alter().addConstraint("odd", "b > 0").commit())
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> table.alter().dropConstraint("none").commit())
                    .isInstanceOf(TableException.class);
            assertThat(table.latest().version()).isEqualTo(1);
        }
    }

    @Test
    void whatAnExpressionSpeaksOfIsNotRenamedDroppedOrWidened() {
        try (Table table = table("id BIGINT, a INT, c INT", "delta.enableTypeWidening", "true")) {
            table.alter().addConstraint("positive", "a > 0").commit();
            assertThatThrownBy(() -> table.alter().changeType("a", "BIGINT").commit())
                    .isInstanceOfSatisfying(
                            TableException.class,
                            e -> assertThat(e.facts())
                                    .containsEntry("column", "a")
                                    .containsEntry("of", "constraint positive"));
            table.alter().changeType("c", "BIGINT").commit();
        }
    }

    @Test
    void aConstraintIsAddedIfEveryRowKeepsIt() {
        try (Table table = table("id BIGINT, a INT")) {
            table.appendValues(List.of(new Object[] {1L, 5}, new Object[] {2L, -7}));
            assertThatThrownBy(() ->
                            table.alter().addConstraint("positive", "a > 0").commit())
                    .isInstanceOfSatisfying(
                            ConstraintViolationException.class,
                            e -> assertThat(e.facts())
                                    .containsEntry("row", "{\"a\":-7}")
                                    .containsEntry("subject", "positive"));
            assertThat(table.latest().version()).isEqualTo(1);
            table.alter().addConstraint("Small", "a < 100").commit();
            assertThat(table.properties()).containsEntry("delta.constraints.small", "a < 100");
            assertThat(table.latest().protocol()).isEqualTo(new Protocol(1, 3));
            assertThat(lastCommit(table).operation()).isEqualTo("ADD CONSTRAINT");
            assertThatThrownBy(
                            () -> table.alter().addConstraint("SMALL", "a < 50").commit())
                    .isInstanceOf(TableException.class);
            table.alter().dropConstraint("small").commit();
            assertThat(table.properties()).isEmpty();
        }
    }

    @Test
    void nullBreaksAConstraint() {
        try (Table table = table("id BIGINT, a INT")) {
            table.appendValues(List.<Object[]>of(new Object[] {1L, null}));
            assertThatThrownBy(() ->
                            table.alter().addConstraint("positive", "a > 0").commit())
                    .isInstanceOf(ConstraintViolationException.class);
        }
    }

    @Test
    void aColumnIsMadeNotNullIfNoRowLacksIt() {
        try (Table table = table("id BIGINT, s STRUCT<x: INT>")) {
            table.append().batches(List.of());
            table.alter().setNotNull("id").commit();
            assertThat(table.schema().field(0).nullable()).isFalse();
            table.alter().dropNotNull("id").commit();
            table.alter().setNotNull("s.x").commit();
            assertThat(ddl(table)).isEqualTo("id BIGINT, s STRUCT<x: INT NOT NULL>");
            table.alter().dropNotNull("s.x").commit();
            table.appendValues(List.<Object[]>of(new Object[] {null, null}));
            assertThatThrownBy(() -> table.alter().setNotNull("id").commit())
                    .isInstanceOfSatisfying(
                            ConstraintViolationException.class,
                            e -> assertThat(e.facts()).containsEntry("rule", "NOT NULL"));
            table.alter().setNotNull("s.x").commit(); // the struct itself is null in that row
        }
    }

    @Test
    void typesWidenWhereTheTableAllowsIt() {
        try (Table table = table("id INT, l ARRAY<SMALLINT>, d DECIMAL(5,2), day DATE")) {
            assertThatThrownBy(() -> table.alter().changeType("id", "BIGINT").commit())
                    .isInstanceOfSatisfying(
                            TableException.class,
                            e -> assertThat(e.facts()).containsEntry("property", "delta.enableTypeWidening=true"));
            table.appendValues(List.<Object[]>of(new Object[] {7, null, null, null}));
            table.alter().set("delta.enableTypeWidening", "true").commit();
            assertThat(table.latest().protocol().readerFeatures()).containsExactly("typeWidening");
            table.alter()
                    .changeType("id", "BIGINT")
                    .changeType("l.element", PrimitiveType.INTEGER)
                    .changeType("d", new DecimalType(7, 3))
                    .changeType("day", "TIMESTAMP_NTZ")
                    .commit();
            assertThat(ddl(table)).isEqualTo("id BIGINT, l ARRAY<INT>, d DECIMAL(7,3), day TIMESTAMP_NTZ");
            assertThat(table.latest().protocol().readerFeatures()).containsExactly("timestampNtz", "typeWidening");
            StructType schema = table.schema();
            assertThat(schema.field(0).metadata().json("delta.typeChanges"))
                    .isEqualTo("[{\"toType\":\"long\",\"fromType\":\"integer\"}]");
            assertThat(schema.field(1).metadata().json("delta.typeChanges"))
                    .isEqualTo("[{\"toType\":\"integer\",\"fromType\":\"short\",\"fieldPath\":\"element\"}]");
            assertThat(table.scan().where("id = 7").count()).isEqualTo(1);
            assertThatThrownBy(() -> table.alter().changeType("id", "INT").commit())
                    .isInstanceOf(TableException.class);
        }
    }

    @Test
    void rowsThatComeWidenTypesWhereTheTableAllowsIt() {
        try (Table table =
                table("id INT, l ARRAY<STRUCT<x: FLOAT>>, d DECIMAL(5,2), n INT", "delta.enableTypeWidening", "true")) {
            table.appendValues(List.<Object[]>of(new Object[] {7, null, null, 3}));
            StructType rows = SchemaDdl.parse(
                    "id BIGINT, l ARRAY<STRUCT<x: DOUBLE, y: INT>>, d DECIMAL(9,4), n SMALLINT, more INT");
            table.append()
                    .mergeSchema(true)
                    .batches(List.of(new BatchBuilder(rows)
                            .add(1L << 40, null, null, (short) 4, 5)
                            .build()));
            assertThat(ddl(table))
                    .isEqualTo("id BIGINT, l ARRAY<STRUCT<x: DOUBLE, y: INT>>, d DECIMAL(9,4), n INT, more INT");
            assertThat(table.latest().version()).isEqualTo(2);
            assertThat(table.schema().field(0).metadata().json("delta.typeChanges"))
                    .isEqualTo("[{\"toType\":\"long\",\"fromType\":\"integer\"}]");
            assertThat(table.scan().where("id = 7 OR id = 1099511627776").count())
                    .isEqualTo(2);
            assertThatThrownBy(() -> table.append()
                            .mergeSchema(true)
                            .batches(List.of(new BatchBuilder(SchemaDdl.parse("id STRING"))
                                    .add("x")
                                    .build())))
                    .isInstanceOf(SchemaMismatchException.class);
        }
    }

    @Test
    void aMergeWidensTypesAndAddsColumnsWhereColumnsAreMapped() {
        try (Table table =
                table("id INT, v INT", "delta.enableTypeWidening", "true", "delta.columnMapping.mode", "name")) {
            table.appendValues(List.of(new Object[] {1, 10}, new Object[] {2, 20}));
            table.merge(new BatchBuilder(SchemaDdl.parse("id INT, v BIGINT, more STRING"))
                            .add(2, 1L << 40, "x")
                            .add(3, 30L, "y")
                            .build())
                    .as("t", "s")
                    .on("t.id = s.id")
                    .schemaEvolution()
                    .whenMatched()
                    .updateAll()
                    .whenNotMatched()
                    .insertAll()
                    .commit();
            assertThat(ddl(table)).isEqualTo("id INT, v BIGINT, more STRING");
            assertThat(table.scan()
                            .where("id = 2 AND v = 1099511627776 AND more = 'x'")
                            .count())
                    .isEqualTo(1);
            assertThat(table.scan().where("id = 1 AND v = 10 AND more IS NULL").count())
                    .isEqualTo(1);
        }
    }

    @Test
    void columnsThatRowsBringGetNamesOfTheirOwnWhereColumnsAreMapped() {
        try (Table table = table("id BIGINT", "delta.columnMapping.mode", "name")) {
            StructType rows = SchemaDdl.parse("id BIGINT, `a b` STRUCT<x: INT>");
            table.append()
                    .mergeSchema(true)
                    .batches(List.of(new BatchBuilder(rows).add(1L, null).build()));
            assertThat(table.properties()).containsEntry("delta.columnMapping.maxColumnId", "3");
            assertThat(table.scan().where("`a b` IS NULL").count()).isEqualTo(1);
        }
    }

    @Test
    void commentsAndPlacesOfColumnsChange() {
        try (Table table = table("id BIGINT, s STRUCT<x: INT, y: INT>, c INT")) {
            table.alter().moveColumn("c", ColumnPosition.FIRST).commit();
            table.alter()
                    .moveColumn("s.x", ColumnPosition.after("y"))
                    .commentColumn("s.y", "height")
                    .comment("points")
                    .commit();
            assertThat(ddl(table)).isEqualTo("c INT, id BIGINT, s STRUCT<y: INT COMMENT 'height', x: INT>");
            assertThat(table.detail().description()).isEqualTo("points");
            assertThat(lastCommit(table).operation()).isEqualTo("ALTER TABLE");
            table.alter().commentColumn("s.y", null).commit();
            assertThat(ddl(table)).doesNotContain("COMMENT");
        }
    }

    @Test
    void aDefaultIsForRowsThatComeWithoutTheColumn() {
        try (Table table = table("id BIGINT, a INT")) {
            table.appendValues(List.<Object[]>of(new Object[] {1L, null}));
            table.alter().setDefault("a", "40 + 2").commit();
            table.append()
                    .batches(List.of(new BatchBuilder(SchemaDdl.parse("id BIGINT"))
                            .add(2L)
                            .build()));
            assertThat(table.scan().where("id = 2 AND a = 42").count()).isEqualTo(1);
            assertThat(table.scan().where("id = 1 AND a IS NULL").count()).isEqualTo(1);
            table.alter().dropDefault("a").commit();
            table.append()
                    .batches(List.of(new BatchBuilder(SchemaDdl.parse("id BIGINT"))
                            .add(3L)
                            .build()));
            assertThat(table.scan().where("id = 3 AND a IS NULL").count()).isEqualTo(1);
        }
    }

    @Test
    void defaultsAreSetOnColumnsAndNeedNoOtherColumn() {
        try (Table table = table("id BIGINT, a INT, s STRUCT<x: INT>")) {
            assertThatThrownBy(() -> table.alter().setDefault("a", "id + 1").commit())
                    .isInstanceOf(TableException.class);
            assertThatThrownBy(() -> table.alter().setDefault("s.x", "1").commit())
                    .isInstanceOf(TableException.class);
            assertThat(table.latest().version()).isZero();
        }
    }

    @Test
    void propertiesAreSetAndTakenAway() {
        try (Table table = table("id BIGINT")) {
            table.alter().set(Map.of("delta.APPENDONLY", "true", "mine", "x")).commit();
            assertThat(table.properties()).containsOnly(Map.entry("delta.appendOnly", "true"), Map.entry("mine", "x"));
            assertThat(lastCommit(table).operation()).isEqualTo("SET TBLPROPERTIES");
            assertThatThrownBy(() -> table.alter().unset("other").commit())
                    .isInstanceOfSatisfying(
                            TableException.class, e -> assertThat(e.facts()).containsEntry("property", "other"));
            table.alter().unsetIfExists("other", "mine").commit();
            assertThat(table.properties()).containsOnlyKeys("delta.appendOnly");
        }
    }

    @Test
    void aPropertyThatIsWrongOrNotForUsersChangesNothing() {
        try (Table table = table("id BIGINT")) {
            for (Map<String, String> wrong : List.of(
                    Map.of("delta.noSuchThing", "1"),
                    Map.of("delta.appendOnly", "perhaps"),
                    Map.of("delta.constraints.c", "id > 0"),
                    Map.of("delta.columnMapping.maxColumnId", "7"),
                    Map.of("delta.columnMapping.mode", "id"))) {
                assertThatThrownBy(() -> table.alter().set(wrong).commit())
                        .as(wrong.toString())
                        .isInstanceOf(TableException.class);
            }
            assertThat(table.latest().version()).isZero();
        }
    }

    @Test
    void whatTheTableCountsForItselfIsNotUnset() {
        try (Table table = table(
                "id BIGINT",
                "delta.columnMapping.mode",
                "name",
                "delta.enableRowTracking",
                "true",
                "delta.enableInCommitTimestamps",
                "true")) {
            Map<String, String> before = table.properties();
            for (String name : List.of(
                    "delta.columnMapping.maxColumnId",
                    "delta.rowTracking.materializedRowIdColumnName",
                    "delta.rowTracking.materializedRowCommitVersionColumnName")) {
                assertThatThrownBy(() -> table.alter().unset(name).commit())
                        .isInstanceOfSatisfying(
                                TableException.class, e -> assertThat(e.facts()).containsEntry("property", name));
                assertThatThrownBy(() -> table.alter().unsetIfExists(name).commit())
                        .isInstanceOf(TableException.class);
            }
            table.alter()
                    .unsetIfExists("delta.inCommitTimestampEnablementVersion")
                    .commit();
            assertThat(table.properties()).isEqualTo(before);
            assertThat(table.latest().version()).isZero();
        }
    }

    @Test
    void aChangeThatChangesNothingMakesNoVersion() {
        try (Table table = table("id BIGINT", "delta.appendOnly", "true")) {
            assertThat(table.alter().set("delta.appendOnly", "true").commit().version())
                    .isZero();
            assertThat(table.latest().version()).isZero();
        }
    }

    @Test
    void timestampsInCommitsBeginWithTheVersionThatTurnsThemOn() {
        try (Table table = table("id BIGINT")) {
            table.alter().set("delta.enableInCommitTimestamps", "true").commit();
            assertThat(table.properties())
                    .containsEntry("delta.inCommitTimestampEnablementVersion", "1")
                    .containsKey("delta.inCommitTimestampEnablementTimestamp");
            assertThat(lastCommit(table).inCommitTimestamp()).isNotNull();
            table.alter().set("delta.enableInCommitTimestamps", "false").commit();
            assertThat(lastCommit(table).inCommitTimestamp()).isNull();
        }
    }

    @Test
    void twoWhoChangeDifferentThingsAtTheSameTimeBothSucceed() {
        MemoryStore store = MemoryStore.create();
        try (Table one = Table.create(store, TableEnvironment.standard())
                        .schema("id BIGINT")
                        .commit();
                Table other = Table.open(store, TableEnvironment.standard())) {
            one.known();
            other.alter().addColumns("a INT").commit();
            one.alter().addColumns("b INT").commit();
            assertThat(ddl(other)).isEqualTo("id BIGINT, a INT, b INT");
        }
    }

    @Test
    void clusteringColumnsAreKeptByTheirDomain() {
        try (Table table = table("id BIGINT, s STRUCT<x: INT>, t STRING")) {
            table.alter().clusterBy("ID", "s.x").commit();
            assertThat(lastCommit(table).operation()).isEqualTo("CLUSTER BY");
            assertThat(lastCommit(table).operationParameters()).containsEntry("newClusteringColumns", "\"id,s.x\"");
            assertThat(table.latest().protocol().writerFeatures()).contains("clustering", "domainMetadata");
            assertThat(table.latest()
                            .snapshot()
                            .domain(Clustering.DOMAIN)
                            .orElseThrow()
                            .configuration())
                    .isEqualTo("{\"clusteringColumns\":[[\"id\"],[\"s\",\"x\"]],\"domainName\":\"delta.clustering\"}");
            assertThatThrownBy(() -> table.alter()
                            .set("delta.dataSkippingNumIndexedCols", "1")
                            .commit())
                    .isInstanceOfSatisfying(
                            TableException.class, e -> assertThat(e.facts()).containsEntry("column", "s.x"));
            table.appendValues(List.<Object[]>of(new Object[] {1L, null, "a"}));
            table.alter().clusterBy().commit();
            assertThat(lastCommit(table).operationParameters()).containsEntry("oldClusteringColumns", "\"id,s.x\"");
        }
    }

    @Test
    void rowsOfFilesFromBeforeGetIdsWhenTheyAreTracked() {
        try (Table table = table("id BIGINT")) {
            table.appendValues(List.of(new Object[] {10L}, new Object[] {11L}));
            table.appendValues(List.<Object[]>of(new Object[] {12L}));
            table.alter().set("delta.enableRowTracking", "true").commit();
            assertThat(table.files().map(file -> file.baseRowId())).doesNotContainNull();
            assertThat(table.scan()
                            .withRowTracking()
                            .where("_metadata.row_id < 3")
                            .count())
                    .isEqualTo(3);
            table.appendValues(List.<Object[]>of(new Object[] {13L}));
            assertThat(table.scan()
                            .withRowTracking()
                            .where("_metadata.row_id = 3 AND id = 13")
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void aFeatureOfWritersIsDroppedInOneVersion() {
        try (Table table = table("id BIGINT", "delta.enableRowTracking", "true")) {
            table.appendValues(List.<Object[]>of(new Object[] {1L}));
            assertThatThrownBy(() -> table.dropFeature("domainMetadata"))
                    .isInstanceOfSatisfying(
                            TableException.class, e -> assertThat(e.facts()).containsEntry("usedBy", "[rowTracking]"));
            table.dropFeature("rowTracking");
            assertThat(table.latest().version()).isEqualTo(2);
            assertThat(table.latest().protocol().writerFeatures()).doesNotContain("rowTracking");
            assertThat(table.properties()).isEmpty();
            assertThat(table.latest().snapshot().domains()).isEmpty();
            assertThat(table.files().map(file -> file.baseRowId())).containsOnlyNulls();
            table.dropFeature("domainMetadata");
            assertThat(table.latest().protocol()).isEqualTo(new Protocol(1, 2));
            assertThat(lastCommit(table).operationParameters()).containsEntry("featureName", "\"domainMetadata\"");
        }
    }

    @Test
    void aFeatureOfReadersIsDroppedBehindProtectedCheckpoints() {
        try (Table table = table("id BIGINT", "delta.enableDeletionVectors", "true")) {
            table.appendValues(List.<Object[]>of(new Object[] {1L}));
            long version = table.dropFeature("deletionVectors").version();
            assertThat(table.latest().protocol().effectiveReaderFeatures()).isEmpty();
            assertThat(table.latest().protocol().writerFeatures()).contains("checkpointProtection");
            assertThat(table.properties())
                    .containsOnly(Map.entry("delta.requireCheckpointProtectionBeforeVersion", Long.toString(version)));
            for (long checkpoint = version - 3; checkpoint <= version; checkpoint++) {
                assertThat(table.store().exists("_delta_log/%020d.checkpoint.parquet".formatted(checkpoint)))
                        .isTrue();
            }
            assertThat(table.count()).isEqualTo(1);
            assertThatThrownBy(() -> table.dropFeature("checkpointProtection")).isInstanceOf(TableException.class);
        }
    }

    @Test
    void aFeatureThatColumnsUseIsNotDropped() {
        try (Table table = table("id BIGINT, t TIMESTAMP_NTZ", "delta.columnMapping.mode", "name")) {
            for (String feature : List.of("timestampNtz", "columnMapping", "deletionVectors", "nonsense")) {
                assertThatThrownBy(() -> table.dropFeature(feature)).as(feature).isInstanceOf(TableException.class);
            }
            assertThat(table.latest().version()).isZero();
        }
    }

    @Test
    void aPreviewOfAFeatureIsUsedByWhatUsesTheFeature() {
        try (Table table = table(
                "id INT", "delta.feature.typeWidening-preview", "supported", "delta.enableTypeWidening", "true")) {
            table.alter().changeType("id", PrimitiveType.LONG).commit();
            long version = table.latest().version();
            assertThatThrownBy(() -> table.dropFeature("typeWidening-preview"))
                    .isInstanceOfSatisfying(
                            TableException.class, e -> assertThat(e.facts()).containsEntry("usedBy", "[id]"));
            assertThat(table.latest().version()).isEqualTo(version);
        }
    }

    @Test
    void anApplicationKeepsSettingsWithTheTable() {
        try (Table table = table("id BIGINT")) {
            table.alter().domain("my.app", "{\"a\":1}").commit();
            assertThat(table.latest().protocol().writerFeatures()).contains("domainMetadata");
            assertThat(table.latest().domain("my.app")).contains("{\"a\":1}");
            table.alter().domain("my.app", "{\"a\":1}").commit();
            assertThat(table.latest().version()).isEqualTo(1);
            table.alter().domain("my.app", null).commit();
            assertThat(table.latest().domain("my.app")).isEmpty();
            assertThatThrownBy(() -> table.alter().domain("delta.mine", "x").commit())
                    .isInstanceOf(TableException.class);
        }
    }

    @Test
    void aPartitionedTableIsNotClustered() {
        try (Table table = Table.create(MemoryStore.create(), TableEnvironment.standard())
                .schema("id BIGINT, d DATE")
                .partitionBy("d")
                .commit()) {
            assertThatThrownBy(() -> table.alter().clusterBy("id").commit()).isInstanceOf(TableException.class);
            assertThat(table.latest().snapshot().domain(Clustering.DOMAIN)).isEmpty();
        }
    }
}
