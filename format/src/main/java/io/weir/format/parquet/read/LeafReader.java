package io.weir.format.parquet.read;

import io.weir.format.parquet.CorruptParquetException;
import io.weir.format.parquet.UnsupportedParquetException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One leaf of one row group: reads rows into levels and values, passes over rows cheaply. One thread at a time.
 *
 * <p>A leaf that is a column itself turns its levels into nulls at once; one inside a struct, list or map keeps them for its
 * {@link ColumnPlan}. A leaf that is only read for its levels has no values at all.
 */
final class LeafReader {
    /** Levels of one page are held in memory at once where rows repeat. */
    private static final int MAX_PAGE_ENTRIES = 1 << 26;

    private final FileNode leaf;
    private final PageSource pages;
    private final @Nullable ValueBuffer buffer;
    private final boolean keepsLevels;
    /** Does a page need what is in the one before, so that none can be passed over? */
    private final boolean prefixesGoOn;

    private final int maxDefinition;
    private final int maxRepetition;
    private final RleDecoder definitions = new RleDecoder();
    private final RleDecoder repetitions = new RleDecoder();
    private final RleDecoder ids = new RleDecoder();
    private final @Nullable ValueDecoder[] decoders = new @Nullable ValueDecoder[Encodings.BYTE_STREAM_SPLIT + 1];
    private final byte[] scratch = new byte[1024];

    /** The decoder of the open page; null if its values are dictionary ids. */
    private @Nullable ValueDecoder decoder;

    private boolean hasDictionary;
    private boolean started;
    private long valuesRead;
    /** Rows to pass over before the next one is read. */
    private long pendingSkip;
    /** Entries of the open page that were not read; with repetition, those from {@link #cursor} on. */
    private int entriesLeft;

    private byte[] pageDefinitions = {};
    private byte[] pageRepetitions = {};
    private int cursor;

    // The batch
    private int expected;
    private int entries;
    private boolean @Nullable [] nulls;
    private int nullCount;
    private byte[] batchDefinitions = {};
    private byte[] batchRepetitions = {};

    /** @param buffer null if only the levels are wanted */
    LeafReader(
            FileNode leaf, PageSource pages, @Nullable ValueBuffer buffer, boolean keepsLevels, WriterQuirks quirks) {
        this.leaf = leaf;
        this.pages = pages;
        this.buffer = buffer;
        this.keepsLevels = keepsLevels;
        this.prefixesGoOn = quirks.prefixesGoOn()
                && (leaf.physical() == PhysicalType.BYTE_ARRAY || leaf.physical() == PhysicalType.FIXED_LEN_BYTE_ARRAY);
        this.maxDefinition = leaf.definition();
        this.maxRepetition = leaf.repetition();
    }

    FileNode leaf() {
        return leaf;
    }

    PageSource pages() {
        return pages;
    }

    /** Begins a batch of at most so many rows. */
    void begin(int rows) {
        expected = rows;
        entries = 0;
        nulls = null;
        nullCount = 0;
        if (buffer != null) {
            buffer.begin(rows);
        }
    }

    /** Passes over rows; what it costs is paid when the next row is read. */
    void skip(long rows) {
        pendingSkip += rows;
    }

    /** Appends rows to the batch. */
    void read(int rows) {
        start();
        if (maxRepetition > 0) {
            skipRepeated();
            readRepeated(rows, false);
            return;
        }
        skipFlat();
        int wanted = rows;
        while (wanted > 0) {
            if (entriesLeft == 0) {
                openNext();
            }
            int n = Math.min(wanted, entriesLeft);
            readFlat(n);
            entriesLeft -= n;
            wanted -= n;
        }
    }

    private void start() {
        if (!started) {
            started = true;
            if (pages.openDictionary()) {
                takeDictionary();
            }
        }
    }

    private void readFlat(int count) {
        int present = keepsLevels ? keepDefinitions(count) : toNulls(count);
        entries += count;
        appendValues(present);
    }

    private int toNulls(int count) {
        if (maxDefinition == 0 || definitions.takeIfAll(1, count)) {
            return count;
        }
        boolean[] target = nulls;
        if (target == null || target.length < entries + count) {
            target = target == null
                    ? new boolean[Math.max(expected, entries + count)]
                    : Arrays.copyOf(target, Math.max(expected, entries + count));
            nulls = target;
        }
        int present = definitions.readNulls(target, entries, count);
        nullCount += count - present;
        return present;
    }

