package io.weir.format.text;

import io.weir.format.batch.ColumnBatch;

/** Rows as JSON objects. */
final class JsonRows extends RowPrinter {
    enum Layout {
        /** A line each. */
        LINES,
        /** In one array, a line each. */
        ARRAY
    }

    private final JsonCell.Fields fields;
    private final Layout layout;
    private boolean first = true;

    JsonRows(JsonCell.Fields fields, Layout layout) {
        this.fields = fields;
        this.layout = layout;
    }

    @Override
    void row(ColumnBatch batch, int row) {
        if (layout == Layout.ARRAY) {
            text.appendAscii(first ? "[" : ",\n");
            first = false;
        }
        fields.print(batch.columns(), row, text);
        if (layout == Layout.LINES) {
            text.append('\n');
        }
    }

    @Override
    void end() {
        if (layout == Layout.ARRAY) {
            text.appendAscii(first ? "[]\n" : "]\n");
        }
    }
}
