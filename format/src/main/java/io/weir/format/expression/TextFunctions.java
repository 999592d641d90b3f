package io.weir.format.expression;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Functions of texts, row by row. Pure. */
final class TextFunctions {
    private static final int MAX_LENGTH = 1 << 26;
    private static final String TOO_LONG = "A text would be too long";

    private TextFunctions() {}

    static String ltrim(ColumnVector[] arguments, int row, ColumnBuilder out) {
        BytesVector text = (BytesVector) arguments[0];
        int start = text.start(row);
        while (start < text.end(row) && text.data()[start] == ' ') {
            start++;
        }
        out.appendBytes(text.data(), start, text.end(row) - start);
        return RowNode.OK;
    }

    static String rtrim(ColumnVector[] arguments, int row, ColumnBuilder out) {
        BytesVector text = (BytesVector) arguments[0];
        int end = text.end(row);
        while (end > text.start(row) && text.data()[end - 1] == ' ') {
            end--;
        }
        out.appendBytes(text.data(), text.start(row), end - text.start(row));
        return RowNode.OK;
    }

    static String replace(ColumnVector[] arguments, int row, ColumnBuilder out) {
        String text = RowNode.string(arguments[0], row);
        String search = RowNode.string(arguments[1], row);
        String with = arguments.length == 3 ? RowNode.string(arguments[2], row) : "";
        RowNode.append(search.isEmpty() ? text : text.replace(search, with), out);
        return RowNode.OK;
    }

    /** Characters before the first occurrence, and one; 0 if there is none. */
    static String instr(ColumnVector[] arguments, int row, ColumnBuilder out) {
        String text = RowNode.string(arguments[0], row);
        int index = text.indexOf(RowNode.string(arguments[1], row));
        out.appendInt(index < 0 ? 0 : text.codePointCount(0, index) + 1);
        return RowNode.OK;
    }

    static String pad(ColumnVector[] arguments, int row, ColumnBuilder out, boolean left) {
        String text = RowNode.string(arguments[0], row);
        int wanted = (int) Math.max(0, RowNode.whole(arguments[1], row));
        if (wanted > MAX_LENGTH) {
            return TOO_LONG;
        }
        String pad = arguments.length == 3 ? RowNode.string(arguments[2], row) : " ";
        int length = text.codePointCount(0, text.length());
        if (length >= wanted) {
            RowNode.append(text.substring(0, text.offsetByCodePoints(0, wanted)), out);
        } else if (pad.isEmpty()) {
            RowNode.append(text, out);
        } else {
            int lacking = wanted - length;
            String fill = pad.repeat(lacking / pad.codePointCount(0, pad.length()) + 1);
            fill = fill.substring(0, fill.offsetByCodePoints(0, lacking));
            RowNode.append(left ? fill + text : text + fill, out);
        }
        return RowNode.OK;
    }

    static String repeat(ColumnVector[] arguments, int row, ColumnBuilder out) {
        String text = RowNode.string(arguments[0], row);
        long times = Math.max(0, RowNode.whole(arguments[1], row));
        if (text.length() * times > MAX_LENGTH) {
            return TOO_LONG;
        }
        RowNode.append(text.repeat((int) times), out);
        return RowNode.OK;
    }

    static String reverse(ColumnVector[] arguments, int row, ColumnBuilder out) {
        RowNode.append(
                new StringBuilder(RowNode.string(arguments[0], row)).reverse().toString(), out);
        return RowNode.OK;
    }

    /** The first characters, or the last ones. */
    static String end(ColumnVector[] arguments, int row, ColumnBuilder out, boolean left) {
        String text = RowNode.string(arguments[0], row);
        int length = text.codePointCount(0, text.length());
        int wanted = (int) Math.max(0, Math.min(length, RowNode.whole(arguments[1], row)));
        int cut = text.offsetByCodePoints(0, left ? wanted : length - wanted);
        RowNode.append(left ? text.substring(0, cut) : text.substring(cut), out);
        return RowNode.OK;
    }

    /** @param constant the pattern if it is the same for all rows */
    static String matches(ColumnVector[] arguments, int row, ColumnBuilder out, @Nullable Pattern constant) {
        Pattern pattern;
        try {
            pattern = constant == null ? Pattern.compile(RowNode.string(arguments[1], row)) : constant;
        } catch (PatternSyntaxException e) {
            return "Not a regular expression";
        }
        out.appendBoolean(pattern.matcher(RowNode.string(arguments[0], row)).find());
        return RowNode.OK;
    }

    static String regexpReplace(ColumnVector[] arguments, int row, ColumnBuilder out, Pattern pattern) {
        try {
            RowNode.append(
                    pattern.matcher(RowNode.string(arguments[0], row)).replaceAll(RowNode.string(arguments[2], row)),
                    out);
            return RowNode.OK;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return "The replacement names a group that the regular expression has not";
        }
    }

    /** The group of the first match; empty if there is none. */
    static String regexpExtract(ColumnVector[] arguments, int row, ColumnBuilder out, Pattern pattern) {
        Matcher matcher = pattern.matcher(RowNode.string(arguments[0], row));
        long group = arguments.length == 3 ? RowNode.whole(arguments[2], row) : 1;
        if (group < 0 || group > matcher.groupCount()) {
            return "The regular expression has no such group";
        }
        String found = matcher.find() ? matcher.group((int) group) : null;
        RowNode.append(found == null ? "" : found, out);
        return RowNode.OK;
    }
}
