package io.weir.table.alter;

import io.weir.format.schema.FieldProperties;
import io.weir.format.type.DataType;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.error.Facts;
import io.weir.log.state.TypeChanges;
import io.weir.table.schema.TableProperties;
import io.weir.table.schema.WidenedType;
import java.util.List;

/**
 * Wider types for columns that are there: files keep the narrower values, and the field remembers what it was. Pure functions.
 * (PROTOCOL.md, "Type Widening")
 */
final class TypeWidening {
    private TypeWidening() {}

    static StructType apply(TableDraft draft, SchemaPath path, DataType type) {
        DataType before = path.type(draft.schema());
        if (before.equals(type)) {
            return draft.schema();
        }
        Metadata metadata = draft.metadata();
        if (!before.isPrimitive() || !TypeChanges.isWidening(before, type)) {
            throw draft.refused(
                    "A column's type only changes to one that holds every value it had; copy the column into a new one instead",
                    Facts.of("column", path, "from", before, "to", type)
                            .and("rule", "type widening")
                            .and("hint", before.isPrimitive() ? "" : "change the fields or elements one by one"));
        }
        if (!metadata.isTrue(TableProperties.TYPE_WIDENING)) {
            throw draft.refused(
                    "Types of columns only change where the table says that they may; set the property first",
                    Facts.of("column", path, "from", before, "to", type)
                            .and("property", TableProperties.TYPE_WIDENING + "=true"));
        }
        requireIcebergCanDoIt(draft, path, before, type);
        DependentExpressions.requireNone(metadata, path);
        StructType schema = path.edit(draft.schema(), same -> type);
        int depth = path.depthOfField(draft.schema());
        SchemaPath field = new SchemaPath(path.names().subList(0, depth));
        List<String> inside = path.names().subList(depth, path.names().size());
        return field.editField(schema, f -> {
            if (f.metadata().json(FieldProperties.GENERATION_EXPRESSION) != null || FieldProperties.isIdentity(f)) {
                throw draft.refused(
                        "The type of a column whose values are computed does not change", Facts.of("column", path));
            }
            return new WidenedType(inside, before, type).remembered(f);
        });
    }

    /** (PROTOCOL.md, "Writer Requirements for IcebergCompatV2") */
    private static void requireIcebergCanDoIt(TableDraft draft, SchemaPath path, DataType from, DataType to) {
        if (WidenedType.mustBeIcebergs(draft.metadata()) && !WidenedType.isIcebergs(from, to)) {
            throw draft.refused(
                    "The table is to be readable as an Iceberg table, which does not know this change of type",
                    Facts.of("column", path, "from", from, "to", to));
        }
    }
}
