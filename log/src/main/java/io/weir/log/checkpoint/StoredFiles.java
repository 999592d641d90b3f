package io.weir.log.checkpoint;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructType;
import io.weir.log.action.Sidecar;

/**
 * A sidecar that is there, as far as a new checkpoint wants to know whether it can name it again. Immutable.
 *
 * @param rows how many there are in it, of whatever kind
 * @param columns what it says of a file
 * @param namedMillis when the newest checkpoint was written of which it is known that it names it; milliseconds since the epoch
 */
record StoredFiles(Sidecar sidecar, long rows, StructType columns, long namedMillis) {
    /** Would a sidecar that is written now have the same columns, whatever may be null? */
    boolean hasColumns(StructType wanted) {
        return same(columns, wanted);
    }

    private static boolean same(DataType first, DataType second) {
        if (first instanceof StructType a && second instanceof StructType b) {
            boolean same = a.names().equals(b.names());
            for (int i = 0; same && i < a.size(); i++) {
                same = same(a.field(i).type(), b.field(i).type());
            }
            return same;
        }
        if (first instanceof ArrayType a && second instanceof ArrayType b) {
            return same(a.element(), b.element());
        }
        if (first instanceof MapType a && second instanceof MapType b) {
            return same(a.key(), b.key()) && same(a.value(), b.value());
        }
        return first.equals(second);
    }
}
