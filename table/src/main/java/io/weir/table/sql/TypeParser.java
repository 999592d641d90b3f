package io.weir.table.sql;

import io.weir.format.text.JsonText;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads types and lists of fields. One thread at a time. */
final class TypeParser {
    private static final int MAX_DEPTH = 100;
    private static final String TYPES =
            "BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL(p,s), STRING, BINARY, DATE, TIMESTAMP, TIMESTAMP_NTZ, ARRAY<…>, MAP<…, …>, STRUCT<…>";

    private final SqlTokens tokens;
    private int depth;

    TypeParser(SqlTokens tokens) {
        this.tokens = tokens;
    }

    /** Fields up to the end of the text. */
    StructType schema() {
        List<StructField> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        do {
            fields.add(field(names));
        } while (tokens.acceptSymbol(","));
        tokens.expectEnd();
        return new StructType(fields);
    }

    private StructField field(Set<String> names) {
        SqlTokens.Token start = tokens.peek();
        String name = tokens.expectName();
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
            throw tokens.error("A name is used twice", "name=" + name, start.position());
        }
        tokens.acceptSymbol(":");
        DataType type = type();
        boolean nullable = true;
        FieldMetadata metadata = FieldMetadata.EMPTY;
        if (tokens.acceptWord("NOT")) {
            tokens.expectWord("NULL");
            nullable = false;
        }
        if (tokens.acceptWord("COMMENT")) {
            metadata = metadata.with(SchemaDdl.COMMENT, JsonText.quoted(tokens.expectString()));
        }
        return new StructField(name, type, nullable, metadata);
    }

    DataType type() {
        if (++depth > MAX_DEPTH) {
            throw tokens.error(
                    "Type is nested too deeply",
                    "limit=" + MAX_DEPTH,
                    tokens.peek().position());
        }
        SqlTokens.Token word = tokens.peek();
        if (word.kind() != SqlTokens.Kind.WORD) {
            throw tokens.expected("a type", "types are " + TYPES);
        }
        tokens.take();
        DataType type = switch (word.text().toUpperCase(Locale.ROOT)) {
            case "BOOLEAN", "BOOL" -> PrimitiveType.BOOLEAN;
            case "TINYINT", "BYTE" -> PrimitiveType.BYTE;
            case "SMALLINT", "SHORT" -> PrimitiveType.SHORT;
            case "INT", "INTEGER" -> PrimitiveType.INTEGER;
            case "BIGINT", "LONG" -> PrimitiveType.LONG;
            case "FLOAT", "REAL" -> PrimitiveType.FLOAT;
            case "DOUBLE" -> PrimitiveType.DOUBLE;
            case "STRING" -> PrimitiveType.STRING;
            case "BINARY" -> PrimitiveType.BINARY;
            case "DATE" -> PrimitiveType.DATE;
            case "TIMESTAMP", "TIMESTAMP_LTZ" -> PrimitiveType.TIMESTAMP;
            case "TIMESTAMP_NTZ" -> PrimitiveType.TIMESTAMP_NTZ;
            case "DECIMAL", "DEC", "NUMERIC" -> decimal(word.position());
            case "ARRAY" -> array();
            case "MAP" -> map();
            case "STRUCT" -> struct();
            default ->
                throw tokens.error("Unknown type", "type=" + word.text() + ", types=[" + TYPES + "]", word.position());
        };
        depth--;
        return type;
    }

    private DecimalType decimal(int position) {
        if (!tokens.acceptSymbol("(")) {
            return new DecimalType(10, 0);
        }
        int precision = tokens.expectInt();
        int scale = tokens.acceptSymbol(",") ? tokens.expectInt() : 0;
        tokens.expectSymbol(")");
        if (precision < 1 || precision > 38 || scale > precision) {
            throw tokens.error(
                    "A decimal has 1 to 38 digits, and at most all of them behind the point",
                    "precision=" + precision + ", scale=" + scale,
                    position);
        }
        return new DecimalType(precision, scale);
    }

    private ArrayType array() {
        tokens.expectSymbol("<");
        DataType element = type();
        tokens.expectSymbol(">");
        return new ArrayType(element, true);
    }

    private MapType map() {
        tokens.expectSymbol("<");
        DataType key = type();
        tokens.expectSymbol(",");
        DataType value = type();
        tokens.expectSymbol(">");
        return new MapType(key, value, true);
    }

    private StructType struct() {
        if (tokens.acceptSymbol("<>")) {
            return StructType.EMPTY;
        }
        tokens.expectSymbol("<");
        List<StructField> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        do {
            fields.add(field(names));
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(">");
        return new StructType(fields);
    }
}
