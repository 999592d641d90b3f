package io.weir.format.stats;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.type.StructType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one struct of statistics and the builders they go to. One thread at a time. */
final class StatisticsField {
    private final StructType type;
    private final List<ColumnBuilder> builders;
    /** Fields that are structs, by position; null where a field is not. */
    private final List<@Nullable StatisticsField> structs = new ArrayList<>();
    /** Positions by the names met so far; -1 if a name is not wanted. Keyed by what the parser interns. */
    private final Map<String, Integer> positions = new HashMap<>();

    StatisticsField(StructType type, List<ColumnBuilder> builders) {
        this.type = type;
        this.builders = builders;
        for (int i = 0; i < type.size(); i++) {
            structs.add(type.field(i).type() instanceof StructType nested ? of(nested, builders.get(i)) : null);
        }
    }

    private static StatisticsField of(StructType nested, ColumnBuilder builder) {
        List<ColumnBuilder> children = new ArrayList<>(nested.size());
        for (int i = 0; i < nested.size(); i++) {
            children.add(builder.child(i));
        }
        return new StatisticsField(nested, children);
    }

    /** Reads an object whose start was read. */
    void read(JsonParser json, int row, ScalarText scalars) throws IOException {
        for (JsonToken token = json.nextToken(); token == JsonToken.FIELD_NAME; token = json.nextToken()) {
            int position = position(json.currentName());
            JsonToken value = json.nextToken();
            if (position < 0) {
                json.skipChildren();
            } else if (builders.get(position).length() > row) {
                throw new JsonParseException(json, "A name is there twice, and which of them counts nobody knows");
            } else {
                readField(json, value, position, row, scalars);
            }
        }
    }

    private int position(String name) {
        Integer known = positions.get(name);
        if (known == null) {
            known = type.indexOf(name);
            positions.put(name, known);
        }
        return known;
    }

    private void readField(JsonParser json, JsonToken value, int position, int row, ScalarText scalars)
            throws IOException {
        ColumnBuilder builder = builders.get(position);
        StatisticsField struct = structs.get(position);
        if (struct == null) {
            if (!scalars.append(json, value, builder)) {
                json.skipChildren();
                builder.appendNull();
            }
        } else if (value == JsonToken.START_OBJECT) {
            struct.read(json, row, scalars);
            struct.fill(row + 1);
            builder.endValue();
        } else {
            json.skipChildren();
            builder.appendNull();
        }
    }

    /** Appends a null to every field that has fewer than so many values. */
    void fill(int length) {
        for (ColumnBuilder builder : builders) {
            if (builder.length() < length) {
                builder.appendNull();
            }
        }
    }

    /** Takes back everything from a row on, also of structs that were not ended. */
    void truncate(int row) {
        for (int i = 0; i < builders.size(); i++) {
            StatisticsField struct = structs.get(i);
            if (struct != null) {
                struct.truncate(row);
            }
            if (builders.get(i).length() > row) {
                builders.get(i).truncate(row);
            }
        }
    }
}
