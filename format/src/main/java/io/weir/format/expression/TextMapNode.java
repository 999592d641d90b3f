package io.weir.format.expression;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A string made of a string, value by value; of dictionaries only the entries are worked on. */
final class TextMapNode extends Node {
    /** Appends what becomes of one value. */
    interface Mapping {
        void append(byte[] data, int start, int end, ColumnBuilder out);
    }

    private final Node value;
    private final Mapping mapping;

    TextMapNode(Node value, DataType type, Mapping mapping) {
        super(type, value.mayFail());
        this.value = value;
        this.mapping = mapping;
    }

    static void lower(byte[] data, int start, int end, ColumnBuilder out) {
        changeCase(data, start, end, out, 'A', 'Z', false);
    }

    static void upper(byte[] data, int start, int end, ColumnBuilder out) {
        changeCase(data, start, end, out, 'a', 'z', true);
    }

    private static void changeCase(
            byte[] data, int start, int end, ColumnBuilder out, char first, char last, boolean toUpper) {
        byte[] changed = new byte[end - start];
        for (int i = start; i < end; i++) {
            byte b = data[i];
            if (b < 0) { // not ASCII: Java knows the rules
                String text = new String(data, start, end - start, StandardCharsets.UTF_8);
                byte[] utf8 = (toUpper ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT))
                        .getBytes(StandardCharsets.UTF_8);
                out.appendBytes(utf8, 0, utf8.length);
                return;
            }
            changed[i - start] = b >= first && b <= last ? (byte) (b ^ 0x20) : b;
        }
        out.appendBytes(changed, 0, changed.length);
    }

    static void trim(byte[] data, int start, int end, ColumnBuilder out) {
        int first = start;
        int last = end;
        while (first < last && data[first] == ' ') {
            first++;
        }
        while (last > first && data[last - 1] == ' ') {
            last--;
        }
        out.appendBytes(data, first, last - first);
    }

    @Override
    ColumnVector evaluate(Input input) {
        BytesVector vector = (BytesVector) value.evaluate(input);
        ColumnBuilder builder = ColumnBuilder.of(type());
        byte[] data = vector.data();
        int[] offsets = vector.offsets();
        int[] ids = vector.ids();
        int count = input.count();
        if (ids != null && vector.dictionarySize() <= count) {
            for (int id = 0; id < vector.dictionarySize(); id++) {
                mapping.append(data, offsets[id], offsets[id + 1], builder);
            }
            BytesVector entries = (BytesVector) builder.build();
            return new BytesVector(
                    type(), count, entries.data(), entries.offsets(), entries.length(), ids, vector.nulls());
        }
        for (int i = 0; i < count; i++) {
            if (vector.isNull(i)) {
                builder.appendNull();
            } else {
                mapping.append(data, vector.start(i), vector.end(i), builder);
            }
        }
        return builder.build();
    }
}
