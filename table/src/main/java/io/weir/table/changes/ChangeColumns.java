package io.weir.table.changes;

import io.weir.format.json.JsonOutput;
import io.weir.format.schema.ColumnMapping;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.DataType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import java.util.List;

/** The columns that a change has beside those of the table. (PROTOCOL.md, "Reader Requirements for AddCDCFile") */
public final class ChangeColumns {
    /** {@code insert}, {@code update_preimage}, {@code update_postimage} or {@code delete}. */
    public static final String CHANGE_TYPE = "_change_type";

    /** The version that made the change. */
    public static final String COMMIT_VERSION = "_commit_version";

    /** When that version was committed. */
    public static final String COMMIT_TIMESTAMP = "_commit_timestamp";

    private ChangeColumns() {}

    /** A table's columns and those of a change. */
    static StructType with(StructType table, ColumnMapping mapping) {
        for (String name : List.of(CHANGE_TYPE, COMMIT_VERSION, COMMIT_TIMESTAMP)) {
            if (table.indexOf(name) >= 0) {
                throw new UnsupportedTableException(
                        "The table has a column of a name that its changes need", List.of(), Facts.of("column", name));
            }
        }
        return table.add(field(CHANGE_TYPE, PrimitiveType.STRING, mapping))
                .add(field(COMMIT_VERSION, PrimitiveType.LONG, mapping))
                .add(field(COMMIT_TIMESTAMP, PrimitiveType.TIMESTAMP, mapping));
    }

    /** Where columns are mapped, these have their own names in files. */
    private static StructField field(String name, DataType type, ColumnMapping mapping) {
        if (mapping == ColumnMapping.NONE) {
            return new StructField(name, type);
        }
        return new StructField(
                name, type, true, FieldMetadata.EMPTY.with(FieldProperties.PHYSICAL_NAME, JsonOutput.quote(name)));
    }
}
