package io.weir.source;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.json.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place between two rows of a table's stream: what is before it was given, what is behind it is still to come. Immutable; positions of one
 * table are ordered as the rows are.
 *
 * @param tableId the table's, by which a position is not mistaken for that of another table
 * @param version whose files come next
 * @param index of the file among those of the version, from 0
 * @param row how many rows of that file were given
 * @param initial are the version's files those of the table as it was then? Otherwise they are what the version did
 */
public record SourcePosition(String tableId, long version, long index, long row, boolean initial)
        implements Comparable<SourcePosition> {
    private static final int FORMAT = 1;

    private static final String TABLE = "table";
    private static final String VERSION = "version";
    private static final String INDEX = "index";
    private static final String ROW = "row";
    private static final String INITIAL = "initial";

    public SourcePosition {
        if (version < 0 || index < 0 || row < 0) {
            throw new IllegalArgumentException(
                    "Numbers of a position begin at 0 {index=" + index + ", row=" + row + ", version=" + version + "}");
        }
    }

    /** Before all that a version did. */
    static SourcePosition before(String tableId, long version) {
        return new SourcePosition(tableId, version, 0, 0, false);
    }

    /** Before the first row of the table as it was at a version. */
    static SourcePosition beforeSnapshot(String tableId, long version) {
        return new SourcePosition(tableId, version, 0, 0, true);
    }

    SourcePosition at(long newIndex, long newRow) {
        return new SourcePosition(tableId, version, newIndex, newRow, initial);
    }

    /** Is it before all files of its version? */
    public boolean isBeforeVersion() {
        return index == 0 && row == 0;
    }

    /** @throws IllegalArgumentException if the other one is of another table */
    @Override
    public int compareTo(SourcePosition other) {
        if (!tableId.equals(other.tableId)) {
            throw new IllegalArgumentException(
                    "Positions of two tables have no order {one=" + tableId + ", other=" + other.tableId + "}");
        }
        int order = Long.compare(version, other.version);
        order = order != 0
                ? order
                : Boolean.compare(other.initial, initial); // what a table was comes before what happens to it
        order = order != 0 ? order : Long.compare(index, other.index);
        return order != 0 ? order : Long.compare(row, other.row);
    }

    /** The position as numbers by name, as an epoch of a sink is committed with. */
    public Map<String, Long> toNumbers() {
        Map<String, Long> numbers = new TreeMap<>();
        numbers.put(TABLE, number(tableId));
        numbers.put(VERSION, version);
        numbers.put(INDEX, index);
        numbers.put(ROW, row);
        numbers.put(INITIAL, initial ? 1L : 0L);
        return numbers;
    }

    /**
     * The position of {@link #toNumbers}; null if there are none.
     *
     * @param tableId of the table that is to be read
     * @throws IllegalArgumentException if they are of another table
     */
    public static @Nullable SourcePosition ofNumbers(Map<String, Long> numbers, String tableId) {
        Long version = numbers.get(VERSION);
        Long index = numbers.get(INDEX);
        Long row = numbers.get(ROW);
        Long initial = numbers.get(INITIAL);
        Long table = numbers.get(TABLE);
        if (version == null || index == null || row == null || initial == null || table == null) {
            if (numbers.isEmpty()) {
                return null;
            }
            throw new IllegalArgumentException(
                    "These are not the numbers of a place in a table {numbers=" + numbers + "}");
        }
        if (table != number(tableId)) {
            throw new IllegalArgumentException(
                    "The position is of another table; if this one replaced it, start under another application id {tableId="
                            + tableId + "}");
        }
        return new SourcePosition(tableId, version, index, row, initial != 0);
    }

    private static long number(String tableId) {
        return UUID.nameUUIDFromBytes(tableId.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits() >>> 1;
    }

    /** One line of JSON that begins with a format number; later versions of Weir read it. */
    public String toJson() {
        return new JsonOutput()
                .beginObject()
                .member("format", FORMAT)
                .member("tableId", tableId)
                .member(VERSION, version)
                .member(INDEX, index)
                .member(ROW, row)
                .member(INITIAL, initial)
                .endObject()
                .toString();
    }

    /** @throws IllegalArgumentException if the text is not of {@link #toJson}, or of a later version of Weir */
    public static SourcePosition fromJson(String text) {
        try {
            JsonInput json = JsonInput.of(text);
            json.enterObject();
            long format = 0;
            String tableId = null;
            long[] numbers = {-1, -1, -1};
            Boolean initial = null;
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                switch (name) {
                    case "format" -> format = json.longValue();
                    case "tableId" -> tableId = json.string();
                    case VERSION -> numbers[0] = json.longValue();
                    case INDEX -> numbers[1] = json.longValue();
                    case ROW -> numbers[2] = json.longValue();
                    case INITIAL -> initial = json.booleanValue();
                    default -> json.skip();
                }
            }
            if (format != FORMAT) {
                throw new IllegalArgumentException("A position is in a format of a later version of Weir {found="
                        + format + ", known=" + FORMAT + "}");
            }
            if (tableId == null || initial == null) {
                throw new IllegalArgumentException("A position lacks members {text=" + text + "}");
            }
            return new SourcePosition(tableId, numbers[0], numbers[1], numbers[2], initial);
        } catch (JsonFormatException e) {
            throw new IllegalArgumentException("Not a position {text=" + text + "}", e);
        }
    }

    /** Such as {@code 17:2+500}: version 17, 500 rows of its third file; {@code 17*:0}: the table as it was at 17. */
    @Override
    public String toString() {
        return version + (initial ? "*" : "") + ":" + index + (row == 0 ? "" : "+" + row);
    }
}
