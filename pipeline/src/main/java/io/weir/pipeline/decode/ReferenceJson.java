package io.weir.pipeline.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.type.DecimalType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts any JSON record into column builders, by way of Jackson, or says what is wrong with it. One thread at a time.
 *
 * <p>Nothing is converted that would change its meaning: a number is not a string, a fraction not an integer (but {@code 3.0} and
 * {@code 3e2} are integers), a number does not lose digits in a decimal. Strings hold what JSON has no form for: dates
 * and times, Base64 for binary, {@code NaN} and infinities, and decimals if the writer wanted them safe from floating point.
 */
final class ReferenceJson {
    static final String NOT_JSON = "The record is not valid JSON";
    static final String UNKNOWN_FIELD = "The schema has no such column; --merge-schema adds it";
    private static final JsonFactory FACTORY = new JsonFactory();

    private final BatchBuilder batch;
    private final JsonColumn[] columns;
    private final FieldTable fields;
    private final UnknownFields unknownFields;
    private final StructType mayAppear;
    private final ColumnNaming naming;
    private @Nullable StructField appeared;
    private final TextValue textValue = new TextValue();

    /** @param mayAppear columns that records may have although the schema lacks them yet */
    ReferenceJson(
            BatchBuilder batch,
            JsonColumn[] columns,
            FieldTable fields,
            UnknownFields unknownFields,
            StructType mayAppear,
            ColumnNaming naming) {
        this.mayAppear = mayAppear;
        this.naming = naming;
        this.batch = batch;
        this.columns = columns;
        this.fields = fields;
        this.unknownFields = unknownFields;
    }

    /** The column that the last record has and the schema lacks, of those that may appear; the record was not appended then. */
    @Nullable
    StructField appeared() {
        return appeared;
    }

