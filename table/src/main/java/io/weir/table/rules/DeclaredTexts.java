package io.weir.table.rules;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a declared type such as {@code struct<a:char(3),b:array<varchar(4)>>} beside the type that the field has. One thread at a time.
 *
 * <p>Only the lengths are looked for. Names inside are passed over: columns may have been renamed since.
 */
final class DeclaredTexts {
    private final String declared;
    private final String column;
    private int position;

    private DeclaredTexts(String declared, String column) {
        this.declared = declared;
        this.column = column;
    }

    /** Null if nothing in it has a length. */
    static @Nullable TextLength read(String declared, StructField field) {
        DeclaredTexts reader = new DeclaredTexts(declared.toLowerCase(Locale.ROOT), field.name());
        TextLength length = reader.type(field.type(), field.name());
        if (reader.position < declared.length()) {
            throw reader.malformed();
        }
        return length;
    }

    private @Nullable TextLength type(DataType type, String path) {
        if (type instanceof StructType struct) {
            expect("struct<");
            List<@Nullable TextLength> fields = new ArrayList<>();
            for (int i = 0; i < struct.size(); i++) {
                if (i > 0) {
                    expect(",");
                }
                String name = struct.field(i).name();
                position = name(name);
                expect(":");
                fields.add(type(struct.field(i).type(), path + "." + name));
            }
            expect(">");
            return fields.stream().allMatch(f -> f == null) ? null : new TextLength.Struct(fields);
        }
        if (type instanceof ArrayType array) {
            expect("array<");
            TextLength element = type(array.element(), path + ".element");
            expect(">");
            return element == null ? null : new TextLength.Elements(element);
        }
        if (type instanceof MapType map) {
            expect("map<");
            TextLength key = type(map.key(), path + ".key");
            expect(",");
            TextLength value = type(map.value(), path + ".value");
            expect(">");
            return key == null && value == null ? null : new TextLength.Entries(key, value);
        }
        return leaf(path);
    }

    /** The end of a field's name: of the one it has, else of whatever stands there. */
    private int name(String name) {
        if (declared.startsWith(name.toLowerCase(Locale.ROOT) + ":", position)) {
            return position + name.length();
        }
        int colon = declared.indexOf(':', position);
        if (colon < 0) {
            throw malformed();
        }
        return colon;
    }

    private @Nullable TextLength leaf(String path) {
        int start = position;
        int depth = 0;
        while (position < declared.length()) {
            char c = declared.charAt(position);
            if (depth == 0 && (c == ',' || c == '>')) {
                break;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            position++;
        }
        String text = declared.substring(start, position).strip();
        if (!text.startsWith("char(") && !text.startsWith("varchar(") || !text.endsWith(")")) {
            return null;
        }
        try {
            int limit = Integer.parseInt(
                    text.substring(text.indexOf('(') + 1, text.length() - 1).strip());
            return new TextLength.Text(path, text.toUpperCase(Locale.ROOT), limit);
        } catch (NumberFormatException e) {
            throw malformed();
        }
    }

    private void expect(String text) {
        if (!declared.startsWith(text, position)) {
            throw malformed();
        }
        position += text.length();
    }

    private CorruptTableException malformed() {
        return new CorruptTableException(
                "The declared type of a column is not that of its values",
                Facts.of("column", column, "declared", declared, "position", position));
    }
}
