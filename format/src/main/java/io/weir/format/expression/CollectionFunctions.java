package io.weir.format.expression;

import io.weir.format.batch.ArrayVector;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;

/** Functions of arrays, maps and structs, row by row. Pure. */
final class CollectionFunctions {
    private CollectionFunctions() {}

    static String size(ColumnVector[] arguments, int row, ColumnBuilder out) {
        if (arguments[0] instanceof ArrayVector array) {
            out.appendInt(array.end(row) - array.start(row));
        } else {
            MapVector map = (MapVector) arguments[0];
            out.appendInt(map.end(row) - map.start(row));
        }
        return RowNode.OK;
    }

    /** Null if no element is the value and one is null. */
    static String contains(ColumnVector[] arguments, int row, ColumnBuilder out) {
        ArrayVector array = (ArrayVector) arguments[0];
        ColumnVector elements = array.elements();
        boolean anyNull = false;
        for (int i = array.start(row); i < array.end(row); i++) {
            if (elements.isNull(i)) {
                anyNull = true;
            } else if (equal(elements, i, arguments[1], row)) {
                out.appendBoolean(true);
                return RowNode.OK;
            }
        }
        if (anyNull) {
            out.appendNull();
        } else {
            out.appendBoolean(false);
        }
        return RowNode.OK;
    }

    /** Neither is null. */
    private static boolean equal(ColumnVector a, int row, ColumnVector b, int other) {
        byte[] order = new byte[1];
        CompareNode.order(a.slice(row, row + 1), b.slice(other, other + 1), 1, order);
        return order[0] == 0;
    }

    /** {@code a[i]}, counted from 0. */
    static String get(ColumnVector[] arguments, int row, ColumnBuilder out) {
        ArrayVector array = (ArrayVector) arguments[0];
        long index = RowNode.whole(arguments[1], row);
        int length = array.end(row) - array.start(row);
        if (index < 0 || index >= length) {
            return "An array has no element of an index";
        }
        VectorCopy.append(array.elements(), array.start(row) + (int) index, out);
        return RowNode.OK;
    }

    /** The value of a key; null if the map does not have it. */
    static String value(ColumnVector[] arguments, int row, ColumnBuilder out) {
        MapVector map = (MapVector) arguments[0];
        for (int i = map.start(row); i < map.end(row); i++) {
            if (equal(map.keys(), i, arguments[1], row)) {
                VectorCopy.append(map.values(), i, out);
                return RowNode.OK;
            }
        }
        out.appendNull();
        return RowNode.OK;
    }

    static String field(int position, ColumnVector[] arguments, int row, ColumnBuilder out) {
        VectorCopy.append(((StructVector) arguments[0]).field(position), row, out);
        return RowNode.OK;
    }
}
