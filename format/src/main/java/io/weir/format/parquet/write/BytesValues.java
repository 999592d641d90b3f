package io.weir.format.parquet.write;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings and binary values.
 *
 * <p>While the chunk has a dictionary, waiting values are ids in it; when that no longer pays they are spelled out once and
 * later ones wait in the very form of a plain page. Vectors that bring a dictionary of their own are looked up entry by entry,
 * not row by row.
 */
final class BytesValues extends PageValues {
    private static final int LENGTH_BYTES = Integer.BYTES;
    /** Larger dictionaries of a vector than this times its rows cost more to remember than to look up. */
    private static final int MAX_ENTRIES_PER_VALUE = 4;

    private final long maxDictionaryBytes;
    private final BytesDictionary dictionary = new BytesDictionary();
    private boolean dictionaryOpen;
    /** How many entries pages before this one use. */
    private int entriesBefore;

    private int count;
    /** What waits, while the dictionary is open. */
    private int[] ids = {};
    /** What the waiting ids stand for, in bytes, lengths included. */
    private long idsPlainBytes;
    /** What waits, when it is not: values as a plain page has them, and where each begins. */
    private final ByteSink plain = new ByteSink(0);

    private int[] starts = {};

    // the last foreign dictionary seen and its entries' ids + 1 in ours
    private byte @Nullable [] foreignData;
    private int @Nullable [] foreignOffsets;
    private int[] foreignIds = {};
    /** In which page an entry was last measured. */
    private int[] measuredIn = {};

    private int page;

    /** @param maxDictionaryBytes how large a dictionary may become; 0 for none at all */
    BytesValues(long maxDictionaryBytes) {
        this.maxDictionaryBytes = maxDictionaryBytes;
        this.dictionaryOpen = maxDictionaryBytes > 0;
    }

    @Override
    int count() {
        return count;
    }

    @Override
    long bytes() {
        return dictionaryOpen ? idsPlainBytes : plain.size();
    }

    @Override
    int fit(ColumnVector vector, int @Nullable [] positions, int from, int to, long room) {
        BytesVector source = (BytesVector) vector;
        int[] offsets = source.offsets();
        if (positions == null && source.ids() == null) {
            long all = (long) offsets[to] - offsets[from] + (long) (to - from) * LENGTH_BYTES;
            if (all <= room) {
                return to - from;
            }
        }
        long left = room;
        for (int i = from; i < to; i++) {
            int position = positions == null ? i : positions[i];
            left -= source.end(position) - source.start(position) + LENGTH_BYTES;
            if (left < 0) {
                return i - from;
            }
        }
        return to - from;
    }

    @Override
    void append(ColumnVector vector, int @Nullable [] positions, int from, int to) {
        BytesVector source = (BytesVector) vector;
        int i = from;
        while (i < to && dictionaryOpen) {
            // in steps, so that a column of distinct values is recognised before all of them were looked up
            int end = (int) Math.min(to, (long) i + DictionaryChoice.untilNextLook(count));
            appendIds(source, positions, i, end);
            i = end;
            boolean tooLarge = dictionary.dataBytes() + (long) dictionary.size() * LENGTH_BYTES > maxDictionaryBytes;
            if (tooLarge || entriesBefore == 0 && DictionaryChoice.hopeless(count, dictionary.size())) {
                spellOut();
            }
        }
        if (i < to) {
            appendPlain(source, positions, i, to);
        }
    }

