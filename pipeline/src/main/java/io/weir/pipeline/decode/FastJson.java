package io.weir.pipeline.decode;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.DecimalType;

/**
 * Puts ordinary JSON records straight into column builders and gives up on anything else. One thread at a time.
 *
 * <p>Giving up is always right: the record is taken back and the reference parser has the last word. So this class accepts nothing
 * that the reference does not accept, says nothing about what is wrong, and leaves aside what is rare: escapes, maps, names it does not know,
 * numbers with more digits than a long.
 */
final class FastJson {
    private static final int GIVEN_UP = -1;

    private final BatchBuilder batch;
    private final JsonColumn[] columns;
    private final FieldTable fields;
    private final TemporalText temporal = new TemporalText();
    private final NumberText number = new NumberText();

    FastJson(BatchBuilder batch, JsonColumn[] columns, FieldTable fields) {
        this.batch = batch;
        this.columns = columns;
        this.fields = fields;
    }

    /** Appends the record in the bytes as a row. If it answers false, the row must be abandoned. */
    boolean read(byte[] text, int start, int end) {
        int p = skipSpace(text, start, end);
        if (p >= end || text[p] != '{') {
            return false;
        }
        p = members(text, p + 1, end, columns, fields, batch.rowCount());
        if (p < 0 || skipSpace(text, p, end) != end) {
            return false;
        }
        for (JsonColumn column : columns) {
            if (!column.nullable && column.builder.length() == batch.rowCount()) {
                return false;
            }
        }
        batch.endRow();
        return true;
    }

    /** Reads what is between the braces and the closing one; each column gets at most one value. */
    private int members(byte[] text, int from, int end, JsonColumn[] into, FieldTable names, int row) {
        int p = skipSpace(text, from, end);
        if (p < end && text[p] == '}') {
            return p + 1;
        }
        for (int k = 0; ; k++) {
            if (p >= end || text[p] != '"') {
                return GIVEN_UP;
            }
            int index;
            int length = names.predictedLength(k, text, ++p, end);
            if (length > 0) {
                p += length;
                index = names.predictedIndex(k);
            } else {
                int close = plainStringEnd(text, p, end);
                if (close < 0) {
                    return GIVEN_UP;
                }
                index = names.index(k, text, p, close);
                p = close + 1;
            }
            if (index < 0 || into[index].builder.length() != row) {
                return GIVEN_UP; // an unknown field, or one that was there before
            }
            p = skipSpace(text, p, end);
            if (p >= end || text[p] != ':') {
                return GIVEN_UP;
            }
            p = value(text, skipSpace(text, p + 1, end), end, into[index]);
            if (p < 0) {
                return GIVEN_UP;
            }
            p = skipSpace(text, p, end);
            if (p >= end) {
                return GIVEN_UP;
            }
            if (text[p] == '}') {
                return p + 1;
            }
            if (text[p] != ',') {
                return GIVEN_UP;
            }
            p = skipSpace(text, p + 1, end);
        }
    }

    private int value(byte[] text, int p, int end, JsonColumn column) {
        if (p >= end) {
            return GIVEN_UP;
        }
        if (text[p] == 'n') {
            if (!column.nullable || !isWord(text, p, end, "null")) {
                return GIVEN_UP;
            }
            column.builder.appendNull();
            return p + 4;
        }
        return switch (column.kind) {
            case STRING -> string(text, p, end, column);
            case LONG, SMALL_INTEGER, DOUBLE, FLOAT, LONG_DECIMAL -> number(text, p, end, column);
            case TIMESTAMP, TIMESTAMP_NTZ, DATE -> time(text, p, end, column);
            case BOOLEAN -> bool(text, p, end, column);
            case STRUCT -> struct(text, p, end, column);
            case ARRAY -> array(text, p, end, column);
            case BINARY, WIDE_DECIMAL, MAP -> GIVEN_UP;
        };
    }

    private int string(byte[] text, int p, int end, JsonColumn column) {
        int close = text[p] == '"' ? plainStringEnd(text, p + 1, end) : GIVEN_UP;
        if (close >= 0) {
            column.builder.appendBytes(text, p + 1, close - p - 1);
            return close + 1;
        }
        return GIVEN_UP;
    }

