package io.weir.pipeline.decode;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A record of a source that does not fit the table, and why. Immutable.
 *
 * @param source the file or stream it is from, or topic, partition and offset, as a person knows it
 * @param row its number among the source's records, from 1; blank lines and a CSV header do not count. Of a topic, its offset
 * @param column path of the column that refused it ({@code a.b} inside structs), or null if the record as a whole is wrong
 * @param expected what the column or format wanted, such as {@code BIGINT}
 * @param found what is there instead, such as {@code string "n/a"}
 * @param reason the rule that was broken, as a sentence without facts
 * @param text the record as the source has it
 */
public record BadRecord(
        String source,
        long row,
        @Nullable String column,
        @Nullable String expected,
        @Nullable String found,
        String reason,
        String text) {

    /** The reason and the facts in one line. */
    public String message() {
        StringJoiner facts = new StringJoiner(", ", " {", "}");
        if (column != null) {
            facts.add("column=" + column);
        }
        if (expected != null) {
            facts.add("expected=" + expected);
        }
        if (found != null) {
            facts.add("found=" + found);
        }
        return reason + facts.add("row=" + row).add("source=" + source);
    }
}
