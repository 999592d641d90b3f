package io.weir.pipeline.decode;

import io.weir.format.type.StructType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the column of a field by the bytes of its name. One thread at a time.
 *
 * <p>Records of one source mostly have their fields in one order, so the field that was k-th in the last record is tried before anything is
 * hashed.
 */
final class FieldTable {
    static final int UNKNOWN = -1;
    /** Documents used as maps have names without end; those beyond this many are looked up the slow way. */
    private static final int MOST_ENTRIES = 4096;

    private final StructType schema;
    private final ColumnNaming naming;
    private @Nullable Entry[] slots = new @Nullable Entry[64];
    private int size;
    private @Nullable Entry[] order = new @Nullable Entry[16];

    /** @param closed the name and the quote behind it */
    private record Entry(byte[] closed, int hash, int index) {}

    FieldTable(StructType schema, ColumnNaming naming) {
        this.schema = schema;
        this.naming = naming;
    }

    /** If the k-th field was last followed by these bytes: the length of name and closing quote, else 0. */
    int predictedLength(int k, byte[] text, int p, int limit) {
        @Nullable Entry entry = k < order.length ? order[k] : null;
        if (entry == null) {
            return 0;
        }
        byte[] closed = entry.closed;
        int length = closed.length;
        return limit - p >= length && Arrays.equals(text, p, p + length, closed, 0, length) ? length : 0;
    }

    /** The column of the k-th field as predicted. */
    int predictedIndex(int k) {
        @Nullable Entry entry = order[k];
        return entry == null ? UNKNOWN : entry.index;
    }

    /** The column of the field whose name is in the bytes, the quote at {@code end} not among them; remembers it as the k-th. */
    int index(int k, byte[] text, int start, int end) {
        int hash = hash(text, start, end);
        int mask = slots.length - 1;
        int slot = hash & mask;
        for (@Nullable Entry entry = slots[slot]; entry != null; entry = slots[slot = (slot + 1) & mask]) {
            if (entry.hash == hash && Arrays.equals(text, start, end, entry.closed, 0, entry.closed.length - 1)) {
                remember(k, entry);
                return entry.index;
            }
        }
        int index = index(new String(text, start, end - start, StandardCharsets.UTF_8));
        if (size < MOST_ENTRIES) {
            byte[] closed = Arrays.copyOfRange(text, start, end + 1);
            closed[closed.length - 1] = '"';
            Entry entry = new Entry(closed, hash, index);
            add(slot, entry);
            remember(k, entry);
        }
        return index;
    }

    /** The column of the field of a name. */
    int index(String name) {
        return schema.indexOf(naming.columnName(name));
    }

    private void add(int slot, Entry entry) {
        slots[slot] = entry;
        if (++size * 2 > slots.length) {
            @Nullable Entry[] old = slots;
            slots = new @Nullable Entry[old.length * 2];
            int mask = slots.length - 1;
            for (@Nullable Entry moved : old) {
                if (moved != null) {
                    int free = moved.hash & mask;
                    while (slots[free] != null) {
                        free = (free + 1) & mask;
                    }
                    slots[free] = moved;
                }
            }
        }
    }

    private void remember(int k, Entry entry) {
        if (k >= order.length && k < MOST_ENTRIES) {
            order = Arrays.copyOf(order, Math.max(k + 1, order.length * 2));
        }
        if (k < order.length) {
            order[k] = entry;
        }
    }

    private static int hash(byte[] text, int start, int end) {
        int hash = 0x811c9dc5;
        for (int i = start; i < end; i++) {
            hash = (hash ^ text[i]) * 0x01000193;
        }
        return hash ^ (hash >>> 15);
    }
}
