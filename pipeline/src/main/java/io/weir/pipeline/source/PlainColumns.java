package io.weir.pipeline.source;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table's columns without what only that table means by them: ids, names in files, where values come from. Pure functions. */
final class PlainColumns {
    /** What a column is, rather than how its table keeps it. */
    private static final Set<String> KEPT = Set.of("comment", "__CHAR_VARCHAR_TYPE_STRING");

    private PlainColumns() {}

    static StructType of(StructType columns) {
        return (StructType) plain(columns);
    }

    private static DataType plain(DataType type) {
        if (type instanceof StructType struct) {
            List<StructField> fields = new ArrayList<>();
            for (StructField field : struct.fields()) {
                Map<String, String> kept = new HashMap<>(field.metadata().entries());
                kept.keySet().retainAll(KEPT);
                fields.add(
                        new StructField(field.name(), plain(field.type()), field.nullable(), new FieldMetadata(kept)));
            }
            return new StructType(fields);
        }
        if (type instanceof ArrayType array) {
            return new ArrayType(plain(array.element()), array.containsNull());
        }
        return type instanceof MapType map
                ? new MapType(plain(map.key()), plain(map.value()), map.valueContainsNull())
                : type;
    }
}
