package io.weir.pipeline.decode;

import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the schema of CSV by looking at some of its records: the narrowest type that every non-null cell of a column has. BOOLEAN,
 * then as in {@link InferredType}; a mixture is STRING, for in CSV everything is text. One thread at a time.
 */
final class CsvInference {
    private final List<String> header;
    private final CsvFormat format;
    private final CsvCells cells;
    private final TemporalText temporal = new TemporalText();
    private final NumberText number = new NumberText();
    private final List<InferredType> columns = new ArrayList<>();
    private final boolean[] numeric;
    private final boolean[] other;
    private final boolean[] bool;

    CsvInference(List<String> header, CsvFormat format) {
        this.header = header;
        this.format = format;
        this.cells = new CsvCells(format.delimiter());
        for (int i = 0; i < header.size(); i++) {
            columns.add(new InferredType());
        }
        this.numeric = new boolean[header.size()];
        this.other = new boolean[header.size()];
        this.bool = new boolean[header.size()];
    }

    void add(byte[] text, int start, int end) {
        cells.reset(text, start, end);
        for (int i = 0; cells.next() && i < columns.size(); i++) {
            if (cells.start == cells.end) {
                continue;
            }
            String cell = cells.string();
            if (!cells.quoted && cell.equals(format.nullText())) {
                continue;
            }
            InferredType column = columns.get(i);
            if (cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false")) {
                bool[i] = true;
                column.bool();
            } else if (number.read(cells.bytes, cells.start, cells.end) == cells.end) {
                numeric[i] = true;
                if (cell.indexOf('.') >= 0 || cell.indexOf('e') >= 0 || cell.indexOf('E') >= 0) {
                    column.fraction();
                } else {
                    column.integer(cell);
                }
            } else {
                other[i] = true;
                JsonInference.text(cell, column, temporal);
            }
        }
    }

    /** The schema so far, its fields named as in the header. */
    StructType schema() {
        List<StructField> fields = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            int families = (numeric[i] ? 1 : 0) + (other[i] ? 1 : 0) + (bool[i] ? 1 : 0);
            DataType type = families > 1 ? PrimitiveType.STRING : columns.get(i).type();
            fields.add(new StructField(header.get(i), type));
        }
        return new StructType(fields);
    }

    /** Names for the cells of a file without a header: {@code _c0}, {@code _c1} and so on. */
    static List<String> numbered(int cells) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < cells; i++) {
            names.add("_c" + i);
        }
        return names;
    }

    /** The header of the record in the bytes. */
    static List<String> header(CsvFormat format, String source, byte[] text, int start, int end) {
        @Nullable List<String> names = new CsvCells(format.delimiter()).all(text, start, end);
        if (names == null) {
            throw new SourceException("The header is not valid CSV {source=" + source + "}");
        }
        return names;
    }
}
