package io.weir.table.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaDdlTest {
    @Test
    void everyTypeIsRead() {
        StructType schema = SchemaDdl.parse(
                "a BOOLEAN, b TINYINT, c SMALLINT, d INT, e BIGINT, f FLOAT, g DOUBLE, h DECIMAL, i DECIMAL(38, 18), j DECIMAL(5),"
                        + " k STRING, l BINARY, m DATE, n TIMESTAMP, o TIMESTAMP_NTZ");
        assertThat(schema.fields().stream().map(StructField::type))
                .containsExactly(
                        PrimitiveType.BOOLEAN,
                        PrimitiveType.BYTE,
                        PrimitiveType.SHORT,
                        PrimitiveType.INTEGER,
                        PrimitiveType.LONG,
                        PrimitiveType.FLOAT,
                        PrimitiveType.DOUBLE,
                        new DecimalType(10, 0),
                        new DecimalType(38, 18),
                        new DecimalType(5, 0),
                        PrimitiveType.STRING,
                        PrimitiveType.BINARY,
                        PrimitiveType.DATE,
                        PrimitiveType.TIMESTAMP,
                        PrimitiveType.TIMESTAMP_NTZ);
        assertThat(SchemaDdl.parse("a long, b integer, c short, d byte, e real, f numeric(3,1)").fields().stream()
                        .map(StructField::type))
                .containsExactly(
                        PrimitiveType.LONG,
                        PrimitiveType.INTEGER,
                        PrimitiveType.SHORT,
                        PrimitiveType.BYTE,
                        PrimitiveType.FLOAT,
                        new DecimalType(3, 1));
    }

    @Test
    void nestedTypesNullabilityAndCommentsAreKept() {
        StructType schema = SchemaDdl.parse(
                "id BIGINT NOT NULL COMMENT 'the \"key\"', tags ARRAY<STRING>,"
                        + " `s p` STRUCT<a: INT NOT NULL, `b``c` DECIMAL(10,2) COMMENT 'it''s'>, m MAP<STRING, ARRAY<STRUCT<x: DATE>>>");
        assertThat(schema)
                .isEqualTo(StructType.of(
                        new StructField(
                                "id",
                                PrimitiveType.LONG,
                                false,
                                FieldMetadata.EMPTY.with("comment", "\"the \\\"key\\\"\"")),
                        new StructField("tags", new ArrayType(PrimitiveType.STRING, true)),
                        new StructField(
                                "s p",
                                StructType.of(
                                        new StructField("a", PrimitiveType.INTEGER, false),
                                        new StructField(
                                                "b`c",
                                                new DecimalType(10, 2),
                                                true,
                                                FieldMetadata.EMPTY.with("comment", "\"it's\"")))),
                        new StructField(
                                "m",
                                new MapType(
                                        PrimitiveType.STRING,
                                        new ArrayType(
                                                new StructType(List.of(new StructField("x", PrimitiveType.DATE))),
                                                true),
                                        true))));
        assertThat(SchemaDdl.parse(SchemaDdl.format(schema))).isEqualTo(schema);
    }

    @Test
    void writtenNamesAreQuotedWhereNeeded() {
        StructType schema = new StructType(List.of())
                .add("select", PrimitiveType.INTEGER)
                .add("1st", PrimitiveType.INTEGER)
                .add("date", PrimitiveType.DATE)
                .add("größe", PrimitiveType.INTEGER);
        assertThat(SchemaDdl.format(schema)).isEqualTo("`select` INT, `1st` INT, date DATE, `größe` INT");
        assertThat(SchemaDdl.parse(SchemaDdl.format(schema))).isEqualTo(schema);
    }

    @Test
    void errorsSayWhere() {
        assertRefused("", "Expected a name {found=the end, position=1");
        assertRefused("a", "Expected a type {found=the end, hint=types are BOOLEAN");
        assertRefused("a INT,", "Expected a name");
        assertRefused("a INT b INT", "Expected the end {found=b, position=7");
        assertRefused("a VARCHAR(10)", "Unknown type {type=VARCHAR");
        assertRefused("a DECIMAL(39, 0)", "A decimal has 1 to 38 digits");
        assertRefused("a DECIMAL(5, 6)", "A decimal has 1 to 38 digits");
        assertRefused("a ARRAY<INT", "Expected '>'");
        assertRefused("a INT NOT", "Expected NULL");
        assertRefused("a INT, A STRING", "A name is used twice {name=A, position=8");
        assertRefused("a STRUCT<x: INT, X: INT>", "A name is used twice");
        assertRefused("a " + "ARRAY<".repeat(10_000), "nested too deeply");
    }

    private static void assertRefused(String ddl, String message) {
        assertThatThrownBy(() -> SchemaDdl.parse(ddl))
                .isInstanceOf(SqlSyntaxException.class)
                .hasMessageContaining(message);
    }
}
