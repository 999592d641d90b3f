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
import java.util.HashMap;
import java.util.Map;

/**
 * Whether a stream can go on in a new schema of its table: columns may come, be widened, moved, described and made nullable. A stream whose
 * columns are renamed, dropped or given another type would quietly lose what they hold. Pure functions.
 */
final class SchemaStep {
    private SchemaStep() {}

    /** @throws SchemaChangedException naming the column that is not the same any more */
    static void requireFollowed(TableShape before, TableShape after) {
        boolean widens =
                after.protocol().effectiveReaderFeatures().stream().anyMatch(f -> f.startsWith("typeWidening"));
        new Comparison(before.columnMapping(), after.columnMapping(), widens)
                .types("", before.schema(), after.schema());
    }

    private record Comparison(ColumnMapping before, ColumnMapping after, boolean widens) {
        void types(String path, DataType old, DataType now) {
            if (old instanceof StructType was && now instanceof StructType is) {
                structs(path, was, is);
            } else if (old instanceof ArrayType was && now instanceof ArrayType is) {
                types(path + ".element", was.element(), is.element());
            } else if (old instanceof MapType was && now instanceof MapType is) {
                types(path + ".key", was.key(), is.key());
                types(path + ".value", was.value(), is.value());
            } else if (!old.equals(now) && !(widens && old.isPrimitive() && now.isPrimitive())) {
                throw changed("A column got another type", Facts.of("column", path, "is", now, "was", old));
            }
        }

        private void structs(String path, StructType was, StructType is) {
            Map<String, StructField> byPhysicalName = new HashMap<>();
            for (StructField field : is.fields()) {
                byPhysicalName.put(after.physicalName(field), field);
            }
            for (StructField field : was.fields()) {
                String column = path.isEmpty() ? field.name() : path + "." + field.name();
                StructField same = byPhysicalName.get(before.physicalName(field));
                if (same == null) {
                    throw changed("A column was dropped", Facts.of("column", column));
                }
                if (!same.name().equals(field.name())) {
                    throw changed("A column was renamed", Facts.of("column", column, "is", same.name()));
                }
                types(column, field.type(), same.type());
            }
        }

        private static SchemaChangedException changed(String sentence, Facts facts) {
            return new SchemaChangedException(
                    sentence
                            + " in the middle of a stream, so it stops before the version that did it; bring what reads the stream"
                            + " up to date and start it again behind that version",
                    facts);
        }
    }
}
