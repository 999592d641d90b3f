package io.weir.format.text;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;

/** Prints one value of a column as a person writes it: strings bare, nested values as JSON. One thread at a time. */
final class PlainCell {
    private final JsonCell json;
    private final boolean string;
    private final boolean quotedInJson;

    PlainCell(DataType type) {
        this.json = JsonCell.of(type, false);
        this.string = type == PrimitiveType.STRING;
        this.quotedInJson = type instanceof PrimitiveType;
    }

    /** Are such values best aligned at the right? */
    static boolean isNumber(DataType type) {
        return type instanceof DecimalType
                || type == PrimitiveType.BYTE
                || type == PrimitiveType.SHORT
                || type == PrimitiveType.INTEGER
                || type == PrimitiveType.LONG
                || type == PrimitiveType.FLOAT
                || type == PrimitiveType.DOUBLE;
    }

    /** Are values free of commas, quotes and ends of lines, whatever they are? */
    boolean isPlain() {
        return quotedInJson && !string;
    }

    /** Prints a value that is not null. */
    void print(ColumnVector vector, int row, Utf8Buffer out) {
        if (string) {
            BytesVector bytes = (BytesVector) vector;
            out.append(bytes.data(), bytes.start(row), bytes.end(row));
            return;
        }
        int start = out.size();
        json.print(vector, row, out);
        if (quotedInJson && out.data()[start] == '"') {
            out.unquote(start);
        }
    }
}
