package io.weir.table.alter;

import io.weir.format.expression.Expressions;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A place in a schema: {@code a}, {@code a.b}, {@code list.element.x}, {@code map.value}; names with dots in back-quotes. Immutable.
 *
 * @param names from the table's column inwards; at least one
 */
public record SchemaPath(List<String> names) {
    public SchemaPath {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("A place in a schema has a name");
        }
    }

    public static SchemaPath parse(String text) {
        return new SchemaPath(Expressions.col(text).path());
    }

    /** The last name. */
    public String name() {
        return names.get(names.size() - 1);
    }

    /** The names before the last. */
    public List<String> parent() {
        return names.subList(0, names.size() - 1);
    }

    boolean isTopLevel() {
        return names.size() == 1;
    }

    SchemaPath sibling(String name) {
        List<String> all = new ArrayList<>(parent());
        all.add(name);
        return new SchemaPath(all);
    }

    /** Is the other this place, or inside it? Regardless of case. */
    boolean contains(List<String> other) {
        if (other.size() < names.size()) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equalsIgnoreCase(other.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Is one of the two inside the other? */
    boolean touches(List<String> other) {
        return contains(other) || new SchemaPath(other).contains(names);
    }

    /**
     * The same place as the schema spells it.
     *
     * @throws SchemaMismatchException if there is none
     */
    SchemaPath in(StructType schema) {
        List<String> spelled = new ArrayList<>();
        DataType type = schema;
        for (String name : names) {
            if (type instanceof StructType struct) {
                StructField field = struct.field(name).orElseThrow(() -> missing(struct));
                spelled.add(field.name());
                type = field.type();
            } else {
                type = part(type, name);
                spelled.add(name);
            }
        }
        return new SchemaPath(spelled);
    }

    /** The type at this place. */
    DataType type(StructType schema) {
        DataType type = schema;
        for (String name : names) {
            type = type instanceof StructType struct
                    ? struct.field(name).orElseThrow(() -> missing(struct)).type()
                    : part(type, name);
        }
        return type;
    }

    /** The field at this place, or null where it is an element, key or value. */
    @Nullable
    StructField field(StructType schema) {
        DataType parent = isTopLevel() ? schema : new SchemaPath(parent()).type(schema);
        return parent instanceof StructType struct ? struct.field(name()).orElseThrow(() -> missing(struct)) : null;
    }

    /** How many of the names lead to the field that this place is in or is: behind it come only elements, keys and values. */
    int depthOfField(StructType schema) {
        int depth = 1;
        DataType type = schema;
        for (int i = 0; i < names.size(); i++) {
            if (type instanceof StructType struct) {
                depth = i + 1;
                type = struct.field(names.get(i))
                        .orElseThrow(() -> missing(struct))
                        .type();
            } else {
                type = part(type, names.get(i));
            }
        }
        return depth;
    }

    private DataType part(DataType type, String name) {
        if (type instanceof ArrayType array && name.equals("element")) {
            return array.element();
        }
        if (type instanceof MapType map && name.equals("key")) {
            return map.key();
        }
        if (type instanceof MapType map && name.equals("value")) {
            return map.value();
        }
        throw new SchemaMismatchException(
                "The column has no such part: an array has 'element', a map 'key' and 'value', a struct its fields",
                Facts.of("column", this, "part", name, "type", type));
    }

    /** The schema with the type at this place changed. */
    StructType edit(StructType schema, UnaryOperator<DataType> change) {
        return (StructType) edit(schema, names, 0, change);
    }

    /** The schema with the struct that holds this place changed. */
    StructType editParent(StructType schema, UnaryOperator<StructType> change) {
        return (StructType) edit(schema, parent(), 0, type -> {
            if (type instanceof StructType struct) {
                return change.apply(struct);
            }
            throw new SchemaMismatchException(
                    "Only a struct has fields; go on with .element, .key or .value to a struct inside",
                    Facts.of("column", this, "type", type));
        });
    }

    /** The schema with the field at this place changed. */
    StructType editField(StructType schema, UnaryOperator<StructField> change) {
        return editParent(schema, struct -> {
            int index = struct.indexOf(name());
            if (index < 0) {
                throw missing(struct);
            }
            List<StructField> fields = new ArrayList<>(struct.fields());
            fields.set(index, change.apply(fields.get(index)));
            return new StructType(fields);
        });
    }

    private DataType edit(DataType type, List<String> path, int at, UnaryOperator<DataType> change) {
        if (at == path.size()) {
            return change.apply(type);
        }
        String name = path.get(at);
        if (type instanceof StructType struct) {
            int index = struct.indexOf(name);
            if (index < 0) {
                throw missing(struct);
            }
            List<StructField> fields = new ArrayList<>(struct.fields());
            StructField field = fields.get(index);
            fields.set(index, field.withType(edit(field.type(), path, at + 1, change)));
            return new StructType(fields);
        }
        DataType changed = edit(part(type, name), path, at + 1, change);
        if (type instanceof ArrayType array) {
            return new ArrayType(changed, array.containsNull());
        }
        MapType map = (MapType) type;
        return name.equals("key")
                ? new MapType(changed, map.value(), map.valueContainsNull())
                : new MapType(map.key(), changed, map.valueContainsNull());
    }

    SchemaMismatchException missing(StructType struct) {
        return new SchemaMismatchException(
                "The table has no such column",
                Facts.of("column", this, "columns", struct.names(), "rule", "known column"));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            boolean plain = name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
            text.append(text.length() == 0 ? "" : ".").append(plain ? name : "`" + name.replace("`", "``") + "`");
        }
        return text.toString();
    }
}
