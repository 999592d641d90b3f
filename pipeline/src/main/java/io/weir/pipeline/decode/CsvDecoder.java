package io.weir.pipeline.decode;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes CSV records, each one row, cell by cell into the columns that the header named. One thread at a time. */
final class CsvDecoder extends RecordDecoder {
    private static final int LEFT_OUT = -1;

    private final BatchBuilder batch;
    private final CsvCells cells;
    private final int[] columnOfCell;
    private final TextValue textValue = new TextValue();
    private final byte @Nullable [] nullText;

    /**
     * @param header the names of the cells' columns as in the file
     * @throws SourceException if header and schema do not go together
     */
    CsvDecoder(
            String source,
            StructType schema,
            List<String> header,
            CsvFormat format,
            ColumnNaming naming,
            UnknownFields unknownFields) {
        this.batch = new BatchBuilder(schema);
        this.cells = new CsvCells(format.delimiter());
        this.nullText = format.nullText() == null ? null : format.nullText().getBytes(StandardCharsets.UTF_8);
        this.columnOfCell = new int[header.size()];
        boolean[] fed = new boolean[schema.size()];
        for (int i = 0; i < columnOfCell.length; i++) {
            int column = schema.indexOf(naming.columnName(header.get(i)));
            if (column < 0 && unknownFields != UnknownFields.IGNORE) {
                throw new SourceException(ReferenceJson.UNKNOWN_FIELD + " {column=" + header.get(i) + ", columns="
                        + schema.names() + ", source=" + source + "}");
            }
            if (column >= 0 && fed[column]) {
                throw new SourceException(
                        "The header names a column twice {column=" + header.get(i) + ", source=" + source + "}");
            }
            if (column >= 0) {
                fed[column] = true;
            }
            columnOfCell[i] = column < 0 ? LEFT_OUT : column;
        }
        for (int i = 0; i < fed.length; i++) {
            StructField field = schema.field(i);
            if (!fed[i] && !field.nullable()) {
                throw new SourceException("The header lacks a column that must have a value {column=" + field.name()
                        + ", header=" + header + ", source=" + source + "}");
            }
            if (fed[i] && !field.type().isPrimitive()) {
                throw new SourceException("CSV has no form for a column of this type {column=" + field.name()
                        + ", source=" + source + ", type=" + field.type() + "}");
            }
        }
    }

    @Override
    StructType schema() {
        return batch.schema();
    }

    @Override
    int rowCount() {
        return batch.rowCount();
    }

    @Override
    @Nullable
    Misfit decode(byte[] text, int start, int end) {
        cells.reset(text, start, end);
        int cell = 0;
        @Nullable Misfit misfit = null;
        for (; misfit == null && cells.next(); cell++) {
            if (cell < columnOfCell.length && columnOfCell[cell] != LEFT_OUT) {
                misfit = append(columnOfCell[cell]);
            }
        }
        if (misfit == null && cells.malformed) {
            misfit = new Misfit(
                    null, "a delimiter behind a closing quote", "something else", "The record is not valid CSV");
        }
        if (misfit == null && cell != columnOfCell.length) {
            misfit = new Misfit(
                    null,
                    columnOfCell.length + " cells",
                    cell + " cells",
                    "The record has another number of cells than the header");
        }
        if (misfit != null) {
            batch.abandonRow();
        } else {
            batch.endRow();
        }
        return misfit;
    }

    private @Nullable Misfit append(int column) {
        ColumnBuilder builder = batch.column(column);
        StructField field = batch.schema().field(column);
        if (isNull(field)) {
            if (!field.nullable()) {
                return new Misfit(
                        field.name(),
                        field.type().sql() + " NOT NULL",
                        "null",
                        "A column that must have a value has none");
            }
            builder.appendNull();
            return null;
        }
        if (!textValue.append(builder, cells.bytes, cells.start, cells.end)) {
            return new Misfit(
                    field.name(), field.type().sql(), '"' + Misfit.shown(cells.string()) + '"', Misfit.WRONG_TYPE);
        }
        return null;
    }

    private boolean isNull(StructField field) {
        if (cells.start == cells.end) {
            return !cells.quoted || field.type() != PrimitiveType.STRING;
        }
        return nullText != null
                && !cells.quoted
                && Arrays.equals(cells.bytes, cells.start, cells.end, nullText, 0, nullText.length);
    }

    @Override
    ColumnBatch build() {
        return batch.build();
    }
}
