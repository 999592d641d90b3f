package io.weir.table.dml;

import io.weir.format.expression.Expression;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaMismatchException;
import java.util.List;

/**
 * How a value of one type is stored in a column of another, by the rules of ANSI SQL: any number as any other if the value fits, anything
 * simple as text, dates and times as each other; nothing else. Pure functions.
 */
final class StoreCast {
    private static final List<DataType> NUMBERS = List.of(
            PrimitiveType.BYTE,
            PrimitiveType.SHORT,
            PrimitiveType.INTEGER,
            PrimitiveType.LONG,
            PrimitiveType.FLOAT,
            PrimitiveType.DOUBLE);
    private static final List<DataType> TIMES =
            List.of(PrimitiveType.DATE, PrimitiveType.TIMESTAMP, PrimitiveType.TIMESTAMP_NTZ);

    private StoreCast() {}

    /**
     * The value as the column's type; a value that does not fit is an error when it is come to.
     *
     * @param column for messages
     * @throws SchemaMismatchException if values of the type cannot be stored in the column
     */
    static Expression of(Expression value, DataType from, DataType to, String column) {
        if (from.equals(to)) {
            return value;
        }
        boolean simple = !isNested(from) && !isNested(to);
        boolean stores = isNumber(from) && isNumber(to)
                || TIMES.contains(from) && TIMES.contains(to)
                || simple && to == PrimitiveType.STRING && from != PrimitiveType.BINARY;
        if (stores) {
            return value.cast(to);
        }
        if (isNested(from) && isNested(to)) {
            return value; // fitted field by field when it is written
        }
        throw new SchemaMismatchException(
                "A value of this type is not stored in the column; cast it, if that is meant",
                Facts.of("column", column, "expected", to, "found", from)
                        .and("rule", "type")
                        .and("value", value));
    }

    /**
     * Says no to values that lack a field of the column, which would be null in rows that have a value there.
     *
     * @throws SchemaMismatchException naming the path of the field
     */
    static void requireAllFields(DataType from, DataType to, String path) {
        if (from instanceof ArrayType value && to instanceof ArrayType column) {
            requireAllFields(value.element(), column.element(), path + ".element");
        } else if (from instanceof MapType value && to instanceof MapType column) {
            requireAllFields(value.key(), column.key(), path + ".key");
            requireAllFields(value.value(), column.value(), path + ".value");
        } else if (from instanceof StructType value && to instanceof StructType column) {
            for (StructField field : column.fields()) {
                String below = path + "." + field.name();
                int index = value.indexOf(field.name());
                if (index < 0) {
                    throw new SchemaMismatchException(
                            "A value lacks a field of the column that is set; set the fields that it has, one by one",
                            Facts.of("column", below, "fields", value.names(), "rule", "columns"));
                }
                requireAllFields(value.field(index).type(), field.type(), below);
            }
        }
    }

    private static boolean isNumber(DataType type) {
        return NUMBERS.contains(type) || type instanceof DecimalType;
    }

    private static boolean isNested(DataType type) {
        return !(type instanceof PrimitiveType || type instanceof DecimalType);
    }
}
