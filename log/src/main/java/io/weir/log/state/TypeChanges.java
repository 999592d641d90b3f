package io.weir.log.state;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.schema.SchemaJson;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.TableFeature;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes of columns' types that a table has been through: files from before one hold the narrower type. Pure functions.
 * (PROTOCOL.md, "Type Widening")
 */
public final class TypeChanges {
    /** The entry of a field's metadata that lists its changes. */
    public static final String METADATA = "delta.typeChanges";

    private static final Set<PrimitiveType> INT32 =
            Set.of(PrimitiveType.BYTE, PrimitiveType.SHORT, PrimitiveType.INTEGER);
    /** Digits of the greatest number that a type may hold, as the protocol counts them. */
    private static final int INT32_DIGITS = 10;

    private static final int INT64_DIGITS = 20;

    private TypeChanges() {}

    /**
     * Refuses a schema with a change that we would not read rightly.
     *
     * @throws UnsupportedTableException if the protocol does not allow a change, with its column and both types
     * @throws CorruptTableException if a list of changes is none
     */
    static void requireReadable(StructType schema) {
        check(schema, "");
    }

    /** May files of a column that holds doubles have statistics from when it held floats? */
    static boolean wasFloat(StructField column) {
        @Nullable String changes = column.metadata().json(METADATA);
        return changes != null && changes.contains("\"float\"");
    }

    private static void check(DataType type, String path) {
        if (type instanceof StructType struct) {
            for (StructField field : struct.fields()) {
                String column = path.isEmpty() ? field.name() : path + "." + field.name();
                @Nullable String changes = field.metadata().json(METADATA);
                if (changes != null) {
                    checkChanges(column, changes);
                }
                check(field.type(), column);
            }
        } else if (type instanceof ArrayType array) {
            check(array.element(), path + ".element");
        } else if (type instanceof MapType map) {
            check(map.key(), path + ".key");
            check(map.value(), path + ".value");
        }
    }

    private static void checkChanges(String column, String json) {
        try {
            JsonInput in = JsonInput.of(json);
            if (!in.enterArrayOrNull()) {
                return;
            }
            while (in.nextElementObject()) {
                checkChange(column, in);
            }
        } catch (JsonFormatException e) {
            throw new CorruptTableException(
                    "The changes of a column's type cannot be read",
                    Facts.of("changes", json, "column", column, "reason", e.reason()),
                    e);
        }
    }

    private static void checkChange(String column, JsonInput in) {
        @Nullable String from = null;
        @Nullable String to = null;
        @Nullable String inside = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "fromType" -> from = in.raw();
                case "toType" -> to = in.raw();
                case "fieldPath" -> inside = in.stringOrNull();
                default -> in.skip();
            }
        }
        @Nullable DataType narrow = simple(from);
        @Nullable DataType wide = simple(to);
        if (narrow == null || wide == null || !isWidening(narrow, wide)) {
            throw new UnsupportedTableException(
                    "A column's type was changed in a way that is not supported",
                    Set.of(TableFeature.TYPE_WIDENING.featureName()),
                    Facts.of(
                            "column", inside == null ? column : column + "." + inside,
                            "from", narrow == null ? from : narrow,
                            "to", wide == null ? to : wide));
        }
    }

    private static @Nullable DataType simple(@Nullable String json) {
        return json == null || !json.startsWith("\"") ? null : SchemaJson.simpleType(JsonInput.text(json));
    }

    /** Can every value of a type be read as one of another? The same type counts. */
    public static boolean isWidening(DataType from, DataType to) {
        if (from.equals(to)) {
            return true;
        }
        if (to instanceof DecimalType decimal) {
            if (from instanceof DecimalType narrow) {
                return decimal.scale() >= narrow.scale() && wholeDigits(decimal) >= wholeDigits(narrow);
            }
            return INT32.contains(from) && wholeDigits(decimal) >= INT32_DIGITS
                    || from == PrimitiveType.LONG && wholeDigits(decimal) >= INT64_DIGITS;
        }
        if (!(from instanceof PrimitiveType) || !(to instanceof PrimitiveType wide)) {
            return false;
        }
        return switch (wide) {
            case SHORT -> from == PrimitiveType.BYTE;
            case INTEGER -> from == PrimitiveType.BYTE || from == PrimitiveType.SHORT;
            case LONG -> INT32.contains(from);
            case DOUBLE -> from == PrimitiveType.FLOAT || INT32.contains(from);
            case TIMESTAMP_NTZ -> from == PrimitiveType.DATE;
            default -> false;
        };
    }

    private static int wholeDigits(DecimalType type) {
        return type.precision() - type.scale();
    }
}
