package io.weir.format.text;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.nio.charset.StandardCharsets;

/** Rows as CSV. */
final class CsvRows extends RowPrinter {
    private final StructType schema;
    private final PlainCell[] cells;
    private final Utf8Buffer cell = new Utf8Buffer();
    private boolean headed;

    CsvRows(StructType schema) {
        this.schema = schema;
        this.cells = schema.fields().stream().map(f -> new PlainCell(f.type())).toArray(PlainCell[]::new);
    }

    @Override
    void row(ColumnBatch batch, int row) {
        head();
        for (int c = 0; c < cells.length; c++) {
            if (c > 0) {
                text.append(',');
            }
            ColumnVector vector = batch.column(c);
            if (vector.isNull(row)) {
                continue;
            }
            if (cells[c].isPlain() && !isEmpty(vector, row)) {
                cells[c].print(vector, row, text);
            } else {
                cell.clear();
                cells[c].print(vector, row, cell);
                quoteIfNeeded(cell.data(), cell.size());
            }
        }
        text.append('\n');
    }

    private static boolean isEmpty(ColumnVector vector, int row) {
        return vector instanceof BytesVector bytes && bytes.start(row) == bytes.end(row);
    }

    @Override
    void end() {
        head();
    }

    private void head() {
        if (headed) {
            return;
        }
        headed = true;
        for (int c = 0; c < schema.size(); c++) {
            if (c > 0) {
                text.append(',');
            }
            StructField field = schema.field(c);
            byte[] name = field.name().getBytes(StandardCharsets.UTF_8);
            quoteIfNeeded(name, name.length);
        }
        text.append('\n');
    }

    /** An empty cell is null to readers, so an empty string is quoted too. */
    private void quoteIfNeeded(byte[] data, int size) {
        boolean quote = size == 0;
        for (int i = 0; i < size && !quote; i++) {
            byte b = data[i];
            quote = b == ',' || b == '"' || b == '\n' || b == '\r';
        }
        if (!quote) {
            text.append(data, 0, size);
            return;
        }
        text.append('"');
        for (int i = 0; i < size; i++) {
            if (data[i] == '"') {
                text.append('"');
            }
            text.append((char) (data[i] & 0xFF));
        }
        text.append('"');
    }
}