    private int keepDefinitions(int count) {
        if (batchDefinitions.length < entries + count) {
            batchDefinitions = Arrays.copyOf(batchDefinitions, Math.max(expected, entries + count));
        }
        if (maxDefinition == 0 || definitions.takeIfAll(maxDefinition, count)) {
            Arrays.fill(batchDefinitions, entries, entries + count, (byte) maxDefinition);
            return count;
        }
        definitions.read(batchDefinitions, entries, count);
        return countPresent(batchDefinitions, entries, count);
    }

    private int countPresent(byte[] levels, int from, int count) {
        int present = 0;
        int above = 0;
        for (int i = from; i < from + count; i++) {
            present += levels[i] == maxDefinition ? 1 : 0;
            above |= maxDefinition - levels[i];
        }
        if (above < 0) {
            throw new CorruptParquetException("Level is higher than the schema allows", Map.of("max", maxDefinition));
        }
        return present;
    }

    private void appendValues(int count) {
        if (buffer == null || count == 0) {
            return;
        }
        if (decoder != null) {
            buffer.append(decoder, count);
        } else {
            buffer.append(ids, count);
        }
    }

    private void skipValues(int count) {
        if (buffer == null || count == 0) {
            return;
        }
        if (decoder != null) {
            decoder.skip(count);
        } else {
            ids.skip(count);
        }
    }

    private void skipFlat() {
        while (pendingSkip > 0) {
            if (entriesLeft == 0) {
                if (!pages.next()) {
                    throw tooFewRows();
                }
                int rows = pages.rowCount(true);
                if (rows <= pendingSkip && !prefixesGoOn) {
                    pendingSkip -= rows;
                    pages.skip();
                    continue;
                }
                openPage();
            }
            int n = (int) Math.min(pendingSkip, entriesLeft);
            int present = maxDefinition == 0 ? n : definitions.skipCounting(n, maxDefinition, scratch);
            skipValues(present);
            entriesLeft -= n;
            pendingSkip -= n;
        }
    }

    private void skipRepeated() {
        while (pendingSkip > 0) {
            if (entriesLeft == 0) {
                if (!pages.next()) {
                    throw tooFewRows();
                }
                int rows = pages.rowCount(false);
                if (rows >= 0 && rows <= pendingSkip && !prefixesGoOn) {
                    pendingSkip -= rows;
                    pages.skip();
                    continue;
                }
                openPage();
            }
            // never past the end of a page whose rows are known: the next may be passed over without a look
            int rows = (int) Math.min(pendingSkip, Integer.MAX_VALUE);
            pendingSkip -= readRepeated(rows, true);
        }
    }

    /**
     * Reads or passes over entries up to the end of so many rows. Passing over, it stops early at the end of a page that
     * ends a row. Returns the rows begun.
     */
    private int readRepeated(int rows, boolean skipping) {
        int begun = 0;
        while (true) {
            if (entriesLeft == 0) {
                boolean atRowEnd = begun == rows && pages.pagesBeginRows();
                if (atRowEnd || (skipping && begun > 0 && pages.pagesBeginRows())) {
                    return begun;
                }
                if (!pages.next()) {
                    if (begun < rows) {
                        throw tooFewRows();
                    }
                    return begun;
                }
                openPage();
                continue;
            }
            int from = cursor;
            int end = cursor + entriesLeft;
            int i = from;
            while (i < end) {
                if (pageRepetitions[i] == 0) {
                    if (begun == rows) {
                        break;
                    }
                    begun++;
                }
                i++;
            }
            if (begun == 0 && i > from) {
                throw new CorruptParquetException("Column begins in the middle of a row", Map.of());
            }
            takeEntries(from, i - from, skipping);
            cursor = i;
            entriesLeft = end - i;
            if (i < end) {
                return begun;
            }
        }
    }

