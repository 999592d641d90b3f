package io.weir.table.rules;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that Spark declared {@code CHAR(n)} or {@code VARCHAR(n)}: texts to the table, with the declared type in the
 * field's metadata. Immutable.
 */
final class TextLengths {
    private static final String DECLARED = "__CHAR_VARCHAR_TYPE_STRING";

    private final List<@Nullable TextLength> columns;

    private TextLengths(List<@Nullable TextLength> columns) {
        this.columns = columns;
    }

    static TextLengths of(StructType schema) {
        List<@Nullable TextLength> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            String declared = FieldProperties.text(field.metadata(), DECLARED);
            columns.add(declared == null ? null : DeclaredTexts.read(declared, field));
        }
        return new TextLengths(columns.stream().allMatch(c -> c == null) ? List.of() : columns);
    }

    /** @throws io.weir.log.error.ConstraintViolationException if a text is too long, with column and row */
    void check(ColumnBatch rows, long firstRow) {
        for (int i = 0; i < columns.size(); i++) {
            TextLength length = columns.get(i);
            if (length != null) {
                length.check(rows.column(i), row -> row, firstRow);
            }
        }
    }
}
