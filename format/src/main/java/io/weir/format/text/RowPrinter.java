package io.weir.format.text;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Prints batches of one schema as text, in UTF-8. One thread at a time.
 *
 * <p>Values go from vectors into a byte buffer and from there to the stream; the stream need not be buffered, is not flushed and
 * not closed.
 */
public abstract class RowPrinter {
    private static final int DRAIN_BYTES = 1 << 16;

    /** What is printed and not yet written. */
    final Utf8Buffer text = new Utf8Buffer();

    RowPrinter() {}

    /**
     * One row a line in the exact form by which rows of different implementations are compared byte by byte: floating point numbers
     * in hexadecimal, decimals with all their digits, maps as sorted pairs. Lines come in the order of the rows.
     */
    public static RowPrinter canonical(StructType schema) {
        return new JsonRows(JsonCell.canonical(schema), JsonRows.Layout.LINES);
    }

    /** One JSON object a line. */
    public static RowPrinter jsonLines(StructType schema) {
        return new JsonRows(JsonCell.plain(schema), JsonRows.Layout.LINES);
    }

    /** One JSON array of objects. */
    public static RowPrinter jsonArray(StructType schema) {
        return new JsonRows(JsonCell.plain(schema), JsonRows.Layout.ARRAY);
    }

    /**
     * RFC 4180 with a header and line feeds. Null is an empty cell, an empty string is {@code ""}; nested values are JSON.
     */
    public static RowPrinter csv(StructType schema) {
        return new CsvRows(schema);
    }

    /**
     * Aligned columns for people. Control characters are shown as escapes.
     *
     * @param width of the terminal in columns; wider cells are cut
     */
    public static RowPrinter table(StructType schema, int width) {
        return new TableRows(schema, width);
    }

    /** Prints what is held back, as widths of columns are not known before some rows are. */
    public final void show(OutputStream out) throws IOException {
        release();
        text.drainTo(out);
    }

    /** Nothing is held back unless a form says so. */
    void release() {}

    /** Prints all rows of a batch. */
    public final void print(ColumnBatch batch, OutputStream out) throws IOException {
        for (int row = 0; row < batch.rowCount(); row++) {
            row(batch, row);
            if (text.size() >= DRAIN_BYTES) {
                text.drainTo(out);
            }
        }
        text.drainTo(out);
    }

    /** Prints what comes after the last row. */
    public final void finish(OutputStream out) throws IOException {
        end();
        text.drainTo(out);
    }

    abstract void row(ColumnBatch batch, int row);

    abstract void end();
}