    private void appendIds(BytesVector source, int @Nullable [] positions, int from, int to) {
        int length = to - from;
        if (count + length > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(count + length, ids.length * 2));
        }
        byte[] data = source.data();
        int[] offsets = source.offsets();
        int[] entryOf = source.ids();
        long plainBytes = (long) length * LENGTH_BYTES;
        if (entryOf == null || source.dictionarySize() > (long) MAX_ENTRIES_PER_VALUE * source.length()) {
            for (int i = 0; i < length; i++) {
                int row = positions == null ? from + i : positions[from + i];
                int entry = entryOf == null ? row : entryOf[row];
                ids[count + i] = dictionary.id(data, offsets[entry], offsets[entry + 1]);
                plainBytes += offsets[entry + 1] - offsets[entry];
            }
        } else {
            int[] known = foreignIds(source);
            for (int i = 0; i < length; i++) {
                int entry = entryOf[positions == null ? from + i : positions[from + i]];
                int id = known[entry] - 1;
                if (id < 0) {
                    id = dictionary.id(data, offsets[entry], offsets[entry + 1]);
                    known[entry] = id + 1;
                }
                ids[count + i] = id;
                plainBytes += offsets[entry + 1] - offsets[entry];
            }
        }
        idsPlainBytes += plainBytes;
        count += length;
    }

    private int[] foreignIds(BytesVector source) {
        if (foreignData != source.data()
                || foreignOffsets != source.offsets()
                || foreignIds.length < source.dictionarySize()) {
            foreignData = source.data();
            foreignOffsets = source.offsets();
            foreignIds = new int[source.dictionarySize()];
        }
        return foreignIds;
    }

    private void appendPlain(BytesVector source, int @Nullable [] positions, int from, int to) {
        byte[] data = source.data();
        int[] offsets = source.offsets();
        int[] entryOf = source.ids();
        int length = to - from;
        long bytes = 0;
        for (int i = 0; i < length; i++) {
            int row = positions == null ? from + i : positions[from + i];
            int entry = entryOf == null ? row : entryOf[row];
            bytes += offsets[entry + 1] - offsets[entry];
        }
        reservePlain(length, bytes);
        for (int i = 0; i < length; i++) {
            int row = positions == null ? from + i : positions[from + i];
            int entry = entryOf == null ? row : entryOf[row];
            starts[count + i] = plain.putCounted(data, offsets[entry], offsets[entry + 1]);
        }
        count += length;
    }

    private void reservePlain(int length, long bytes) {
        plain.reserve(Math.toIntExact(bytes + (long) length * LENGTH_BYTES));
        if (count + length > starts.length) {
            starts = Arrays.copyOf(starts, Math.max(count + length, starts.length * 2));
        }
    }

    /** Gives the dictionary up: what waits as ids now waits as values. Entries that only this page uses are forgotten. */
    private void spellOut() {
        int waiting = count;
        count = 0;
        reservePlain(waiting, idsPlainBytes - (long) waiting * LENGTH_BYTES);
        byte[] data = dictionary.data();
        int[] offsets = dictionary.offsets();
        for (int i = 0; i < waiting; i++) {
            starts[i] = plain.putCounted(data, offsets[ids[i]], offsets[ids[i] + 1]);
        }
        count = waiting;
        dictionary.truncate(entriesBefore);
        dictionaryOpen = false;
        idsPlainBytes = 0;
        foreignData = null;
        foreignOffsets = null;
    }

    @Override
    void measure(Bounds bounds) {
        BytesBounds target = (BytesBounds) bounds;
        if (dictionaryOpen) {
            measureEntries(target);
            return;
        }
        byte[] bytes = plain.array();
        for (int i = 0; i < count; i++) {
            int end = i + 1 < count ? starts[i + 1] - LENGTH_BYTES : plain.size();
            target.add(bytes, starts[i], end);
        }
    }

    private void measureEntries(BytesBounds target) {
        if (measuredIn.length < dictionary.size()) {
            measuredIn = Arrays.copyOf(measuredIn, dictionary.size() * 2);
        }
        page++;
        byte[] data = dictionary.data();
        int[] offsets = dictionary.offsets();
        for (int i = 0; i < count; i++) {
            int id = ids[i];
            if (measuredIn[id] != page) {
                measuredIn[id] = page;
                target.add(data, offsets[id], offsets[id + 1]);
            }
        }
    }

    @Override
    boolean encode(ByteSink out) {
        if (count == 0) {
            return encodeNone(out);
        }
        if (dictionaryOpen && !pays()) {
            spellOut();
        }
        if (!dictionaryOpen) {
            out.write(plain.array(), 0, plain.size());
            plain.clear();
            count = 0;
            return false;
        }
        int bitWidth = RunLengths.bitWidth(dictionary.size() - 1);
        out.write(bitWidth);
        RunLengths.encode(ids, count, bitWidth, out);
        count = 0;
        idsPlainBytes = 0;
        entriesBefore = dictionary.size();
        return true;
    }

    /** A page of nulls decides nothing; if there is a dictionary already it looks like its neighbours. */
    private boolean encodeNone(ByteSink out) {
        if (!dictionaryOpen || entriesBefore == 0) {
            return false;
        }
        out.write(RunLengths.bitWidth(entriesBefore - 1));
        return true;
    }

    private boolean pays() {
        int newEntries = dictionary.size() - entriesBefore;
        long newEntryBytes =
                dictionary.dataBytes() - dictionary.offsets()[entriesBefore] + (long) newEntries * LENGTH_BYTES;
        return DictionaryChoice.pays(count, idsPlainBytes, newEntryBytes, dictionary.size(), entriesBefore == 0);
    }

    @Override
    int dictionarySize() {
        return entriesBefore;
    }

    @Override
    void writeDictionary(ByteSink out) {
        byte[] data = dictionary.data();
        int[] offsets = dictionary.offsets();
        for (int i = 0; i < entriesBefore; i++) {
            out.putInt(offsets[i + 1] - offsets[i]);
            out.write(data, offsets[i], offsets[i + 1] - offsets[i]);
        }
    }

    @Override
    void endChunk() {
        dictionary.clear();
        dictionaryOpen = maxDictionaryBytes > 0;
        entriesBefore = 0;
        idsPlainBytes = 0;
        foreignData = null;
        foreignOffsets = null;
    }
}