    /** Where the quote is that ends a string without escapes and control characters, in UTF-8. */
    private static int plainStringEnd(byte[] text, int start, int end) {
        boolean ascii = true;
        for (int p = start; p < end; p++) {
            int b = text[p];
            if (b == '"') {
                return ascii || Utf8.isValid(text, start, p) ? p : GIVEN_UP;
            }
            if (b < ' ') {
                if (b >= 0) {
                    return GIVEN_UP;
                }
                ascii = false;
            } else if (b == '\\') {
                return GIVEN_UP;
            }
        }
        return GIVEN_UP;
    }

    private int number(byte[] text, int from, int end, JsonColumn column) {
        int p = number.read(text, from, end);
        if (p < 0) {
            return GIVEN_UP;
        }
        switch (column.kind) {
            case LONG -> {
                if (!number.isShortInteger()) {
                    return GIVEN_UP;
                }
                column.builder.appendLong(number.longValue());
            }
            case SMALL_INTEGER -> {
                if (!number.isShortInteger() || !column.holds(number.longValue())) {
                    return GIVEN_UP;
                }
                column.builder.appendInt((int) number.longValue());
            }
            case LONG_DECIMAL -> {
                DecimalType decimal = (DecimalType) column.type;
                if (!number.fits(decimal.precision(), decimal.scale())) {
                    return GIVEN_UP;
                }
                column.builder.appendLong(number.unscaled(decimal.scale()));
            }
            case DOUBLE -> {
                double value = number.doubleValue(text);
                if (Double.isInfinite(value)) {
                    return GIVEN_UP;
                }
                column.builder.appendDouble(value);
            }
            default -> {
                return GIVEN_UP; // a float is rounded once only if it is read as one
            }
        }
        return p;
    }

    private int time(byte[] text, int p, int end, JsonColumn column) {
        if (text[p] != '"') {
            return GIVEN_UP;
        }
        int close = p + 1;
        while (close < end && text[close] != '"') {
            close++;
        }
        if (close == end) {
            return GIVEN_UP;
        }
        if (column.kind == JsonColumn.Kind.DATE) {
            int day = temporal.day(text, p + 1, close);
            if (day == TemporalText.NO_DATE) {
                return GIVEN_UP;
            }
            column.builder.appendInt(day);
        } else {
            long micros = temporal.micros(text, p + 1, close, column.kind == JsonColumn.Kind.TIMESTAMP);
            if (micros == TemporalText.NO_TIME) {
                return GIVEN_UP;
            }
            column.builder.appendLong(micros);
        }
        return close + 1;
    }

    private int bool(byte[] text, int p, int end, JsonColumn column) {
        if (isWord(text, p, end, "true")) {
            column.builder.appendBoolean(true);
            return p + 4;
        }
        if (isWord(text, p, end, "false")) {
            column.builder.appendBoolean(false);
            return p + 5;
        }
        return GIVEN_UP;
    }

    private int struct(byte[] text, int from, int end, JsonColumn column) {
        if (text[from] != '{') {
            return GIVEN_UP;
        }
        int row = column.builder.length();
        int p = members(text, from + 1, end, column.children, column.fields, row);
        if (p < 0) {
            return GIVEN_UP;
        }
        for (JsonColumn child : column.children) {
            if (child.builder.length() == row) {
                if (!child.nullable) {
                    return GIVEN_UP;
                }
                child.builder.appendNull();
            }
        }
        column.builder.endValue();
        return p;
    }

    private int array(byte[] text, int from, int end, JsonColumn column) {
        if (text[from] != '[') {
            return GIVEN_UP;
        }
        JsonColumn element = column.children[0];
        int p = skipSpace(text, from + 1, end);
        if (p < end && text[p] == ']') {
            column.builder.endValue();
            return p + 1;
        }
        for (; ; ) {
            p = value(text, p, end, element);
            if (p < 0) {
                return GIVEN_UP;
            }
            p = skipSpace(text, p, end);
            if (p >= end) {
                return GIVEN_UP;
            }
            if (text[p] == ']') {
                column.builder.endValue();
                return p + 1;
            }
            if (text[p] != ',') {
                return GIVEN_UP;
            }
            p = skipSpace(text, p + 1, end);
        }
    }

    private static boolean isWord(byte[] text, int p, int end, String word) {
        if (end - p < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (text[p + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int skipSpace(byte[] text, int from, int end) {
        int p = from;
        while (p < end && text[p] <= ' ' && (text[p] == ' ' || text[p] == '\n' || text[p] == '\r' || text[p] == '\t')) {
            p++;
        }
        return p;
    }
}
