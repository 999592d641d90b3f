package io.weir.suite.opinion;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.batch.Values;
import io.weir.suite.opinion.CanonicalText.Struct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Batches of ours as canonical rows, in their order. */
public final class WeirRows {
    private WeirRows() {}

    public static List<String> lines(ColumnBatch batch) {
        List<String> lines = new ArrayList<>(batch.rowCount());
        for (int row = 0; row < batch.rowCount(); row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < batch.schema().size(); i++) {
                values.add(plain(Values.valueAt(batch.column(i), row)));
            }
            lines.add(CanonicalText.row(new Struct(batch.schema().names(), values)));
        }
        return lines;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Row row) {
            List<@Nullable Object> fields = new ArrayList<>();
            for (int i = 0; i < row.schema().size(); i++) {
                fields.add(plain(row.value(i)));
            }
            return new Struct(row.schema().names(), fields);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            list.forEach(element -> elements.add(plain(element)));
            return elements;
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
            map.forEach((key, entry) -> entries.put(plain(key), plain(entry)));
            return entries;
        }
        return value;
    }
}
