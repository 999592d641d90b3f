package io.weir.pipeline.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Finds where records begin and end in a buffer. One thread at a time.
 *
 * <p>After {@link #find} answered true the record is from {@link #start} to {@link #end}, and what follows begins at {@link
 * #next}. If it answered false there is no whole record in the buffer and everything before {@link #next} is of no interest.
 */
abstract sealed class Framer {
    int start;
    int end;
    int next;
    /** The record ended because the input did. */
    boolean unterminated;
    /** Why this cannot be a record whatever its content, or null. */
    @Nullable
    Misfit problem;

    /** @param atEnd is there nothing behind the limit? */
    abstract boolean find(byte[] text, int position, int limit, boolean atEnd);

    final boolean found(int recordStart, int recordEnd, int following) {
        start = recordStart;
        end = recordEnd;
        next = following;
        return true;
    }

    final boolean nothingBefore(int position) {
        next = position;
        return false;
    }

    static int skipSpace(byte[] text, int from, int limit) {
        int p = from;
        while (p < limit && (text[p] == ' ' || text[p] == '\n' || text[p] == '\r' || text[p] == '\t')) {
            p++;
        }
        return p;
    }

    /** A record is a line that is not blank. */
    static final class Lines extends Framer {
        private static final VarHandle LONGS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        private static final long NEWLINES = 0x0a0a0a0a0a0a0a0aL;
        private static final long ONES = 0x0101010101010101L;
        private static final long HIGHS = 0x8080808080808080L;

        @Override
        boolean find(byte[] text, int position, int limit, boolean atEnd) {
            unterminated = false;
            int p = position;
            while (true) {
                p = skipSpace(text, p, limit);
                int newline = newline(text, p, limit);
                if (newline < limit) {
                    return found(p, newline, newline + 1);
                }
                if (!atEnd || p == limit) {
                    return nothingBefore(p);
                }
                unterminated = true;
                return found(p, limit, limit);
            }
        }

        /** Where the next newline is, or the limit. Eight bytes at a time: a byte that is zero after the xor borrows from its high bit. */
        private static int newline(byte[] text, int from, int limit) {
            int p = from;
            for (; p <= limit - Long.BYTES; p += Long.BYTES) {
                long word = (long) LONGS.get(text, p) ^ NEWLINES;
                long zeros = (word - ONES) & ~word & HIGHS;
                if (zeros != 0) {
                    return p + (Long.numberOfTrailingZeros(zeros) >>> 3);
                }
            }
            while (p < limit && text[p] != '\n') {
                p++;
            }
            return p;
        }
    }

    /** A record is a JSON value: an element of one array that is the whole input, or one of several values with only space between. */
    static final class JsonValues extends Framer {
        private final boolean array;
        private boolean opened;
        private boolean afterElement;
        private boolean afterComma;
        private boolean closed;
        private boolean lost;

        /** @param resumed were there records before? */
        JsonValues(boolean array, boolean resumed) {
            this.array = array;
            this.opened = resumed || !array;
            this.afterElement = resumed;
        }

        @Override
        boolean find(byte[] text, int position, int limit, boolean atEnd) {
            unterminated = false;
            if (lost) {
                return nothingBefore(limit);
            }
            int p = skipSpace(text, position, limit);
            if (!opened && p < limit) {
                opened = true; // the first character is '[' or this framer would not have been chosen
                p = skipSpace(text, p + 1, limit);
            }
            if (array && p < limit && !closed) {
                if (text[p] == ']' && !afterComma) {
                    closed = true;
                    p = skipSpace(text, p + 1, limit);
                } else if (afterElement) {
                    if (text[p] != ',') {
                        return broken(p, limit, "a comma or the end of the array", "something else");
                    }
                    afterElement = false;
                    afterComma = true;
                    p = skipSpace(text, p + 1, limit);
                }
            }
            if (p == limit) {
                if (atEnd && array && !closed && opened) {
                    return broken(p, limit, "the end of the array", "the end of the input");
                }
                return nothingBefore(p);
            }
            if (closed) {
                return broken(p, limit, "nothing behind the array", "something");
            }
            int valueEnd = valueEnd(text, p, limit);
            if (valueEnd == p) {
                return broken(p, limit, "a value", "'" + (char) text[p] + "'");
            }
            if (valueEnd < 0) {
                if (!atEnd) {
                    return nothingBefore(p);
                }
                return broken(p, limit, "the end of a value", "the end of the input");
            }
            afterElement = true;
            afterComma = false;
            return found(p, valueEnd, valueEnd);
        }

        /** No way to tell where the next record would begin: the rest is one bad record. */
        private boolean broken(int p, int limit, String expected, String found) {
            lost = true;
            problem = new Misfit(null, expected, found, ReferenceJson.NOT_JSON);
            return found(p, limit, limit);
        }

        /** Behind the value that begins here, by brackets and quotes alone; -1 if it does not end before the limit. */
        private static int valueEnd(byte[] text, int from, int limit) {
            int depth = 0;
            int p = from;
            while (p < limit) {
                switch (text[p]) {
                    case '{', '[' -> depth++;
                    case '}', ']' -> {
                        if (depth == 0) {
                            return p;
                        }
                        if (--depth == 0) {
                            return p + 1;
                        }
                    }
                    case '"' -> {
                        p++;
                        while (p < limit && text[p] != '"') {
                            p += text[p] == '\\' ? 2 : 1;
                        }
                        if (p >= limit) {
                            return -1;
                        }
                        if (depth == 0) {
                            return p + 1;
                        }
                    }
                    case ',', ' ', '\n', '\r', '\t' -> {
                        if (depth == 0) {
                            return p;
                        }
                    }
                    default -> {
                        // part of a number, a word, or a name
                    }
                }
                p++;
            }
            return -1;
        }
    }

    /** A record is a line that is not empty, but quoted cells may contain line ends. */
    static final class CsvRecords extends Framer {
        private final byte delimiter;

        CsvRecords(char delimiter) {
            this.delimiter = (byte) delimiter;
        }

        @Override
        boolean find(byte[] text, int position, int limit, boolean atEnd) {
            unterminated = false;
            int p = position;
            while (p < limit && (text[p] == '\n' || text[p] == '\r')) {
                p++;
            }
            int first = p;
            boolean cellStart = true;
            while (p < limit) {
                byte b = text[p];
                if (b == '"' && cellStart) {
                    p = closingQuote(text, p + 1, limit);
                    if (p >= limit) {
                        break;
                    }
                    cellStart = false;
                } else if (b == '\n' || b == '\r') {
                    boolean two = b == '\r' && p + 1 < limit && text[p + 1] == '\n';
                    if (b == '\r' && p + 1 == limit && !atEnd) {
                        break; // the line feed may be the next byte to arrive
                    }
                    return found(first, p, p + (two ? 2 : 1));
                } else {
                    cellStart = b == delimiter;
                }
                p++;
            }
            if (!atEnd || first == limit) {
                return nothingBefore(first);
            }
            unterminated = true;
            if (p > limit) {
                problem = new Misfit(null, "a closing quote", "the end of the input", "The record is not valid CSV");
            }
            return found(first, limit, limit);
        }

        /** The quote that closes a cell, or beyond the limit. */
        private static int closingQuote(byte[] text, int from, int limit) {
            int p = from;
            while (p < limit) {
                if (text[p] == '"') {
                    if (p + 1 >= limit || text[p + 1] != '"') {
                        return p;
                    }
                    p++;
                }
                p++;
            }
            return limit + 1;
        }
    }
}
