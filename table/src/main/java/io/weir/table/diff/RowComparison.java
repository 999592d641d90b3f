package io.weir.table.diff;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which rows two versions do not have in common, as multisets. One thread at a time.
 *
 * <p>Every row of the differing files counts one up or one down at its hash; what is not zero in the end differs. If there are more hashes than
 * memory is given for, this is done for one part of them after the other, and the files are read once a part. Rows are read a second
 * time to be told, and only where there are any.
 */
final class RowComparison {
    private static final String COMPARING = "comparing rows";
    private static final String COLLECTING = "collecting rows";
    /** Bytes of a slot, of another one for keys where there are any, and of half of both, which is there while a table grows. */
    private static final int SLOT_BYTES = 20 * 3 / 2;

    private static final int KEYED_SLOT_BYTES = (36 + 20) * 3 / 2;
    private static final int MAX_PARTS = 1 << 20;

    private final RowReader before;
    private final RowReader after;
    private final StructType schema;
    private final boolean keyed;
    private final int maxSlots;
    private final long heldBytes;

    /**
     * @param keyed do some columns tell rows apart, so that a row can be said to have changed?
     * @param memoryBytes about how much may be held: three quarters are hashes, one quarter rows that wait for their counterparts
     */
    RowComparison(RowReader before, RowReader after, StructType schema, boolean keyed, long memoryBytes) {
        this.before = before;
        this.after = after;
        this.schema = schema;
        this.keyed = keyed;
        this.heldBytes = memoryBytes / 4;
        long slots = (memoryBytes - heldBytes) / (keyed ? KEYED_SLOT_BYTES : SLOT_BYTES);
        this.maxSlots = (int) Long.highestOneBit(Math.max(1, Math.min(slots, 1 << 28)));
    }

    /**
     * Compares.
     *
     * @param sink is given the rows; false from it ends the telling and not the counting; null only counts
     */
    RowCounts run(@Nullable Predicate<RowDifference> sink) {
        Telling telling = new Telling(sink);
        if (before.files().isEmpty() || after.files().isEmpty()) {
            return oneSided(telling);
        }
        RowCounts counts = RowCounts.NONE;
        int parts = firstParts();
        for (int part = 0; part < parts; part++) {
            HashTable table = table(part, parts);
            while (table == null) { // there are more hashes than statistics made believe
                parts *= 2;
                part *= 2;
                if (parts > MAX_PARTS) {
                    throw new IllegalArgumentException("Too little memory to compare so many rows in");
                }
                table = table(part, parts);
            }
            counts = counts.plus(part(table, new Part(part, parts), telling));
        }
        return counts;
    }

    /** What is told to whoever asked, until he has enough. */
    private static final class Telling {
        private final @Nullable Predicate<RowDifference> sink;
        private boolean wanted;

        Telling(@Nullable Predicate<RowDifference> sink) {
            this.sink = sink;
            this.wanted = sink != null;
        }

        boolean tell(RowDifference rows) {
            wanted = wanted && (rows.count() == 0 || sink == null || sink.test(rows));
            return wanted;
        }
    }

    /** The hashes that begin with the same bits. */
    private record Part(int number, int of) {
        boolean has(long hash) {
            return of == 1 || (int) (hash >>> (Long.SIZE - Integer.numberOfTrailingZeros(of))) == number;
        }
    }

    private int firstParts() {
        long rows = Math.max(before.files().rows(), after.files().rows());
        int parts = 1;
        while (parts < MAX_PARTS && rows / parts > maxSlots / 4L * 3) {
            parts *= 2;
        }
        return parts;
    }

    private RowCounts oneSided(Telling telling) {
        boolean removed = after.files().isEmpty();
        RowReader reader = removed ? before : after;
        long known = reader.files().rows();
        long[] rows = {0};
        if (!reader.files().isEmpty() && (telling.wanted || known < 0)) {
            reader.read(COLLECTING, 0, reader.files().bytes(), (batch, hashes, keys) -> {
                rows[0] += batch.rowCount();
                boolean wanted = telling.tell(removed ? RowDifference.removed(batch) : RowDifference.added(batch));
                return wanted || known < 0;
            });
        }
        long count = known < 0 ? rows[0] : known;
        return removed ? new RowCounts(count, 0, 0, 0) : new RowCounts(0, count, 0, 0);
    }

    /** For each hash how many rows more the version before has; null if there is no room for so many. */
    private @Nullable HashTable table(int number, int parts) {
        HashTable table = new HashTable(maxSlots, keyed);
        Part part = new Part(number, parts);
        long bytes = before.files().bytes() + after.files().bytes();
        boolean room = before.read(
                        COMPARING,
                        number * bytes,
                        parts * bytes,
                        (batch, rows, keys) -> count(table, rows, keys, part, 1))
                && after.read(
                        COMPARING,
                        number * bytes + before.files().bytes(),
                        parts * bytes,
                        (batch, rows, keys) -> count(table, rows, keys, part, -1));
        return room ? table : null;
    }

