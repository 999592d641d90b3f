package io.weir.table.sql;

/** The text is not what was asked for, or asks for what is not there. The caller mends the text. */
public final class SqlSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN_BEFORE = 40;
    private static final int SHOWN_BEHIND = 40;

    private final int position;

    SqlSyntaxException(String sentence, String facts, String sql, int position) {
        super(sentence + " {" + facts + (facts.isEmpty() ? "" : ", ") + "position=" + (position + 1) + ", sql="
                + excerpt(sql, position) + "}");
        this.position = position;
    }

    /** Where in the text the trouble begins, in characters from 0. */
    public int position() {
        return position;
    }

    private static String excerpt(String sql, int position) {
        int start = Math.max(0, position - SHOWN_BEFORE);
        int end = Math.min(sql.length(), position + SHOWN_BEHIND);
        String part = sql.substring(start, end).replaceAll("\\p{Cntrl}", " ");
        return (start > 0 ? "…" : "") + part + (end < sql.length() ? "…" : "");
    }
}
