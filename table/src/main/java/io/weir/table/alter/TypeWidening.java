package io.weir.table.alter;

import io.weir.format.json.JsonInput;
import io.weir.format.json.JsonOutput;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.error.Facts;
import io.weir.log.state.TypeChanges;
import io.weir.table.schema.TableProperties;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Wider types for columns that are there: files keep the narrower values, and the field remembers what it was. Pure functions.
 * (PROTOCOL.md, "Type Widening")
 */
public final class TypeWidening {
    private static final Set<PrimitiveType> INTEGRAL =
            Set.of(PrimitiveType.BYTE, PrimitiveType.SHORT, PrimitiveType.INTEGER, PrimitiveType.LONG);

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
            return remembering(f, inside, before, type);
        });
    }

    /**
     * The field with the change on its record.
     *
     * @param inside names from the field inwards to what changed: of elements, keys and values; empty if it is the field itself
     */
    public static StructField remembering(StructField field, List<String> inside, DataType from, DataType to) {
        JsonOutput out = new JsonOutput().beginArray();
        @Nullable String known = field.metadata().json(TypeChanges.METADATA);
        if (known != null) {
            JsonInput.of(known).rawElements().forEach(out::raw);
        }
        out.beginObject().member("toType", ChangeText.typeName(to)).member("fromType", ChangeText.typeName(from));
        if (!inside.isEmpty()) {
            out.member("fieldPath", String.join(".", inside));
        }
        FieldMetadata metadata = field.metadata()
                .with(TypeChanges.METADATA, out.endObject().endArray().toString());
        return field.withMetadata(metadata);
    }

    /** (PROTOCOL.md, "Writer Requirements for IcebergCompatV2") */
    private static void requireIcebergCanDoIt(TableDraft draft, SchemaPath path, DataType from, DataType to) {
        boolean compatible = draft.metadata().isTrue("delta.enableIcebergCompatV1")
                || draft.metadata().isTrue("delta.enableIcebergCompatV2")
                || draft.metadata().isTrue("delta.enableIcebergCompatV3");
        boolean icebergs = INTEGRAL.contains(from) && INTEGRAL.contains(to)
                || from == PrimitiveType.FLOAT && to == PrimitiveType.DOUBLE
                || from instanceof DecimalType narrow
                        && to instanceof DecimalType wide
                        && narrow.scale() == wide.scale();
        if (compatible && !icebergs) {
            throw draft.refused(
                    "The table is to be readable as an Iceberg table, which does not know this change of type",
                    Facts.of("column", path, "from", from, "to", to));
        }
    }
}