    private void takeEntries(int from, int count, boolean skipping) {
        int present = countPresent(pageDefinitions, from, count);
        if (skipping) {
            skipValues(present);
            return;
        }
        int needed = entries + count;
        if (needed < 0 || needed > MAX_PAGE_ENTRIES) {
            throw new UnsupportedParquetException(
                    "Lists of one batch are too long; read smaller batches",
                    Map.of("entries", (long) entries + count, "limit", MAX_PAGE_ENTRIES));
        }
        if (batchDefinitions.length < needed) {
            int length = Math.max(Math.max(expected, needed), batchDefinitions.length + (batchDefinitions.length >> 1));
            batchDefinitions = Arrays.copyOf(batchDefinitions, length);
            batchRepetitions = Arrays.copyOf(batchRepetitions, length);
        }
        System.arraycopy(pageDefinitions, from, batchDefinitions, entries, count);
        System.arraycopy(pageRepetitions, from, batchRepetitions, entries, count);
        entries = needed;
        appendValues(present);
    }

    private void openNext() {
        do {
            if (!pages.next()) {
                throw tooFewRows();
            }
            openPage();
        } while (entriesLeft == 0);
    }

    private void openPage() {
        pages.open();
        PageHeader header = pages.header();
        entriesLeft = header.valueCount;
        valuesRead += entriesLeft;
        if (maxRepetition == 0 && pages.indexedRowCount() >= 0 && pages.indexedRowCount() != entriesLeft) {
            throw new CorruptParquetException(
                    "Page has another number of rows than the offset index says",
                    Map.of("expected", pages.indexedRowCount(), "found", entriesLeft));
        }
        int from = pages.valuesFrom;
        if (header.type == PageHeader.DATA_V2) {
            int definitionsFrom = pages.levelsFrom + header.repetitionBytes;
            openLevels(repetitions, pages.levelsFrom, definitionsFrom, maxRepetition, 0);
            openLevels(definitions, definitionsFrom, pages.levelsTo, maxDefinition, maxDefinition);
        } else {
            from = openLevels(repetitions, header.repetitionEncoding, from, maxRepetition);
            from = openLevels(definitions, header.definitionEncoding, from, maxDefinition);
        }
        if (maxRepetition > 0) {
            readPageLevels();
        }
        if (buffer != null) {
            openValues(header.encoding, from);
        }
        pages.skip(); // what follows in the file is the next page; the bytes stay where they are
    }

    /** Opens levels of a page of version 2; levels that take no bytes are all {@code absent}. */
    private void openLevels(RleDecoder target, int from, int to, int max, int absent) {
        if (max == 0 || from == to) {
            target.resetToConstant(absent);
        } else {
            target.reset(pages.levels, from, to, bitWidth(max));
        }
    }

    /** Opens levels of a page of version 1 and says where they end. */
    private int openLevels(RleDecoder target, int encoding, int from, int max) {
        if (max == 0) {
            target.resetToConstant(0);
            return from;
        }
        int left = pages.valuesTo - from;
        if (encoding == Encodings.BIT_PACKED) {
            long bytes = ((long) entriesLeft * bitWidth(max) + 7) / 8;
            if (bytes > left) {
                throw ValueDecoder.truncated(bytes, left);
            }
            byte[] run = LegacyLevels.asRun(pages.values, from, entriesLeft, bitWidth(max));
            target.reset(run, 0, run.length - LittleEndian.SLACK, bitWidth(max));
            return from + (int) bytes;
        }
        if (encoding != Encodings.RLE) {
            throw new CorruptParquetException("Levels have an unknown encoding", Map.of("encoding", encoding));
        }
        if (left < Integer.BYTES) {
            throw ValueDecoder.truncated(Integer.BYTES, left);
        }
        int length = (int) LittleEndian.INT.get(pages.values, from);
        int start = from + Integer.BYTES;
        if (length < 0 || length > left - Integer.BYTES) {
            throw ValueDecoder.truncated(length, left - Integer.BYTES);
        }
        target.reset(pages.values, start, start + length, bitWidth(max));
        return start + length;
    }

    private void readPageLevels() {
        if (entriesLeft > MAX_PAGE_ENTRIES) {
            throw new UnsupportedParquetException(
                    "Page has too many entries", Map.of("entries", entriesLeft, "limit", MAX_PAGE_ENTRIES));
        }
        if (pageDefinitions.length < entriesLeft) {
            pageDefinitions = new byte[entriesLeft];
            pageRepetitions = new byte[entriesLeft];
        }
        repetitions.read(pageRepetitions, 0, entriesLeft);
        definitions.read(pageDefinitions, 0, entriesLeft);
        int above = 0;
        for (int i = 0; i < entriesLeft; i++) {
            above |= maxRepetition - pageRepetitions[i];
        }
        if (above < 0) {
            throw new CorruptParquetException("Level is higher than the schema allows", Map.of("max", maxRepetition));
        }
        cursor = 0;
    }

