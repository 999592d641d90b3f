package io.weir.table.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** SQL text as words, with a place in them. One thread at a time. */
final class SqlTokens {
    /** What a word is. */
    enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        SYMBOL,
        END
    }

    /** A word and where it begins; the text is without quotes. */
    record Token(Kind kind, String text, int position) {}

    private static final int MAX_LENGTH = 1 << 20;
    private static final List<String> LONG_SYMBOLS = List.of("<=>", "<=", ">=", "<>", "!=", "==", "||");
    private static final String SYMBOLS = "()<>=,.+-*/%:;[]{}&|!^~?@#$";

    /** Words that are never the name of a column unless quoted. */
    private static final Set<String> RESERVED = Set.of(
            "AND",
            "AS",
            "BETWEEN",
            "CASE",
            "DISTINCT",
            "ELSE",
            "END",
            "EXISTS",
            "FALSE",
            "FROM",
            "IN",
            "IS",
            "LIKE",
            "NOT",
            "NULL",
            "OR",
            "SELECT",
            "THEN",
            "TRUE",
            "WHEN",
            "WHERE");

    private final String sql;
    private final List<Token> tokens;
    private int next;

    SqlTokens(String sql) {
        this.sql = sql;
        if (sql.length() > MAX_LENGTH) {
            throw new SqlSyntaxException(
                    "Text is too long", "length=" + sql.length() + ", limit=" + MAX_LENGTH, sql, 0);
        }
        this.tokens = new Scanner(sql).scan();
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peekSecond() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    Token take() {
        Token token = peek();
        if (token.kind != Kind.END) {
            next++;
        }
        return token;
    }

    boolean atEnd() {
        return peek().kind == Kind.END;
    }

    boolean isSymbol(String symbol) {
        return peek().kind == Kind.SYMBOL && peek().text.equals(symbol);
    }

    boolean isWord(String word) {
        return isWord(peek(), word);
    }

    static boolean isWord(Token token, String word) {
        return token.kind == Kind.WORD && token.text.equalsIgnoreCase(word);
    }

    boolean acceptSymbol(String symbol) {
        boolean found = isSymbol(symbol);
        next += found ? 1 : 0;
        return found;
    }

    boolean acceptWord(String word) {
        boolean found = isWord(word);
        next += found ? 1 : 0;
        return found;
    }

    void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw expected("'" + symbol + "'");
        }
    }

    void expectWord(String word) {
        if (!acceptWord(word)) {
            throw expected(word);
        }
    }

    void expectEnd() {
        if (!atEnd()) {
            throw expected("the end");
        }
    }

    String expectString() {
        if (peek().kind != Kind.STRING) {
            throw expected("a string in single quotes");
        }
        return take().text;
    }

    /** A name, quoted or a word that is not reserved. */
    String expectName() {
        if (!isName(peek())) {
            throw expected("a name");
        }
        return take().text;
    }

    static boolean isName(Token token) {
        return token.kind == Kind.QUOTED_NAME
                || token.kind == Kind.WORD && !RESERVED.contains(token.text.toUpperCase(Locale.ROOT));
    }

    int expectInt() {
        Token token = peek();
        if (token.kind == Kind.NUMBER && token.text.matches("[0-9]{1,9}")) {
            take();
            return Integer.parseInt(token.text);
        }
        throw expected("a whole number");
    }

    SqlSyntaxException expected(String what) {
        return expected(what, "");
    }

    /** @param hint what to do instead, or nothing */
    SqlSyntaxException expected(String what, String hint) {
        Token found = peek();
        String shown = found.kind == Kind.END
                ? "the end"
                : found.text.length() > 40 ? found.text.substring(0, 40) + "…" : found.text;
        return new SqlSyntaxException(
                "Expected " + what, "found=" + shown + (hint.isEmpty() ? "" : ", hint=" + hint), sql, found.position);
    }

    SqlSyntaxException error(String sentence, String facts, int position) {
        return new SqlSyntaxException(sentence, facts, sql, position);
    }

    /** Cuts the text into words. */
    private static final class Scanner {
        private final String sql;
        private final List<Token> tokens = new ArrayList<>();
        private int position;

        Scanner(String sql) {
            this.sql = sql;
        }

        List<Token> scan() {
            skipSpace();
            while (position < sql.length()) {
                token();
                skipSpace();
            }
            tokens.add(new Token(Kind.END, "", sql.length()));
            return tokens;
        }

        private char at(int index) {
            return index < sql.length() ? sql.charAt(index) : '\0';
        }

        private void skipSpace() {
            while (position < sql.length()) {
                if (Character.isWhitespace(sql.charAt(position))) {
                    position++;
                } else if (sql.startsWith("--", position)) {
                    int end = sql.indexOf('\n', position);
                    position = end < 0 ? sql.length() : end;
                } else if (sql.startsWith("/*", position)) {
                    int end = sql.indexOf("*/", position + 2);
                    if (end < 0) {
                        throw new SqlSyntaxException("A comment is not closed", "", sql, position);
                    }
                    position = end + 2;
                } else {
                    return;
                }
            }
        }

        private void token() {
            int start = position;
            char c = sql.charAt(position);
            if (c == '\'') {
                add(Kind.STRING, quoted('\''), start);
            } else if (c == '`' || c == '"') {
                String name = quoted(c);
                if (name.isEmpty()) {
                    throw new SqlSyntaxException("A name is not empty", "", sql, start);
                }
                add(Kind.QUOTED_NAME, name, start);
            } else if (isDigit(c) || c == '.' && isDigit(at(position + 1)) && !followsName()) {
                add(Kind.NUMBER, number(), start);
            } else if (Character.isLetter(c) || c == '_' || Character.isHighSurrogate(c)) {
                position = endOfWord();
                add(Kind.WORD, sql.substring(start, position), start);
            } else {
                add(Kind.SYMBOL, symbol(), start);
            }
        }

        private void add(Kind kind, String text, int start) {
            tokens.add(new Token(kind, text, start));
        }

        /** Is the point before us one between names, as in {@code a.1b}? */
        private boolean followsName() {
            @Nullable Token last = tokens.isEmpty() ? null : tokens.get(tokens.size() - 1);
            return last != null && (last.kind == Kind.WORD || last.kind == Kind.QUOTED_NAME);
        }

        private int endOfWord() {
            int end = position;
            while (end < sql.length()) {
                int c = sql.codePointAt(end);
                if (!Character.isLetterOrDigit(c) && c != '_') {
                    break;
                }
                end += Character.charCount(c);
            }
            if (end == position) {
                throw new SqlSyntaxException(
                        "Unexpected character", "found=" + sql.codePointAt(position), sql, position);
            }
            return end;
        }

        private String quoted(char quote) {
            int start = position++;
            StringBuilder text = new StringBuilder();
            while (position < sql.length()) {
                char c = sql.charAt(position++);
                if (c != quote) {
                    text.append(c);
                } else if (at(position) == quote && position < sql.length()) {
                    text.append(quote);
                    position++;
                } else {
                    return text.toString();
                }
            }
            throw new SqlSyntaxException("A quote is not closed", "quote=" + quote, sql, start);
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        private String number() {
            int start = position;
            digits();
            if (at(position) == '.') {
                position++;
                digits();
            }
            if (at(position) == 'e' || at(position) == 'E') {
                int sign = at(position + 1) == '-' || at(position + 1) == '+' ? 1 : 0;
                if (isDigit(at(position + 1 + sign))) {
                    position += 1 + sign;
                    digits();
                }
            }
            while (Character.isLetterOrDigit(at(position)) || at(position) == '_') {
                position++; // a type suffix, or an error that the parser names
            }
            return sql.substring(start, position);
        }

        private void digits() {
            while (isDigit(at(position))) {
                position++;
            }
        }

        private String symbol() {
            for (String symbol : LONG_SYMBOLS) {
                if (sql.startsWith(symbol, position)) {
                    position += symbol.length();
                    return symbol;
                }
            }
            char c = sql.charAt(position);
            if (SYMBOLS.indexOf(c) < 0) {
                throw new SqlSyntaxException(
                        "Unexpected character",
                        "found=U+" + Integer.toHexString(0x10000 | c).substring(1),
                        sql,
                        position);
            }
            position++;
            return Character.toString(c);
        }
    }
}