    private boolean count(HashTable table, RowHashes rows, RowHashes keys, Part part, int step) {
        for (int row = 0; row < rows.first().length; row++) {
            if (part.has(keys.second()[row])) {
                int slot = table.findOrAdd(rows.first()[row], rows.second()[row]);
                if (slot == HashTable.NONE) {
                    return false;
                }
                table.put(slot, Math.addExact(table.number(slot), step));
                if (keyed) {
                    table.label(slot, keys.first()[row], keys.second()[row]);
                }
            }
        }
        return true;
    }

    private RowCounts part(HashTable table, Part part, Telling telling) {
        long removed = 0;
        long added = 0;
        for (int slot = 0; slot < table.slots(); slot++) {
            removed += Math.max(0, table.number(slot));
            added += Math.max(0, -table.number(slot));
        }
        if (!keyed) {
            RowCounts counts = new RowCounts(removed, added, 0, 0);
            if (telling.wanted && !counts.isEmpty()) {
                tell(before, table, part, 1, telling);
                tell(after, table, part, -1, telling);
            }
            return counts;
        }
        DifferingKeys keys = DifferingKeys.of(table, maxSlots);
        RowCounts counts =
                new RowCounts(removed - keys.changed(), added - keys.changed(), keys.changed(), keys.ambiguous());
        if (telling.wanted && !counts.isEmpty()) {
            new KeyedTelling(table, keys, telling::tell).run(part::has);
        }
        return counts;
    }

    /** Reads a version again and tells as many rows of each hash as it has more. */
    private void tell(RowReader reader, HashTable table, Part part, int sign, Telling telling) {
        if (!telling.wanted) {
            return;
        }
        reader.read(COLLECTING, 0, reader.files().bytes(), (batch, rows, keys) -> {
            Selection chosen = new Selection(batch);
            for (int row = 0; row < batch.rowCount(); row++) {
                if (part.has(keys.second()[row]) && takeOne(table, rows, row, sign)) {
                    chosen.add(row);
                }
            }
            return telling.tell(sign > 0 ? RowDifference.removed(chosen.batch()) : RowDifference.added(chosen.batch()));
        });
    }

    /** Is a row one of those that its version has more? Then it is one less. */
    private static boolean takeOne(HashTable table, RowHashes rows, int row, int sign) {
        int slot = table.find(rows.first()[row], rows.second()[row]);
        if (slot == HashTable.NONE || table.number(slot) * sign <= 0) {
            return false;
        }
        table.put(slot, table.number(slot) - sign);
        return true;
    }

    /** Some rows of a batch. */
    static final class Selection {
        private final ColumnBatch from;
        private final int[] rows;
        private int count;

        Selection(ColumnBatch from) {
            this.from = from;
            this.rows = new int[from.rowCount()];
        }

        void add(int row) {
            rows[count++] = row;
        }

        int count() {
            return count;
        }

        int row(int place) {
            return rows[place];
        }

        ColumnBatch batch() {
            return from.take(rows, count);
        }
    }

    /** Tells rows of which some have a counterpart of the same key in the other version, which goes with them. */
    private final class KeyedTelling {
        private final HashTable table;
        private final DifferingKeys keys;
        private final Predicate<RowDifference> sink;
        private HeldRows held = new HeldRows(schema);

        KeyedTelling(HashTable table, DifferingKeys keys, Predicate<RowDifference> sink) {
            this.table = table;
            this.keys = keys;
            this.sink = sink;
        }

        void run(LongPredicate inPart) {
            boolean wanted = before.read(COLLECTING, 0, before.files().bytes(), (batch, rows, keyHashes) -> {
                Selection alone = new Selection(batch);
                Selection changed = new Selection(batch);
                for (int row = 0; row < batch.rowCount(); row++) {
                    if (inPart.test(keyHashes.second()[row]) && takeOne(table, rows, row, 1)) {
                        (keys.isChanged(keyHashes, row) ? changed : alone).add(row);
                    }
                }
                held.add(changed, keyHashes);
                return sink.test(RowDifference.removed(alone.batch()))
                        && (held.bytes() < heldBytes || match(inPart, false));
            });
            if (wanted) {
                match(inPart, true);
            }
        }

        /**
         * Goes through the version after for the counterparts of the rows that are held, which are let go then.
         *
         * @param last are rows that have no counterpart told, too?
         */
        private boolean match(LongPredicate inPart, boolean last) {
            HeldRows waiting = held;
            held = new HeldRows(schema);
            waiting.seal();
            return after.read(COLLECTING, 0, after.files().bytes(), (batch, rows, keyHashes) -> {
                Selection alone = new Selection(batch);
                Selection changed = new Selection(batch);
                for (int row = 0; row < batch.rowCount(); row++) {
                    if (!inPart.test(keyHashes.second()[row])) {
                        continue;
                    }
                    if (keys.isChanged(keyHashes, row)) {
                        int slot = table.find(rows.first()[row], rows.second()[row]);
                        if (slot != HashTable.NONE && table.number(slot) < 0 && waiting.take(keyHashes, row)) {
                            table.put(slot, table.number(slot) + 1);
                            changed.add(row);
                        }
                    } else if (last && takeOne(table, rows, row, -1)) {
                        alone.add(row);
                    }
                }
                return sink.test(new RowDifference(waiting.taken(), changed.batch()))
                        && sink.test(RowDifference.added(alone.batch()));
            });
        }
    }
}
