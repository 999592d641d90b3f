package io.weir.table.record;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.type.DataType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * One component of a record and the column it is read from.
 *
 * @param component its path from the outermost record
 * @param column the column's name
 * @param position which of the record's vectors
 */
record Cell(String component, String column, int position) {

    /** A getter {@code (ColumnVector[], int) -> primitive}. */
    MethodHandle primitive(Class<?> type, DataType columnType) {
        if (!Widening.heldBy(type, columnType)) {
            throw mismatch(type.getSimpleName(), columnType);
        }
        boolean widened = columnType != Widening.own(type);
        String method = type.getSimpleName() + "At";
        if (widened && type == long.class) {
            method = "longFromInt";
        } else if (widened && type == double.class) {
            method = "doubleFromFloat";
        }
        return find(method, MethodType.methodType(type, Cell.class, ColumnVector[].class, int.class))
                .bindTo(this);
    }

    /** A getter {@code (ColumnVector[], int) -> type}. */
    MethodHandle object(Class<?> type, ValueReader reader) {
        MethodHandle getter = find(
                "objectAt",
                MethodType.methodType(Object.class, Cell.class, ValueReader.class, ColumnVector[].class, int.class));
        MethodHandle bound = MethodHandles.insertArguments(getter, 0, this, reader);
        return bound.asType(bound.type().changeReturnType(type));
    }

    IllegalArgumentException mismatch(String type, DataType columnType) {
        return new IllegalArgumentException("Component cannot hold its column {column=" + column + ", column type="
                + columnType.sql() + ", component=" + component + ", component type=" + type + "}");
    }

    private static MethodHandle find(String method, MethodType type) {
        try {
            return MethodHandles.lookup().findStatic(Cell.class, method, type);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static ColumnVector present(Cell cell, ColumnVector[] vectors, int row) {
        ColumnVector vector = vectors[cell.position];
        if (vector.isNull(row)) {
            throw new NullPointerException("Null for a primitive component; declare it as its box {column="
                    + cell.column + ", component=" + cell.component + ", row=" + row + "}");
        }
        return vector;
    }

    static boolean booleanAt(Cell cell, ColumnVector[] vectors, int row) {
        return ((BooleanVector) present(cell, vectors, row)).value(row);
    }

    static byte byteAt(Cell cell, ColumnVector[] vectors, int row) {
        return (byte) ((IntVector) present(cell, vectors, row)).value(row);
    }

    static short shortAt(Cell cell, ColumnVector[] vectors, int row) {
        return (short) ((IntVector) present(cell, vectors, row)).value(row);
    }

    static int intAt(Cell cell, ColumnVector[] vectors, int row) {
        return ((IntVector) present(cell, vectors, row)).value(row);
    }

    static long longAt(Cell cell, ColumnVector[] vectors, int row) {
        return ((LongVector) present(cell, vectors, row)).value(row);
    }

    static long longFromInt(Cell cell, ColumnVector[] vectors, int row) {
        return ((IntVector) present(cell, vectors, row)).value(row);
    }

    static float floatAt(Cell cell, ColumnVector[] vectors, int row) {
        return ((FloatVector) present(cell, vectors, row)).value(row);
    }

    static double doubleAt(Cell cell, ColumnVector[] vectors, int row) {
        return ((DoubleVector) present(cell, vectors, row)).value(row);
    }

    static double doubleFromFloat(Cell cell, ColumnVector[] vectors, int row) {
        return ((FloatVector) present(cell, vectors, row)).value(row);
    }

    static @Nullable Object objectAt(Cell cell, ValueReader reader, ColumnVector[] vectors, int row) {
        ColumnVector vector = vectors[cell.position];
        return vector.isNull(row) ? null : reader.read(vector, row);
    }
}
