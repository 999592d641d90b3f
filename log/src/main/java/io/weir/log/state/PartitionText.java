package io.weir.log.state;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.PartitionValues;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads many partition values at once, which the log spells as text whatever their type. Pure functions; what a text means is
 * the affair of {@link PartitionValues}.
 */
public final class PartitionText {
    private PartitionText() {}

    /**
     * Texts as values of a partition column.
     *
     * @param texts best in dictionary form: every entry that a row has is then read once
     * @throws CorruptTableException if a text is no value of the column's type
     */
    public static ColumnVector parse(StructField column, BytesVector texts) {
        int[] ids = texts.ids();
        ColumnBuilder values = ColumnBuilder.of(column.type());
        int entries = ids == null ? texts.length() : texts.dictionarySize();
        byte[] data = texts.data();
        int[] offsets = texts.offsets();
        boolean[] wanted = wanted(texts, entries);
        for (int entry = 0; entry < entries; entry++) {
            if (!wanted[entry] || offsets[entry] == offsets[entry + 1]) {
                values.appendNull();
            } else if (column.type() == PrimitiveType.STRING || column.type() == PrimitiveType.BINARY) {
                values.appendBytes(data, offsets[entry], offsets[entry + 1] - offsets[entry]);
            } else {
                int start = offsets[entry];
                append(values, column, new String(data, start, offsets[entry + 1] - start, StandardCharsets.UTF_8));
            }
        }
        ColumnVector read = values.build();
        return ids == null ? read : gathered(read, texts, ids);
    }

    /** Which entries some row has. */
    private static boolean[] wanted(BytesVector texts, int entries) {
        int[] ids = texts.ids();
        boolean[] wanted = new boolean[entries];
        for (int row = 0; row < texts.length(); row++) {
            if (!texts.isNull(row)) {
                wanted[ids == null ? row : ids[row]] = true;
            }
        }
        return wanted;
    }

    private static ColumnVector gathered(ColumnVector entries, BytesVector texts, int[] ids) {
        boolean[] missing = texts.nulls();
        if (missing == null) {
            return entries.take(ids, texts.length());
        }
        // where there is no text the id is any legal one; its entry must not shine through
        ColumnBuilder none = ColumnBuilder.of(entries.type());
        none.appendNull();
        StructType schema = StructType.EMPTY.add("value", entries.type());
        ColumnVector withNull = ColumnBatch.concat(schema, List.of(batch(schema, entries), batch(schema, none.build())))
                .column(0);
        int[] from = new int[texts.length()];
        for (int row = 0; row < from.length; row++) {
            from[row] = missing[row] ? entries.length() : ids[row];
        }
        return withNull.take(from, from.length);
    }

    private static ColumnBatch batch(StructType schema, ColumnVector vector) {
        return new ColumnBatch(schema, vector.length(), List.of(vector));
    }

    /** Is a text a value of a partition column? */
    static boolean isValue(StructField column, String text) {
        try {
            PartitionValues.append(text, ColumnBuilder.of(column.type()));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void append(ColumnBuilder values, StructField column, String text) {
        if (!column.type().isPrimitive()) {
            throw new UnsupportedTableException(
                    "A table cannot be partitioned by a column of this type",
                    List.of(),
                    Facts.of("column", column.name(), "type", column.type()));
        }
        try {
            PartitionValues.append(text, values);
        } catch (IllegalArgumentException e) {
            throw new CorruptTableException(
                    "A partition value is none of the column's type",
                    Facts.of("column", column.name(), "type", column.type().sql(), "value", text),
                    e);
        }
    }
}