    private void openValues(int encoding, int from) {
        if (encoding == Encodings.PLAIN_DICTIONARY || encoding == Encodings.RLE_DICTIONARY) {
            decoder = null;
            openIds(from);
            return;
        }
        ValueDecoder opened = decoderOf(encoding);
        opened.reset(pages.values, from, pages.valuesTo, entriesLeft);
        decoder = opened;
    }

    private void openIds(int from) {
        if (from >= pages.valuesTo) {
            ids.reset(pages.values, from, from, 0); // a page of nothing but nulls may leave out even the width
            return;
        }
        if (!hasDictionary) {
            throw new CorruptParquetException("Page needs a dictionary that its column chunk has not", Map.of());
        }
        int width = pages.values[from] & 0xff;
        ids.reset(pages.values, from + 1, pages.valuesTo, width);
    }

    private ValueDecoder decoderOf(int encoding) {
        @Nullable ValueDecoder known = encoding >= 0 && encoding < decoders.length ? decoders[encoding] : null;
        if (known == null) {
            known = switch (encoding) {
                case Encodings.PLAIN -> new PlainDecoder(leaf);
                case Encodings.RLE -> new RleBooleanDecoder();
                case Encodings.DELTA_BINARY_PACKED -> new DeltaDecoder();
                case Encodings.DELTA_LENGTH_BYTE_ARRAY -> new DeltaLengthDecoder();
                case Encodings.DELTA_BYTE_ARRAY -> new DeltaBytesDecoder(prefixesGoOn);
                case Encodings.BYTE_STREAM_SPLIT -> new SplitDecoder(leaf);
                default ->
                    throw new UnsupportedParquetException(
                            "Encoding of a page is not known", Map.of("encoding", encoding));
            };
            decoders[encoding] = known;
        }
        return known;
    }

    private void takeDictionary() {
        PageHeader header = pages.header();
        if (header.encoding != Encodings.PLAIN && header.encoding != Encodings.PLAIN_DICTIONARY) {
            throw new UnsupportedParquetException(
                    "Encoding of a dictionary is not known", Map.of("encoding", header.encoding));
        }
        hasDictionary = true;
        if (buffer == null) {
            return;
        }
        int count = checkedDictionarySize(leaf, pages);
        PlainDecoder values = new PlainDecoder(leaf);
        values.reset(pages.values, pages.valuesFrom, pages.valuesTo, count);
        buffer.dictionary(values, count);
    }

    /** How many entries the dictionary page that was opened has; no more than its bytes can hold. */
    static int checkedDictionarySize(FileNode leaf, PageSource pages) {
        long smallest = switch (leaf.physical()) {
            case BOOLEAN -> throw new CorruptParquetException("Booleans have no dictionary", Map.of());
            case INT32, FLOAT, BYTE_ARRAY -> Integer.BYTES;
            case INT64, DOUBLE -> Long.BYTES;
            case INT96, FIXED_LEN_BYTE_ARRAY -> leaf.typeLength();
        };
        int count = pages.header().valueCount;
        long bytes = pages.valuesTo - pages.valuesFrom;
        if (count * smallest > bytes) {
            throw ValueDecoder.truncated(count * smallest, bytes);
        }
        return count;
    }

    private CorruptParquetException tooFewRows() {
        return new CorruptParquetException(
                "Column chunk has fewer rows than its row group", Map.of("valuesFound", valuesRead));
    }

    private static int bitWidth(int max) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(max);
    }

    // What the batch holds, for the plan that assembles it

    /** How many entries: values, nulls and empty lists. */
    int entries() {
        return entries;
    }

    /** Definition levels of the entries, if they are kept. */
    byte[] definitions() {
        return batchDefinitions;
    }

    /** Repetition levels of the entries, if the leaf repeats. */
    byte[] repetitions() {
        return batchRepetitions;
    }

    /** Nulls of a leaf that is a column itself; null if there are none. */
    boolean @Nullable [] nulls() {
        return nullCount == 0 ? null : nulls;
    }

    ValueBuffer values() {
        if (buffer == null) {
            throw new IllegalStateException("Leaf was read for its levels only: " + leaf.path());
        }
        return buffer;
    }
}
