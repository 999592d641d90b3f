package io.weir.pipeline.decode;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;

/** Adds to a schema what another has beyond it. Pure. */
public final class SchemaGrowth {
    private SchemaGrowth() {}

    /** {@code base} with the fields of {@code other} that it lacks, at the end, at every depth; types it has stay as they are. */
    public static StructType add(StructType base, StructType other) {
        List<StructField> fields = new ArrayList<>(base.fields());
        for (StructField field : other.fields()) {
            int index = base.indexOf(field.name());
            if (index < 0) {
                fields.add(field);
            } else {
                StructField old = base.field(index);
                fields.set(index, old.withType(add(old.type(), field.type())));
            }
        }
        return new StructType(fields);
    }

    private static DataType add(DataType base, DataType other) {
        if (base instanceof StructType struct && other instanceof StructType more) {
            return add(struct, more);
        }
        if (base instanceof ArrayType array && other instanceof ArrayType more) {
            return new ArrayType(add(array.element(), more.element()), array.containsNull());
        }
        if (base instanceof MapType map && other instanceof MapType more) {
            return new MapType(map.key(), add(map.value(), more.value()), map.valueContainsNull());
        }
        return base;
    }
}
