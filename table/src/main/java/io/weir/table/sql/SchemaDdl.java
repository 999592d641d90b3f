package io.weir.table.sql;

import static java.util.stream.Collectors.joining;

import io.weir.format.text.JsonText;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Schemas as SQL writes them: {@code id BIGINT NOT NULL, tags ARRAY<STRING>, at STRUCT<x: INT, y: INT> COMMENT 'where'}. Pure.
 */
public final class SchemaDdl {
    /** Where a field's comment is kept in its metadata. */
    static final String COMMENT = "comment";

    private SchemaDdl() {}

    /**
     * Reads a list of columns: name, type, maybe NOT NULL, maybe COMMENT.
     *
     * @throws SqlSyntaxException if the text is no such list
     */
    public static StructType parse(String ddl) {
        return new TypeParser(new SqlTokens(ddl)).schema();
    }

    /** Reads one type, such as {@code MAP<STRING, DECIMAL(10,2)>}. */
    public static DataType parseType(String sql) {
        SqlTokens tokens = new SqlTokens(sql);
        DataType type = new TypeParser(tokens).type();
        tokens.expectEnd();
        return type;
    }

    /** Writes a schema so that {@link #parse} reads it back; of metadata only comments are written. */
    public static String format(StructType schema) {
        return schema.fields().stream().map(f -> field(f, " ")).collect(joining(", "));
    }

    private static String field(StructField field, String separator) {
        @Nullable String comment = field.metadata().json(COMMENT);
        @Nullable String text = comment == null ? null : JsonText.unquoted(comment);
        return name(field.name())
                + separator
                + type(field.type())
                + (field.nullable() ? "" : " NOT NULL")
                + (text == null ? "" : " COMMENT '" + text.replace("'", "''") + "'");
    }

    private static String type(DataType type) {
        if (type instanceof ArrayType array) {
            return "ARRAY<" + type(array.element()) + ">";
        }
        if (type instanceof MapType map) {
            return "MAP<" + type(map.key()) + ", " + type(map.value()) + ">";
        }
        if (type instanceof StructType struct) {
            return struct.fields().stream().map(f -> field(f, ": ")).collect(joining(", ", "STRUCT<", ">"));
        }
        return type.sql();
    }

    /** A name as it stands if it would be read back so, else in back-quotes. */
    private static String name(String name) {
        boolean plain = name.matches("[A-Za-z_][A-Za-z0-9_]*")
                && SqlTokens.isName(new SqlTokens.Token(SqlTokens.Kind.WORD, name, 0));
        return plain ? name : "`" + name.replace("`", "``") + "`";
    }
}
