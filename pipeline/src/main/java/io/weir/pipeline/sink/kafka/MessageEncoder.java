package io.weir.pipeline.sink.kafka;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.text.RowJson;
import io.weir.format.text.Utf8Buffer;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.pipeline.sink.SinkException;
import io.weir.table.changes.ChangeColumns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes messages of rows that have the same columns. One thread at a time. */
final class MessageEncoder {
    private static final byte[] DELETE = "delete".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BEFORE_UPDATE = "update_preimage".getBytes(StandardCharsets.UTF_8);
    private static final int NONE = -1;

    private final KafkaSink.Writing writing;
    private final RowJson values;
    private final int[] keys;
    private final StructType keySchema;
    private final RowJson keyJson;
    private final int changeType;
    private final Utf8Buffer key = new Utf8Buffer();
    private final Utf8Buffer value = new Utf8Buffer();

    /** @throws SinkException if the rows lack a column that is needed */
    MessageEncoder(KafkaSink.Writing writing, StructType schema) {
        this.writing = writing;
        this.values = new RowJson(schema);
        this.keys = writing.key().stream()
                .mapToInt(name -> place(schema, name, "The key's column is not one of the rows'"))
                .toArray();
        List<StructField> fields = new ArrayList<>();
        for (int column : keys) {
            fields.add(schema.field(column));
        }
        this.keySchema = new StructType(fields);
        this.keyJson = new RowJson(keySchema);
        this.changeType = writing.tombstones()
                ? place(
                        schema,
                        ChangeColumns.CHANGE_TYPE,
                        "Tombstones are for rows that say what happened to them, as a change feed's do")
                : NONE;
    }

    private int place(StructType schema, String column, String otherwise) {
        int index = schema.indexOf(column);
        if (index < 0) {
            throw new SinkException(otherwise + " {column=" + column + ", columns=" + schema.names() + ", topic="
                    + writing.topic() + "}");
        }
        return index;
    }

    void encode(ColumnBatch rows, MessageBuffer into) {
        List<ColumnVector> ofKey = new ArrayList<>();
        for (int column : keys) {
            ofKey.add(rows.columns().get(column));
        }
        ColumnBatch keyRows = new ColumnBatch(keySchema, rows.rowCount(), ofKey);
        @Nullable
        BytesVector kinds =
                changeType == NONE ? null : (BytesVector) rows.columns().get(changeType);
        for (int row = 0; row < rows.rowCount(); row++) {
            if (kinds != null && is(kinds, row, BEFORE_UPDATE)) {
                continue;
            }
            boolean gone = kinds != null && is(kinds, row, DELETE);
            boolean hasKey = encodeKey(keyRows, row);
            if (!hasKey && writing.tombstones()) {
                throw new SinkException("A row has no key, so the topic could not say when it is gone {columns="
                        + writing.key() + ", topic=" + writing.topic() + "}");
            }
            if (!gone) {
                value.clear();
                values.row(rows, row, value);
            }
            into.add(hasKey ? key : null, gone ? null : value);
        }
    }

    /** @return false if there is no key, or all of it is null */
    private boolean encodeKey(ColumnBatch keyRows, int row) {
        boolean any = false;
        for (ColumnVector column : keyRows.columns()) {
            any |= !column.isNull(row);
        }
        if (!any) {
            return false;
        }
        key.clear();
        if (keys.length > 1) {
            keyJson.row(keyRows, row, key);
        } else if (keySchema.field(0).type() == PrimitiveType.STRING) {
            BytesVector text = (BytesVector) keyRows.columns().get(0);
            key.append(text.data(), text.start(row), text.end(row));
        } else {
            keyJson.value(keyRows, 0, row, key);
        }
        return true;
    }

    private static boolean is(BytesVector kinds, int row, byte[] kind) {
        return !kinds.isNull(row)
                && Arrays.equals(kinds.data(), kinds.start(row), kinds.end(row), kind, 0, kind.length);
    }
}
