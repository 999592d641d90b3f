package io.weir.pipeline.decode;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;

/** A column as the JSON parsers see it: its builder, its parts, and a number for its type that a switch can use. */
final class JsonColumn {
    /** What a value of the column looks like, coarse enough for one branch each. */
    enum Kind {
        BOOLEAN,
        SMALL_INTEGER,
        LONG,
        FLOAT,
        DOUBLE,
        STRING,
        BINARY,
        DATE,
        TIMESTAMP,
        TIMESTAMP_NTZ,
        LONG_DECIMAL,
        WIDE_DECIMAL,
        ARRAY,
        MAP,
        STRUCT
    }

    final String path;
    final DataType type;
    final Kind kind;
    final boolean nullable;
    final ColumnBuilder builder;
    /** An array's element; a map's key and value; a struct's fields. */
    final JsonColumn[] children;
    /** Of a struct; of anything else empty. */
    final FieldTable fields;

    private JsonColumn(String path, DataType type, boolean nullable, ColumnBuilder builder, ColumnNaming naming) {
        this.path = path;
        this.type = type;
        this.nullable = nullable;
        this.builder = builder;
        this.kind = kind(type);
        this.fields = new FieldTable(type instanceof StructType struct ? struct : StructType.EMPTY, naming);
        if (type instanceof ArrayType array) {
            this.children = new JsonColumn[] {
                new JsonColumn(path + ".element", array.element(), array.containsNull(), builder.child(0), naming)
            };
        } else if (type instanceof MapType map) {
            this.children = new JsonColumn[] {
                new JsonColumn(path + ".key", map.key(), false, builder.child(0), naming),
                new JsonColumn(path + ".value", map.value(), map.valueContainsNull(), builder.child(1), naming)
            };
        } else if (type instanceof StructType struct) {
            this.children = new JsonColumn[struct.size()];
            for (int i = 0; i < children.length; i++) {
                StructField field = struct.field(i);
                children[i] = new JsonColumn(
                        path + "." + field.name(), field.type(), field.nullable(), builder.child(i), naming);
            }
        } else {
            this.children = new JsonColumn[0];
        }
    }

    /** The columns of a batch. */
    static JsonColumn[] of(BatchBuilder batch, ColumnNaming naming) {
        JsonColumn[] columns = new JsonColumn[batch.schema().size()];
        for (int i = 0; i < columns.length; i++) {
            StructField field = batch.schema().field(i);
            columns[i] = new JsonColumn(field.name(), field.type(), field.nullable(), batch.column(i), naming);
        }
        return columns;
    }

    private static Kind kind(DataType type) {
        if (type instanceof DecimalType decimal) {
            return decimal.fitsLong() ? Kind.LONG_DECIMAL : Kind.WIDE_DECIMAL;
        }
        if (type instanceof PrimitiveType primitive) {
            return switch (primitive) {
                case BOOLEAN, VOID -> Kind.BOOLEAN; // a table with void columns is not written
                case BYTE, SHORT, INTEGER -> Kind.SMALL_INTEGER;
                case LONG -> Kind.LONG;
                case FLOAT -> Kind.FLOAT;
                case DOUBLE -> Kind.DOUBLE;
                case STRING -> Kind.STRING;
                case BINARY -> Kind.BINARY;
                case DATE -> Kind.DATE;
                case TIMESTAMP -> Kind.TIMESTAMP;
                case TIMESTAMP_NTZ -> Kind.TIMESTAMP_NTZ;
            };
        }
        if (type instanceof ArrayType) {
            return Kind.ARRAY;
        }
        return type instanceof MapType ? Kind.MAP : Kind.STRUCT;
    }

    /** Can an integer be held? Only asked of {@link Kind#SMALL_INTEGER}. */
    boolean holds(long value) {
        return switch ((PrimitiveType) type) {
            case BYTE -> value == (byte) value;
            case SHORT -> value == (short) value;
            default -> value == (int) value;
        };
    }
}
