package io.weir.pipeline.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the cells of one CSV record. One thread at a time.
 *
 * <p>After {@link #next} the cell is in {@link #bytes} from {@link #start} to {@link #end}, without its quotes.
 */
final class CsvCells {
    private final byte delimiter;
    private byte[] text = new byte[0];
    private int position;
    private int limit;
    private byte[] unescaped = new byte[256];

    byte[] bytes = text;
    int start;
    int end;
    boolean quoted;
    /** There was something between a closing quote and the delimiter. */
    boolean malformed;

    CsvCells(char delimiter) {
        this.delimiter = (byte) delimiter;
    }

    /** Starts on a record, its line end not included. */
    void reset(byte[] record, int from, int to) {
        text = record;
        position = from;
        limit = to;
        malformed = false;
    }

    /** Goes to the next cell; false if there is none. */
    boolean next() {
        if (position > limit) {
            return false;
        }
        quoted = position < limit && text[position] == '"';
        if (quoted) {
            nextQuoted();
        } else {
            bytes = text;
            start = position;
            int p = position;
            while (p < limit && text[p] != delimiter) {
                p++;
            }
            end = p;
            position = p + 1;
        }
        return true;
    }

    private void nextQuoted() {
        int p = position + 1;
        start = p;
        int kept = -1; // how much is in unescaped; -1 while the cell is one piece of the record
        for (; ; p++) {
            if (p >= limit) {
                malformed = true; // the framer has seen a closing quote, so this is one that does not end the cell
                break;
            }
            if (text[p] == '"') {
                if (p + 1 >= limit || text[p + 1] != '"') {
                    break;
                }
                if (kept < 0) {
                    kept = p - start;
                    reserve(kept + 1);
                    System.arraycopy(text, start, unescaped, 0, kept);
                }
                p++;
            }
            if (kept >= 0) {
                reserve(kept + 1);
                unescaped[kept++] = text[p];
            }
        }
        if (kept < 0) {
            bytes = text;
            end = p;
        } else {
            bytes = unescaped;
            start = 0;
            end = kept;
        }
        position = p + 1;
        if (position < limit && text[position] != delimiter) {
            malformed = true;
        }
        position++;
    }

    private void reserve(int size) {
        if (size > unescaped.length) {
            unescaped = java.util.Arrays.copyOf(unescaped, size * 2);
        }
    }

    String string() {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /** All cells of a record; null if it is malformed. For headers. */
    @Nullable
    List<String> all(byte[] record, int from, int to) {
        reset(record, from, to);
        List<String> cells = new ArrayList<>();
        while (next()) {
            cells.add(string());
        }
        return malformed ? null : cells;
    }
}
