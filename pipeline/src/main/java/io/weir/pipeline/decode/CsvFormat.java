package io.weir.pipeline.decode;

import org.jspecify.annotations.Nullable;

/**
 * How CSV is written: RFC 4180 with these choices. Immutable.
 *
 * <p>An unquoted empty cell is null; {@code ""} is the empty string (and null in a column that is no string). Blank lines do not
 * count.
 *
 * @param delimiter between cells, one ASCII character
 * @param header does the first line name the columns?
 * @param nullText an unquoted cell of this text is null too, or null if there is none such
 */
public record CsvFormat(
        char delimiter, boolean header, @Nullable String nullText) {
    /** Commas, a header, only the empty cell null. */
    public static final CsvFormat STANDARD = new CsvFormat(',', true, null);

    public CsvFormat {
        if (delimiter >= 0x80 || delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
            throw new IllegalArgumentException("Not a CSV delimiter {delimiter=" + (int) delimiter + "}");
        }
    }

    public CsvFormat withDelimiter(char newDelimiter) {
        return new CsvFormat(newDelimiter, header, nullText);
    }

    public CsvFormat withHeader(boolean newHeader) {
        return new CsvFormat(delimiter, newHeader, nullText);
    }

    public CsvFormat withNullText(@Nullable String newNullText) {
        return new CsvFormat(delimiter, header, newNullText);
    }
}
