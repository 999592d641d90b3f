package io.weir.format.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * A column, or a field of a struct column, by its path.
 *
 * @param path names from the table's column inwards; at least one
 */
public record ColumnReference(List<String> path) implements Expression {
    public ColumnReference {
        path = List.copyOf(path);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("A column has a name");
        }
    }

    /** Reads {@code a.b}, where a name with other characters than letters, digits and {@code _ - @ $ #} is back-quoted or not. */
    static ColumnReference parse(String text) {
        List<String> path = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int i = 0;
        while (i <= text.length()) {
            if (i < text.length() && text.charAt(i) == '`' && part.length() == 0) {
                i = quoted(text, i + 1, part);
            } else {
                int dot = text.indexOf('.', i);
                int end = dot < 0 ? text.length() : dot;
                part.append(text, i, end);
                i = end;
            }
            if (part.length() == 0 || i < text.length() && text.charAt(i) != '.') {
                throw new IllegalArgumentException("Not a column name {position=" + i + ", text=" + text
                        + "}; a name with a dot in it is written `a.b` in back-quotes");
            }
            path.add(part.toString());
            part.setLength(0);
            i++;
        }
        return new ColumnReference(path);
    }

    /** Appends a quoted name; gives the position behind the closing quote. */
    private static int quoted(String text, int start, StringBuilder part) {
        int i = start;
        while (i < text.length()) {
            if (text.charAt(i) != '`') {
                part.append(text.charAt(i++));
            } else if (i + 1 < text.length() && text.charAt(i + 1) == '`') {
                part.append('`');
                i += 2;
            } else {
                return i + 1;
            }
        }
        throw new IllegalArgumentException(
                "A back-quote is not closed {position=" + (start - 1) + ", text=" + text + "}");
    }

    /** The name of the table's column that this is or is part of. */
    public String root() {
        return path.get(0);
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.column(this);
    }

    @Override
    public String name() {
        return path.get(path.size() - 1);
    }

    @Override
    public String toString() {
        return Sql.path(path);
    }
}
