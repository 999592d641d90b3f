package io.weir.cli;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.StructVector;
import io.weir.format.text.JsonText;
import io.weir.format.text.RowJson;
import io.weir.format.text.Utf8Buffer;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.table.diff.RowDifference;
import io.weir.table.schema.ConstantVectors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints rows that differ. For people a row a line, with {@code +}, {@code -} or {@code ~} before it, and in cells that changed both values with an
 * arrow; in other forms the rows of both versions beside each other. One thread at a time.
 */
final class DiffRows implements AutoCloseable {
    private static final String ARROW = " → ";

    private final StructType columns;
    private final StructType printed;
    private final boolean people;
    private final Output out;
    private final RowJson json;
    private long left;

    private DiffRows(StructType columns, StructType printed, boolean people, Output out, long limit) {
        this.columns = columns;
        this.printed = printed;
        this.people = people;
        this.out = out;
        this.json = new RowJson(columns);
        this.left = limit < 0 ? Long.MAX_VALUE : limit;
    }

    /** @param limit at most so many rows; -1: all */
    static DiffRows open(OutputForm form, StructType columns, long limit) {
        boolean people = form == OutputForm.table;
        StructType printed = StructType.EMPTY.add(people ? " " : "change", PrimitiveType.STRING, false);
        if (people) {
            for (String name : columns.names()) {
                printed = printed.add(name, PrimitiveType.STRING);
            }
        } else {
            printed = printed.add("before", columns).add("after", columns);
        }
        return new DiffRows(columns, printed, people, Output.open(form, printed), limit);
    }

    /** @return false if no more are wanted */
    boolean print(RowDifference difference) {
        int count = (int) Math.min(left, difference.count());
        ColumnBatch before = slice(difference.before(), count);
        ColumnBatch after = slice(difference.after(), count);
        left -= count;
        boolean read = count == 0 || out.write(people ? texts(before, after, count) : pairs(before, after, count));
        return read && left > 0;
    }

    private static @Nullable ColumnBatch slice(@Nullable ColumnBatch batch, int count) {
        return batch == null ? null : batch.slice(0, count);
    }

    private ColumnBatch pairs(@Nullable ColumnBatch before, @Nullable ColumnBatch after, int count) {
        String change = before == null ? "added" : after == null ? "removed" : "changed";
        BatchBuilder word = new BatchBuilder(StructType.EMPTY.add("change", PrimitiveType.STRING));
        word.add(change);
        ColumnVector changes = ConstantVectors.repeat(word.build().column(0), count);
        return new ColumnBatch(printed, count, List.of(changes, struct(before, count), struct(after, count)));
    }

    private ColumnVector struct(@Nullable ColumnBatch rows, int count) {
        return rows == null
                ? ConstantVectors.nulls(columns, count)
                : new StructVector(columns, count, rows.columns(), null);
    }

    private ColumnBatch texts(@Nullable ColumnBatch before, @Nullable ColumnBatch after, int count) {
        BatchBuilder texts = new BatchBuilder(printed);
        for (int row = 0; row < count; row++) {
            @Nullable Object[] cells = new @Nullable Object[printed.size()];
            cells[0] = before == null ? "+" : after == null ? "-" : "~";
            for (int column = 0; column < columns.size(); column++) {
                String was = before == null ? null : text(before, column, row);
                String is = after == null ? null : text(after, column, row);
                boolean both =
                        before != null && after != null && !String.valueOf(was).equals(String.valueOf(is));
                cells[column + 1] = both ? was + ARROW + is : is == null ? was : is;
            }
            texts.add(cells);
        }
        return texts.build();
    }

    private @Nullable String text(ColumnBatch batch, int column, int row) {
        if (batch.column(column).isNull(row)) {
            return null;
        }
        Utf8Buffer buffer = new Utf8Buffer();
        json.value(batch, column, row, buffer);
        String text = buffer.toString();
        String plain = text.startsWith("\"") ? JsonText.unquoted(text) : null;
        return plain == null ? text : plain;
    }

    @Override
    public void close() {
        out.close();
    }
}
