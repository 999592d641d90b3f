package io.weir.table.alter;

import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaMismatchException;
import io.weir.table.sql.SqlExpressions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes of a column that stays: its comment, place, nullability and default. */
public final class ColumnChanges {
    private ColumnChanges() {}

    /** @param text null takes the comment away */
    public static TableChange comment(String column, @Nullable String text) {
        return new OfColumn(
                SchemaPath.parse(column),
                null,
                (draft, path) -> path.editField(draft.schema(), field -> {
                    FieldMetadata metadata = without(field.metadata(), FieldProperties.COMMENT);
                    return field.withMetadata(
                            text == null
                                    ? metadata
                                    : FieldProperties.withText(field.metadata(), FieldProperties.COMMENT, text));
                }));
    }

    /** Puts a column first, or behind another of the same struct. */
    public static TableChange move(String column, ColumnPosition position) {
        SchemaPath path = SchemaPath.parse(column);
        return new OfColumn(
                path,
                position.toString(),
                (draft, spelled) -> spelled.editParent(draft.schema(), struct -> {
                    StructField field = struct.field(spelled.name()).orElseThrow();
                    List<StructField> others = new ArrayList<>(struct.fields());
                    others.remove(field);
                    return position.insert(others, field, spelled);
                }));
    }

    /** From now on no row may lack the column; the rows that are there are asked. */
    public static TableChange setNotNull(String column) {
        return new OfColumn(SchemaPath.parse(column), null, (draft, path) -> {
            StructField field = path.field(draft.schema());
            if (field == null
                    || path.depthOfField(draft.schema()) < path.names().size()
                    || insideCollection(draft, path)) {
                throw draft.refused(
                        "Only columns and fields of structs can be made NOT NULL, not what is inside arrays and maps",
                        Facts.of("column", path));
            }
            if (field.nullable()) {
                draft.check(new TableDraft.RowCheck("NOT NULL", path.toString(), isMissing(path)));
            }
            return path.editField(draft.schema(), f -> f.withNullable(false));
        });
    }

    private static boolean insideCollection(TableDraft draft, SchemaPath path) {
        for (int i = 1; i < path.names().size(); i++) {
            if (!(new SchemaPath(path.names().subList(0, i)).type(draft.schema()) instanceof StructType)) {
                return true;
            }
        }
        return false;
    }

    /** The field is null although what holds it is not. */
    private static Expression isMissing(SchemaPath path) {
        Expression missing = Expressions.col(path.toString()).isNull();
        return path.isTopLevel()
                ? missing
                : Expressions.col(new SchemaPath(path.parent()).toString())
                        .isNotNull()
                        .and(missing);
    }

    /** From now on rows may lack the column; also of {@code list.element} and {@code map.value}. */
    public static TableChange dropNotNull(String column) {
        return new OfColumn(SchemaPath.parse(column), null, (draft, path) -> {
            if (path.field(draft.schema()) != null) {
                return path.editField(draft.schema(), f -> f.withNullable(true));
            }
            return new SchemaPath(path.parent()).edit(draft.schema(), type -> {
                if (type instanceof ArrayType array) {
                    return new ArrayType(array.element(), true);
                }
                MapType map = (MapType) type;
                if (path.name().equals("key")) {
                    throw draft.refused("Keys of maps are never null", Facts.of("column", path));
                }
                return new MapType(map.key(), map.value(), true);
            });
        });
    }

    /** What rows get that do not name the column; rows that are there stay as they are. (PROTOCOL.md, "Default Columns") */
    public static TableChange setDefault(String column, String sql) {
        return new OfColumn(SchemaPath.parse(column), null, (draft, path) -> {
            if (!path.isTopLevel()) {
                throw draft.refused("Only columns have defaults, not parts of columns", Facts.of("column", path));
            }
            Expression value = SqlExpressions.parse(sql);
            if (!value.columns().isEmpty()) {
                throw draft.refused(
                        "A default does not depend on other columns",
                        Facts.of("column", path, "default", sql, "uses", value.columns()));
            }
            DataType type = path.type(draft.schema());
            Evaluator.of(value.cast(type), StructType.EMPTY); // an error if it has no value of the column's type
            return path.editField(
                    draft.schema(),
                    f -> f.withMetadata(FieldProperties.withText(f.metadata(), FieldProperties.CURRENT_DEFAULT, sql)));
        });
    }

    public static TableChange dropDefault(String column) {
        return new OfColumn(
                SchemaPath.parse(column),
                null,
                (draft, path) -> path.editField(
                        draft.schema(), f -> f.withMetadata(without(f.metadata(), FieldProperties.CURRENT_DEFAULT))));
    }

    /** Gives a column, or an element, key or value, a type that holds every value of the one it has. */
    public static TableChange changeType(String column, DataType type) {
        return new OfColumn(SchemaPath.parse(column), null, (draft, path) -> TypeWidening.apply(draft, path, type));
    }

    static FieldMetadata without(FieldMetadata metadata, String entry) {
        Map<String, String> entries = new LinkedHashMap<>(metadata.entries());
        entries.remove(entry);
        return new FieldMetadata(entries);
    }

    /** What makes a schema of a draft and a path as the schema spells it. */
    interface Edit {
        StructType apply(TableDraft draft, SchemaPath path);
    }

    /** @param position for the history, or null */
    private record OfColumn(SchemaPath path, @Nullable String position, Edit edit) implements TableChange {
        @Override
        public void applyTo(TableDraft draft) {
            draft.schema(edit.apply(draft, path.in(draft.schema())));
        }

        @Override
        public String operation() {
            return "CHANGE COLUMN";
        }

        @Override
        public Map<String, String> parameters(TableDraft draft) {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("column", described(draft));
            if (position != null) {
                parameters.put("position", position);
            }
            return parameters;
        }

        private String described(TableDraft draft) {
            try {
                StructField field = path.field(draft.schema());
                return ChangeText.field(
                        path, field == null ? new StructField(path.name(), path.type(draft.schema())) : field);
            } catch (SchemaMismatchException e) {
                return path.toString(); // a later change of the same draft took the column away
            }
        }
    }
}
