package io.weir.format.text;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows as aligned columns. The widths are those of the first rows; later cells that are wider are cut. */
final class TableRows extends RowPrinter {
    private static final int ROWS_THAT_SET_THE_WIDTHS = 1000;
    private static final int NARROWEST = 8;
    private static final String GAP = "  ";
    private static final String NULL = "NULL";

    private final StructType schema;
    private final int terminalWidth;
    private final PlainCell[] cells;
    private final boolean[] right;
    private final Utf8Buffer scratch = new Utf8Buffer();
    private final List<String[]> waiting = new ArrayList<>();
    private int[] widths = new int[0];
    private boolean started;

    TableRows(StructType schema, int terminalWidth) {
        this.schema = schema;
        this.terminalWidth = terminalWidth;
        this.cells = schema.fields().stream().map(f -> new PlainCell(f.type())).toArray(PlainCell[]::new);
        this.right = new boolean[cells.length];
        for (int c = 0; c < cells.length; c++) {
            right[c] = PlainCell.isNumber(schema.field(c).type());
        }
    }

    @Override
    void row(ColumnBatch batch, int row) {
        String[] line = new String[cells.length];
        for (int c = 0; c < cells.length; c++) {
            if (batch.column(c).isNull(row)) {
                line[c] = NULL;
            } else {
                scratch.clear();
                cells[c].print(batch.column(c), row, scratch);
                line[c] = shown(
                        DisplayWidth.printable(scratch.toString()),
                        schema.field(c).type());
            }
        }
        if (started) {
            line(line);
        } else {
            waiting.add(line);
            if (waiting.size() == ROWS_THAT_SET_THE_WIDTHS) {
                start();
            }
        }
    }

    /** A string that could be taken for a null, or for nothing, stands in quotes. */
    private static String shown(String text, DataType type) {
        boolean ambiguous = text.isEmpty() || text.equals(NULL);
        return ambiguous && type == PrimitiveType.STRING ? "'" + text + "'" : text;
    }

    @Override
    void release() {
        if (!started && !waiting.isEmpty()) {
            start();
        }
    }

    @Override
    void end() {
        if (!started) {
            start();
        }
    }

    private void start() {
        started = true;
        String[] names = schema.names().stream().map(DisplayWidth::printable).toArray(String[]::new);
        widths = new int[cells.length];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = DisplayWidth.of(names[c]);
            for (String[] line : waiting) {
                widths[c] = Math.max(widths[c], DisplayWidth.of(line[c]));
            }
        }
        shrink();
        line(names);
        String[] rules = new String[cells.length];
        for (int c = 0; c < rules.length; c++) {
            rules[c] = "-".repeat(widths[c]);
        }
        line(rules);
        waiting.forEach(this::line);
        waiting.clear();
    }

    /** Takes from the widest columns until the line fits the terminal, or all are narrow. */
    private void shrink() {
        int excess = Arrays.stream(widths).sum() + GAP.length() * Math.max(0, widths.length - 1) - terminalWidth;
        while (excess > 0) {
            int widest = 0;
            for (int c = 1; c < widths.length; c++) {
                if (widths[c] > widths[widest]) {
                    widest = c;
                }
            }
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
            excess--;
        }
    }

    private void line(String[] values) {
        for (int c = 0; c < values.length; c++) {
            if (c > 0) {
                text.appendAscii(GAP);
            }
            String value = DisplayWidth.cut(values[c], widths[c]);
            int padding = widths[c] - DisplayWidth.of(value);
            if (right[c]) {
                pad(padding);
            }
            text.appendString(value);
            if (!right[c] && c < values.length - 1) {
                pad(padding);
            }
        }
        text.append('\n');
    }

    private void pad(int count) {
        for (int i = 0; i < count; i++) {
            text.append(' ');
        }
    }
}
