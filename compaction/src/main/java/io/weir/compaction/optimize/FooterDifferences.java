package io.weir.compaction.optimize;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.state.TypeChanges;
import java.util.Set;

/** How the columns of a file differ from those that its table has now. Pure functions of both, by the names that files have. */
final class FooterDifferences {
    private FooterDifferences() {}

    /** Has the file, at any depth, a column of a narrower type? (PROTOCOL.md, "Type Widening") */
    static boolean hasOlderTypes(DataType file, DataType table) {
        if (file instanceof StructType inFile && table instanceof StructType struct) {
            return struct.fields().stream().anyMatch(field -> {
                int place = inFile.indexOf(field.name());
                return place >= 0 && hasOlderTypes(inFile.field(place).type(), field.type());
            });
        }
        if (file instanceof ArrayType inFile && table instanceof ArrayType array) {
            return hasOlderTypes(inFile.element(), array.element());
        }
        if (file instanceof MapType inFile && table instanceof MapType map) {
            return hasOlderTypes(inFile.key(), map.key()) || hasOlderTypes(inFile.value(), map.value());
        }
        return !file.equals(table) && TypeChanges.isWidening(file, table);
    }

    /**
     * Has the file, at any depth, a column that the table does not have?
     *
     * @param hidden columns that files of the table may have beside those of its schema
     */
    static boolean hasDroppedColumns(DataType file, DataType table, Set<String> hidden) {
        if (file instanceof StructType inFile && table instanceof StructType struct) {
            return inFile.fields().stream().anyMatch(field -> isDropped(field, struct, hidden));
        }
        if (file instanceof ArrayType inFile && table instanceof ArrayType array) {
            return hasDroppedColumns(inFile.element(), array.element(), Set.of());
        }
        return file instanceof MapType inFile
                && table instanceof MapType map
                && (hasDroppedColumns(inFile.key(), map.key(), Set.of())
                        || hasDroppedColumns(inFile.value(), map.value(), Set.of()));
    }

    private static boolean isDropped(StructField inFile, StructType table, Set<String> hidden) {
        int place = table.indexOf(inFile.name());
        return place < 0
                ? !hidden.contains(inFile.name())
                : hasDroppedColumns(inFile.type(), table.field(place).type(), Set.of());
    }
}