    /** Appends the record in the bytes as a row, or says why not; the row must be abandoned then. */
    @Nullable
    Misfit read(byte[] text, int start, int end) {
        appeared = null;
        if (!Utf8.isValid(text, start, end)) { // Jackson lets some malformed sequences pass
            return new Misfit(null, "UTF-8", "other bytes", NOT_JSON);
        }
        try (JsonParser parser = FACTORY.createParser(text, start, end - start)) {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.START_OBJECT) {
                return new Misfit(null, "an object", shown(parser, token), "The record is not a JSON object");
            }
            members(parser, columns, fields, batch.rowCount(), "");
            requireAll(columns, batch.rowCount());
            if (parser.nextToken() != null) {
                return new Misfit(null, "the end of the record", "more behind its closing brace", NOT_JSON);
            }
            batch.endRow();
            return null;
        } catch (Misfit.Found e) {
            return e.misfit();
        } catch (JsonProcessingException e) {
            return new Misfit(null, "JSON", Misfit.shown(e.getOriginalMessage()), NOT_JSON);
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory cannot be read", e);
        }
    }

    private void members(JsonParser parser, JsonColumn[] into, FieldTable names, int row, String path)
            throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            int index = names.index(name);
            if (index < 0) {
                int place = names == fields ? mayAppear.indexOf(naming.columnName(name)) : -1;
                if (place >= 0) {
                    appeared = mayAppear.field(place);
                    throw misfit(path + name, "a column of the table", "a field that was not there", UNKNOWN_FIELD);
                }
                if (unknownFields == UnknownFields.IGNORE) {
                    parser.nextToken();
                    parser.skipChildren();
                    continue;
                }
                JsonToken token = parser.nextToken();
                if (token == JsonToken.VALUE_NULL && unknownFields == UnknownFields.ADD) {
                    continue; // it will be added when a value shows its type
                }
                throw misfit(path + name, "a column of the table", shown(parser, token), UNKNOWN_FIELD);
            }
            if (into[index].builder.length() != row) {
                throw misfit(
                        into[index].path, "one value", "the field twice", "A record names a column more than once");
            }
            parser.nextToken();
            value(parser, into[index]);
        }
    }

    private static void requireAll(JsonColumn[] columns, int row) {
        for (JsonColumn column : columns) {
            if (!column.nullable && column.builder.length() == row) {
                throw misfit(
                        column.path,
                        column.type.sql() + " NOT NULL",
                        "nothing",
                        "A column that must have a value has none");
            }
        }
    }

    private void value(JsonParser parser, JsonColumn column) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            if (!column.nullable) {
                throw misfit(
                        column.path,
                        column.type.sql() + " NOT NULL",
                        "null",
                        "A column that must have a value has none");
            }
            column.builder.appendNull();
            return;
        }
        boolean fits = switch (column.kind) {
            case BOOLEAN -> bool(token, column.builder);
            case SMALL_INTEGER, LONG -> integer(parser, token, column);
            case FLOAT, DOUBLE -> floating(parser, token, column);
            case LONG_DECIMAL, WIDE_DECIMAL ->
                (isNumber(token) || token == JsonToken.VALUE_STRING)
                        && TextValue.appendDecimal(column.builder, (DecimalType) column.type, parser.getText());
            case STRING -> token == JsonToken.VALUE_STRING && string(parser, column.builder);
            case DATE, TIMESTAMP, TIMESTAMP_NTZ -> token == JsonToken.VALUE_STRING && text(parser, column.builder);
            case BINARY -> token == JsonToken.VALUE_STRING && binary(parser, column.builder);
            case ARRAY -> token == JsonToken.START_ARRAY && array(parser, column);
            case MAP -> token == JsonToken.START_OBJECT && map(parser, column);
            case STRUCT -> token == JsonToken.START_OBJECT && struct(parser, column);
        };
        if (!fits) {
            throw misfit(column.path, column.type.sql(), shown(parser, token), Misfit.WRONG_TYPE);
        }
    }

    private static boolean bool(JsonToken token, ColumnBuilder builder) {
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            return false;
        }
        builder.appendBoolean(token == JsonToken.VALUE_TRUE);
        return true;
    }

    private static boolean integer(JsonParser parser, JsonToken token, JsonColumn column) throws IOException {
        if (!isNumber(token)) {
            return false;
        }
        long value;
        try {
            String text = parser.getText();
            BigDecimal number = new BigDecimal(text);
            if ((long) number.precision() - number.scale() > 19) {
                return false;
            }
            value = number.longValueExact();
        } catch (ArithmeticException notALong) {
            return false;
        }
        if (column.kind == JsonColumn.Kind.LONG) {
            column.builder.appendLong(value);
            return true;
        }
        if (!column.holds(value)) {
            return false;
        }
        column.builder.appendInt((int) value);
        return true;
    }

    private static boolean floating(JsonParser parser, JsonToken token, JsonColumn column) throws IOException {
        double value;
        String text = isNumber(token) || token == JsonToken.VALUE_STRING ? parser.getText() : "";
        if (isNumber(token)) {
            value = column.kind == JsonColumn.Kind.DOUBLE ? Double.parseDouble(text) : Float.parseFloat(text);
            if (Double.isInfinite(value)) {
                return false;
            }
        } else if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
            value = Double.parseDouble(text);
        } else {
            return false;
        }
        if (column.kind == JsonColumn.Kind.DOUBLE) {
            column.builder.appendDouble(value);
        } else {
            column.builder.appendFloat((float) value);
        }
        return true;
    }

    private static boolean string(JsonParser parser, ColumnBuilder builder) throws IOException {
        byte[] utf8 = parser.getText().getBytes(StandardCharsets.UTF_8);
        builder.appendBytes(utf8, 0, utf8.length);
        return true;
    }

    private boolean text(JsonParser parser, ColumnBuilder builder) throws IOException {
        byte[] utf8 = parser.getText().getBytes(StandardCharsets.UTF_8);
        // A JSON string has no spaces to be forgiven; the fast parser does not forgive them either.
        return (utf8.length == 0 || (utf8[0] != ' ' && utf8[utf8.length - 1] != ' '))
                && textValue.append(builder, utf8, 0, utf8.length);
    }

    private static boolean binary(JsonParser parser, ColumnBuilder builder) throws IOException {
        try {
            byte[] bytes = Base64.getDecoder().decode(parser.getText());
            builder.appendBytes(bytes, 0, bytes.length);
            return true;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private boolean array(JsonParser parser, JsonColumn column) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            value(parser, column.children[0]);
        }
        column.builder.endValue();
        return true;
    }

    private boolean map(JsonParser parser, JsonColumn column) throws IOException {
        Set<String> keys = new HashSet<>();
        JsonColumn key = column.children[0];
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            if (!keys.add(name)) {
                throw misfit(column.path, "each key once", "key " + Misfit.shown(name) + " twice", Misfit.WRONG_TYPE);
            }
            if (!textValue.append(key.builder, utf8, 0, utf8.length)) {
                throw misfit(key.path, key.type.sql(), "key \"" + Misfit.shown(name) + "\"", Misfit.WRONG_TYPE);
            }
            parser.nextToken();
            value(parser, column.children[1]);
        }
        column.builder.endValue();
        return true;
    }

    private boolean struct(JsonParser parser, JsonColumn column) throws IOException {
        int row = column.builder.length();
        members(parser, column.children, column.fields, row, column.path + ".");
        requireAll(column.children, row);
        for (JsonColumn child : column.children) {
            if (child.builder.length() == row) {
                child.builder.appendNull();
            }
        }
        column.builder.endValue();
        return true;
    }

    private static boolean isNumber(JsonToken token) {
        return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    }

    private static Misfit.Found misfit(String path, String expected, String found, String reason) {
        return new Misfit.Found(new Misfit(path, expected, found, reason));
    }

    private static String shown(JsonParser parser, @Nullable JsonToken token) throws IOException {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "string \"" + Misfit.shown(parser.getText()) + "\"";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number " + Misfit.shown(parser.getText());
            default -> parser.getText();
        };
    }
}
