package io.weir.format.parquet.write;

import io.weir.format.type.DataType;
import java.util.List;

/**
 * A column or a part of one, as it is shredded: which levels its values have and what lies below.
 *
 * @param path names of the fields down to here as the table knows them; {@code list}, {@code element}, {@code key_value} and
 *     the like as Parquet does
 * @param type the type of the values here
 * @param optional may a value be null? It then adds a definition level
 * @param definition definition level of a value that is there
 * @param repetition repetition level of the innermost list around
 * @param children elements of a list, key and value of a map, fields of a struct
 * @param leaf number of the column chunk, or -1 if there are children
 * @param statistic number of the statistics column, or -1 if this is inside a list or a map, or a struct
 */
record ParquetNode(
        List<String> path,
        DataType type,
        boolean optional,
        int definition,
        int repetition,
        List<ParquetNode> children,
        int leaf,
        int statistic) {

    /** The type of a leaf. */
    record Leaf(
            List<String> path,
            DataType type,
            org.apache.parquet.format.Type physical,
            int width,
            int maxDefinition,
            int maxRepetition,
            int statistic) {}

    String name() {
        return String.join(".", path);
    }
}
