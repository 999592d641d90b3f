package io.weir.pipeline.decode;

import org.jspecify.annotations.Nullable;

/**
 * How text is read. Immutable.
 *
 * @param csv how the CSV is written, or null for JSON
 * @param naming how fields become columns
 * @param unknownFields what becomes of fields the schema does not have
 */
public record TextOptions(@Nullable CsvFormat csv, ColumnNaming naming, UnknownFields unknownFields) {
    /** JSON objects, one a line or all in one array; nothing forgiven. */
    public static final TextOptions JSON = new TextOptions(null, ColumnNaming.STRICT, UnknownFields.REFUSE);
    /** CSV with a header; nothing forgiven. */
    public static final TextOptions CSV =
            new TextOptions(CsvFormat.STANDARD, ColumnNaming.STRICT, UnknownFields.REFUSE);

    public TextOptions withNaming(ColumnNaming newNaming) {
        return new TextOptions(csv, newNaming, unknownFields);
    }

    public TextOptions withUnknownFields(UnknownFields newUnknownFields) {
        return new TextOptions(csv, naming, newUnknownFields);
    }
}
