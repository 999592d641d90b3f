package io.weir.table.deletion;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.json.JsonOutput;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file's statistics say once rows of it are deleted by a vector: the number of rows is still the file's, and the bounds are
 * only bounds. Pure functions. (PROTOCOL.md, "Per-file Statistics", "Writer Requirements for Deletion Vectors")
 */
public final class LooseStatistics {
    private static final String NUM_RECORDS = "numRecords";
    private static final String TIGHT_BOUNDS = "tightBounds";

    /** Instead of a number of rows. */
    public static final long UNKNOWN = -1;

    private LooseStatistics() {}

    /** How many rows the statistics say that the file has; {@link #UNKNOWN} if they do not say so. */
    public static long records(@Nullable String stats) {
        try {
            String records = members(stats).get(NUM_RECORDS);
            return records == null ? UNKNOWN : Math.max(UNKNOWN, Long.parseLong(records));
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    /** @param records how many rows the file has, deleted or not */
    static String of(@Nullable String stats, long records) {
        Map<String, String> members = members(stats);
        members.put(NUM_RECORDS, Long.toString(records));
        members.put(TIGHT_BOUNDS, "false");
        return new JsonOutput().beginObject().rawMembers(members).endObject().toString();
    }

    /** Statistics that cannot be read say nothing. */
    private static Map<String, String> members(@Nullable String stats) {
        try {
            Map<String, String> members =
                    stats == null ? null : JsonInput.of(stats).rawMapOrNull();
            return members == null ? new LinkedHashMap<>() : new LinkedHashMap<>(members);
        } catch (JsonFormatException e) {
            return new LinkedHashMap<>();
        }
    }
}
