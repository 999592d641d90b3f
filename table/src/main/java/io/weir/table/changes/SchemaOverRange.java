package io.weir.table.changes;

import io.weir.format.schema.ColumnMapping;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaChangedException;
import io.weir.log.state.TableShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether what older versions of a table wrote can be given out in the schema of a newer one without leaving anything out: columns
 * may have been added, renamed and widened, but not dropped or given another type. Pure functions.
 */
final class SchemaOverRange {
    private SchemaOverRange() {}

    /** @throws SchemaChangedException naming the column that is not the same any more */
    static void requireHeldBy(TableShape end, TableShape older) {
        boolean widens = end.protocol().effectiveReaderFeatures().stream().anyMatch(f -> f.startsWith("typeWidening"));
        StructType now = end.columnMapping().physicalSchema(end.schema());
        check("", older.columnMapping().physicalSchema(older.schema()), now, widens);
    }

    private static void check(String path, DataType older, DataType now, boolean widens) {
        if (older instanceof StructType was && now instanceof StructType is) {
            for (StructField field : was.fields()) {
                String column = path.isEmpty() ? field.name() : path + "." + field.name();
                StructField same = is.field(field.name())
                        .orElseThrow(() -> changed("A column was dropped within the range of versions", column));
                check(column, field.type(), same.type(), widens);
            }
        } else if (older instanceof ArrayType was && now instanceof ArrayType is) {
            check(path + ".element", was.element(), is.element(), widens);
        } else if (older instanceof MapType was && now instanceof MapType is) {
            check(path + ".key", was.key(), is.key(), widens);
            check(path + ".value", was.value(), is.value(), widens);
        } else if (!older.equals(now) && !(widens && older.isPrimitive() && now.isPrimitive())) {
            throw changed("A column got another type within the range of versions", path);
        }
    }

    private static SchemaChangedException changed(String sentence, String column) {
        return new SchemaChangedException(sentence + "; ask for a range that ends before", Facts.of("column", column));
    }

    /** The partition columns of an older version by the names that they have in a newer one. */
    static List<String> partitionColumns(TableShape end, TableShape older) {
        ColumnMapping mapping = older.columnMapping();
        Set<String> physical = new HashSet<>();
        older.partitionSchema().fields().forEach(field -> physical.add(mapping.physicalName(field)));
        List<String> names = new ArrayList<>();
        for (StructField field : end.schema().fields()) {
            if (physical.contains(end.columnMapping().physicalName(field))) {
                names.add(field.name());
            }
        }
        return names;
    }
}
