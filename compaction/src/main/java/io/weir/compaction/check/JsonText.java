package io.weir.compaction.check;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON of which little is asked. Pure functions. */
final class JsonText {
    private JsonText() {}

    /** Is it one object? */
    static boolean isObject(String text) {
        return read(JsonInput.of(text)) != null;
    }

    /** The members of an object, name to JSON; empty if it is none. */
    static Map<String, String> members(byte[] bytes) {
        Map<String, String> members = read(JsonInput.of(bytes));
        return members == null ? Map.of() : members;
    }

    /** A whole number; null if it is something else. */
    static @Nullable Long number(String json) {
        try {
            return Long.valueOf(json);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Map<String, String> read(JsonInput in) {
        try {
            if (!in.nextObject()) {
                return null;
            }
            Map<String, String> members = in.uniqueRawMembers();
            in.expectEnd();
            return members;
        } catch (JsonFormatException | IllegalArgumentException e) {
            return null;
        }
    }
}
